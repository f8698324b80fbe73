import { randomUUID } from 'node:crypto';
import type { PingBody } from '../../../contract/webhook.ts';
import { ProblemError } from '../http/problem.ts';
import { AddressRefused, type AddressGuard } from './address-guard.ts';
import { NoAnswer, type Answer, type Poster } from './post.ts';
import { signedHeaders } from './signature.ts';
import { targetOf } from './webhook-url.ts';

/**
 * Refuses a URL whose address must not be called. A name that does not resolve passes: the receiver may not be up yet.
 *
 * @throws ProblemError `webhook_address_private`
 */
export async function checkAddress(url: string, guard: AddressGuard): Promise<void> {
	try {
		await guard.addressesFor(targetOf(url));
	} catch (error) {
		if (error instanceof AddressRefused) throw addressPrivate(error);
	}
}

/**
 * Calls a webhook with `{"type":"ping"}`. Any answer will do but "there is nothing here" (404) and "it is elsewhere" (a
 * redirect, which deliveries do not follow).
 *
 * @throws ProblemError `webhook_unreachable`, `webhook_address_private`
 */
export async function ping(url: string, secret: string, poster: Pick<Poster, 'post'>): Promise<void> {
	const body = JSON.stringify({ type: 'ping' } satisfies PingBody);
	const headers = signedHeaders([secret], { id: `ping_${randomUUID()}`, at: Date.now(), body });
	const { status } = await answerTo(poster.post({ url, headers, body }));
	const shown = new URL(url);
	const address = shown.origin + shown.pathname;
	if (status === 404) {
		throw new ProblemError('webhook_unreachable', `${address} answers 404: there is no receiver under this path. Correct url, or start the receiver first.`);
	}
	if (status >= 300 && status < 400) {
		throw new ProblemError('webhook_unreachable', `${address} answers with a redirect (${String(status)}), and deliveries follow none. Give the final address as url.`);
	}
}

async function answerTo(posted: Promise<Answer>): Promise<Answer> {
	try {
		return await posted;
	} catch (error) {
		if (error instanceof AddressRefused) throw addressPrivate(error);
		if (!(error instanceof NoAnswer)) throw error;
		const remedy = 'Check that the receiver runs and that this machine can reach it under that address.';
		throw new ProblemError('webhook_unreachable', `The webhook URL does not answer: ${error.message}. ${remedy}`);
	}
}

function addressPrivate(error: AddressRefused): ProblemError {
	return new ProblemError('webhook_address_private', error.message);
}
