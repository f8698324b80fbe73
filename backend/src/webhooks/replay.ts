import { randomBytes } from 'node:crypto';
import { eventPosition } from '../events/event-id.ts';
import { orInvalid, parserFor } from '../http/parse.ts';
import { invalidRequest } from '../http/problem.ts';
import type { Epoch, EventReader, StoredReplay } from '../storage/storage.ts';
import { parseTime } from '../times.ts';
import type { Operation } from '../writes/operation.ts';
import { existing, type WrittenWebhook } from './operations.ts';
import { ReplayRequestSchema, type ReplayRequestInput } from './schema.ts';

/** Which events a replay is about: found by who reads the log. */
export type ReplayRange = Omit<StoredReplay, 'id' | 'requestedAt'>;

const parseShape = parserFor(ReplayRequestSchema);

/**
 * Reads the body of `POST /v1/webhooks/{id}/replay`, and finds where that is in the log.
 *
 * @throws ProblemError `invalid_request`, naming every bad field
 */
export async function findReplay(body: unknown, events: Pick<EventReader, 'epochs' | 'span'>, head: number): Promise<ReplayRange> {
	const input = orInvalid(parseShape(body));
	const none = { since: null, until: null, parked: false };
	switch (kindOf(input)) {
		case 'parked':
			return { ...none, after: 0, upTo: head, parked: true };
		case 'after':
			return { ...none, after: findAfter(input.after ?? '', '/after', await events.epochs(), head), upTo: head };
		case 'since': {
			const [since, until] = [timeOf('since', input.since), input.until === undefined ? null : timeOf('until', input.until)];
			if (until !== null && until <= since) throw invalidRequest([{ pointer: '/until', code: 'invalid', message: 'until must be later than since: nothing would match.' }]);
			return { since, until, parked: false, ...(await events.span(since, until)) };
		}
	}
}

/** `POST /v1/webhooks/{id}/replay`; the body is a {@link ReplayRange}. One replay at a time: a new one takes the place of the one before. */
export const replayWebhook: Operation = {
	async write({ params, body }, tools) {
		const known = await existing(params['id'] ?? '', tools);
		const replay: StoredReplay = { id: `rpl_${randomBytes(12).toString('hex')}`, ...(body as ReplayRange), requestedAt: tools.now };
		await tools.transaction.webhooks.update({ ...known, replay });
		const { secret: _secret, oldSecret: _oldSecret, ...webhook } = { ...known, replay };
		return { status: 200, body: { webhook } satisfies WrittenWebhook };
	},
};

/**
 * The position of an event that a caller names.
 *
 * @throws ProblemError `invalid_request` where it is no id of an event, or of one that there is not yet
 */
export function findAfter(id: string, pointer: string, epochs: readonly Epoch[], head: number): number {
	const position = eventPosition(id, epochs);
	if (position !== undefined && position <= head) return position;
	const why = position === undefined ? 'must be the id of an event (evt_…)' : 'is no event of this server: its last one comes before it';
	throw invalidRequest([{ pointer, code: 'invalid_id', message: `${pointer.slice(1).replaceAll('/', '.')} ${why}; it is "${id}".` }]);
}

function kindOf(input: ReplayRequestInput): 'parked' | 'after' | 'since' {
	const given = (['parked', 'after', 'since'] as const).filter((name) => input[name] !== undefined);
	const [kind] = given;
	if (kind !== undefined && given.length === 1 && (input.until === undefined || kind === 'since')) return kind;
	const message = 'Say what to send again: since (and until), or after, or parked.';
	throw invalidRequest([{ pointer: kind === undefined ? '/since' : `/${given.at(-1) ?? ''}`, code: kind === undefined ? 'required' : 'invalid', message }]);
}

function timeOf(name: string, text: string | undefined): number {
	const time = text === undefined ? undefined : parseTime(text);
	if (time !== undefined) return time;
	throw invalidRequest([{ pointer: `/${name}`, code: 'invalid_time', message: `${name} must be an ISO 8601 time, such as 2027-01-31T18:00:00Z; it is "${String(text)}".` }]);
}
