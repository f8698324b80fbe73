import type { Webhook } from '../../../../contract/webhook.ts';
import { formatNumber, formatRelative } from '../../format.ts';
import type { Tone } from '../../ui/badge.tsx';
import { receiverOf, type Receiver } from './receiver.ts';
import { standingOf, type Standing } from './status.ts';
import { countOf, durationWords } from './words.ts';

/** Why a workflow started or did not, and what to do about it. */
export interface Diagnosis {
	tone: Tone;
	/** What is so, in a sentence. */
	title: string;
	/** What it means, and the remedy, a paragraph each. */
	text: string[];
	/** A line for the environment of the backend, where that is the remedy. */
	setting?: string | undefined;
	/** What the receiver or the network said, as it is. */
	said?: string | null;
}

/** What is known beside the subscription itself. */
export interface Evidence {
	/** When a delivery was taken last; null where none is remembered. */
	deliveredAt: string | null;
	/** Milliseconds. */
	now: number;
}

/** Reads the state of a subscription as somebody would who knows both sides. */
export function diagnose(webhook: Webhook, evidence: Evidence): Diagnosis {
	const receiver = receiverOf(webhook);
	return DIAGNOSES[standingOf(webhook)]({ webhook, receiver, waiting: waitingWords(webhook), ...evidence });
}

interface Case extends Evidence {
	webhook: Webhook;
	receiver: Receiver;
	/** How much waits, as a sentence. */
	waiting: string;
}

const DIAGNOSES: Record<Standing, (one: Case) => Diagnosis> = {
	'gone': ({ webhook, receiver, waiting }) => ({
		tone: 'danger',
		title: receiver.n8n ? 'n8n says that this workflow does not listen any more' : 'The receiver says that it is gone for good',
		text: [
			receiver.n8n ? 'It answered 410 Gone. Publish (activate) the workflow in n8n again: the trigger then takes this subscription up where it stopped.' : 'It answered 410 Gone, so it is not called any more. When it is back, resume: deliveries go on where they stopped.',
			waiting,
		],
		said: webhook.last_error,
	}),
	'given-up': ({ webhook, receiver, waiting }) => ({
		tone: 'danger',
		title: `Linkmill has given ${receiver.called} up`,
		text: [`It took nothing for longer than events are kept. See that ${receiver.called} runs and answers under ${receiver.host}, then resume: deliveries go on with the oldest event that is left, after a note of what is lost.`, waiting],
		said: webhook.last_error,
	}),
	'paused': ({ receiver, waiting }) => ({
		tone: 'info',
		title: receiver.n8n ? 'The workflow is not published in n8n, or was paused here' : 'It is paused',
		text: [receiver.n8n ? 'Publish (activate) the workflow in n8n, or resume here if it is published. Nothing is lost meanwhile.' : 'Resume, and deliveries go on where they stopped. Nothing is lost meanwhile.', waiting],
	}),
	'failing': failing,
	'behind': ({ webhook, receiver, waiting }) => ({
		tone: 'warning',
		title: `${capital(receiver.called)} takes events more slowly than they come`,
		text: [
			waiting,
			webhook.rate === null
				? `Deliveries wait for each answer${receiver.n8n ? '; in n8n, answering on receipt and batches make it faster' : '; batches make it faster'}.`
				: `At most ${formatNumber(webhook.rate)} a second are sent, as its limit says.`,
		],
	}),
	'collecting': ({ webhook }) => ({
		tone: 'ok',
		title: 'Events are being collected for the next delivery',
		text: [`A delivery has up to ${formatNumber(webhook.batch.max_events)} events, and the first of them waits ${durationWords(webhook.batch.max_wait_ms / 1000)} for others.`],
	}),
	'working': ({ webhook, deliveredAt, now }) => ({
		tone: 'ok',
		title: deliveredAt === null ? 'It works: no event has matched so far' : `Everything is delivered, the last ${formatRelative(deliveredAt, now)}`,
		text: [
			deliveredAt === null
				? 'Nothing was refused or is waiting. Recent clicks, below, says of each click why it was sent or not.'
				: 'No matching event has come since. Recent clicks, below, says of each click why it was sent or not.',
			...(webhook.parked_events > 0 ? [`But ${countOf(webhook.parked_events, 'event')} ${webhook.parked_events === 1 ? 'was' : 'were'} set aside, because the receiver refused ${webhook.parked_events === 1 ? 'it' : 'them'} again and again.`] : []),
		],
	}),
};

/** Something that an error says, and what is to be done about it. */
interface Cause {
	pattern: RegExp;
	title(receiver: Receiver): string;
	remedy(receiver: Receiver): string;
}

