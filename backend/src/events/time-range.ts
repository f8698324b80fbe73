import Type from 'typebox';
import { invalidRequest } from '../http/problem.ts';
import { parseTime } from '../times.ts';

const time = (description: string) => Type.Optional(Type.String({ maxLength: 40, description: `${description} ISO 8601; UTC where no zone is given, midnight where no time is.` }));

/** The query parameters of a range. */
export const timeParameters = { since: time('What happened at this time or later.'), until: time('What happened before this time.') };

/**
 * A range of time: `since` inclusive, `until` exclusive, in milliseconds since 1970.
 *
 * @throws ProblemError `invalid_request`, naming every bad parameter
 */
export function readTimeRange(query: { since?: string; until?: string }): { since: number | undefined; until: number | undefined } {
	const [since, until] = [query.since, query.until].map((text) => (text ? parseTime(text) : null));
	const bad = (['since', 'until'] as const).filter((name) => (name === 'since' ? since : until) === undefined);
	if (bad.length > 0) {
		throw invalidRequest(bad.map((name) => ({ pointer: `?${name}`, code: 'invalid', message: `${name} must be an ISO 8601 time, such as 2027-01-31T18:00:00Z; it is "${String(query[name])}".` })));
	}
	if (since && until && until <= since) throw invalidRequest([{ pointer: '?until', code: 'invalid', message: 'until must be later than since: nothing would match.' }]);
	return { since: since ?? undefined, until: until ?? undefined };
}