const CAUSES: Cause[] = [
	{
		pattern: /LINKMILL_WEBHOOK_ALLOW=/,
		title: ({ host }) => `Linkmill may not call ${host}: it is a private address`,
		remedy: () => 'Start the backend with this setting, and it is tried again by itself:',
	},
	{
		pattern: /Webhooks never call those/,
		title: ({ host }) => `Linkmill never calls ${host}`,
		remedy: ({ n8n }) => (n8n ? 'Set N8N_WEBHOOK_URL in n8n to an address that Linkmill may call, and publish the workflow again.' : 'Give it another address of the receiver.'),
	},
	{
		pattern: /^answered 404/,
		title: ({ n8n, called, host }) => (n8n ? 'n8n knows no webhook under this address' : `${capital(called)} has nothing under this address of ${host}`),
		remedy: ({ n8n }) => (n8n ? 'The workflow is not published (active), or its trigger was replaced. Publish it again in n8n.' : 'Correct its URL, or start what answers there.'),
	},
	{
		pattern: /^answered 40[13]/,
		title: ({ called }) => `${capital(called)} does not accept the signature`,
		remedy: ({ n8n }) => (n8n ? 'It has another secret. Publish the workflow in n8n again: that makes both agree.' : 'It has another secret, or wants a password. Give it the secret of this subscription; you can make a new one.'),
	},
	{
		pattern: /^answered (400|413|422)/,
		title: ({ called }) => `${capital(called)} refuses an event`,
		remedy: ({ called }) => `What it said stands below. After ten times in an hour or more the event is set aside, unless it is to be tried for ever; the events after it wait until then. See why ${called} does not take it.`,
	},
	{
		pattern: /^answered 3\d\d/,
		title: ({ called }) => `${capital(called)} answers with a redirect`,
		remedy: ({ n8n }) => (n8n ? 'Deliveries follow none. Set N8N_WEBHOOK_URL to the final address, with https where it is so, and publish the workflow again.' : 'Deliveries follow none. Give it the final address.'),
	},
	{
		pattern: /^answered/,
		title: ({ called }) => `${capital(called)} answers with an error`,
		remedy: ({ n8n, called }) => (n8n ? 'Look at its executions and its log. It is tried again by itself.' : `Look at the log of ${called}. It is tried again by itself.`),
	},
	{
		pattern: /host name is not known|could not be looked up/,
		title: ({ host }) => `The name ${host} is not known here`,
		remedy: ({ n8n }) => (n8n ? 'Set N8N_WEBHOOK_URL in n8n to an address under which this machine reaches it, and publish the workflow again. Containers need a common network.' : 'Correct the address, or have it known to this machine.'),
	},
];

const UNREACHABLE: Omit<Cause, 'pattern'> = {
	title: ({ called, host }) => `${capital(called)} does not answer under ${host}`,
	remedy: ({ n8n }) => (n8n ? 'See that n8n runs, and that this machine reaches it under that address: n8n makes it out of N8N_WEBHOOK_URL. It is tried again by itself.' : 'See that it runs, and that this machine reaches it under that address. It is tried again by itself.'),
};

function failing({ webhook, receiver, waiting, now }: Case): Diagnosis {
	const error = webhook.last_error ?? '';
	const { title, remedy } = CAUSES.find(({ pattern }) => pattern.test(error)) ?? UNREACHABLE;
	const since = webhook.failing_since === null ? '' : ` for ${durationWords(Math.max(0, now - Date.parse(webhook.failing_since)) / 1000)}`;
	const next = webhook.next_attempt_at === null ? '' : ` The next is ${Date.parse(webhook.next_attempt_at) <= now ? 'under way' : `in ${durationWords(Math.ceil((Date.parse(webhook.next_attempt_at) - now) / 1000))}`}.`;
	return {
		tone: 'danger',
		title: title(receiver),
		text: [remedy(receiver), `${countOf(webhook.failures, 'attempt')} failed in a row${since}.${next} ${waiting}`],
		setting: /LINKMILL_WEBHOOK_ALLOW=\S+/.exec(error)?.[0],
		said: error,
	};
}

function waitingWords({ lag_events: lag, lag_seconds: age }: Webhook): string {
	if (lag === 0) return 'Nothing is waiting.';
	return `${capital(countOf(lag, 'event'))} ${lag === 1 ? 'is' : 'are'} in the log behind it, the oldest from ${durationWords(age)} ago; those that match are delivered then, in order.`;
}

function capital(text: string): string {
	return text === 'n8n' ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
