import type { ClickKind, ClickList } from '../../../contract/event.ts';
import { eventPosition } from '../events/event-id.ts';
import { presentEvents } from '../events/present.ts';
import type { Answer } from '../http/answer.ts';
import { invalidRequest } from '../http/problem.ts';
import { readCursor, writeCursor } from '../links/query.ts';
import { selectedIds } from '../links/select.ts';
import type { ClickReader, EventReader, LinkCriteria, LinkReader } from '../storage/storage.ts';

/** Which clicks, in which order. */
export interface ClickRequest {
	/** Of the links, as they are now. */
	criteria: LinkCriteria;
	/** `lnk_…`, also of a deleted link; `slug:…` or `external:…`. */
	link: string | undefined;
	kinds: readonly ClickKind[] | undefined;
	since: number | undefined;
	until: number | undefined;
	/** Id of an event: everything later. */
	after: string | undefined;
	descending: boolean;
	limit: number;
	cursor: string | undefined;
}

/** A part of an export. */
export interface ClickPart {
	text: string;
	/** Null where it is the last. */
	next: string | null;
}

/** What can be asked about clicks one by one; answered beside the redirect thread. */
export interface ClickQueries {
	clicks(request: ClickRequest): Promise<Answer>;
	/** The part, or an answer that says why there is none. */
	clickPart(request: ClickRequest): Promise<ClickPart | Answer>;
}

/** What the answers are made of. */
export interface ClickSources {
	clicks: ClickReader;
	events: Pick<EventReader, 'epochs'>;
	links: LinkReader;
	baseUrl: string;
}

/** One page of clicks, each with its link as it was then. */
export async function listClicks(request: ClickRequest, { clicks, events, links, baseUrl }: ClickSources): Promise<ClickList> {
	const { kinds, since, until, descending, limit, cursor } = request;
	const epochs = await events.epochs();
	const after = request.after === undefined ? undefined : eventPosition(request.after, epochs);
	if (request.after !== undefined && after === undefined) {
		throw invalidRequest([{ pointer: '?after', code: 'invalid_id', message: `after must be the id of an event (evt_…); it is "${request.after}".` }]);
	}
	const place = readCursor(cursor);
	const beyond = place ?? (descending ? undefined : after);
	const page = await clicks.list({ linkIds: await selectedIds(links, request), kinds, since, until }, { descending, limit, beyond });
	// Backwards, everything later ends at the event.
	const later = descending && after !== undefined ? page.clicks.filter(({ position }) => position > after) : page.clicks;
	const next = later.length < page.clicks.length || (descending && (page.next ?? 0) <= (after ?? -1) + 1) ? null : page.next;
	return { clicks: (await presentEvents(later, { links, epochs, baseUrl })) as ClickList['clicks'], next_cursor: next === null ? null : writeCursor(next) };
}

/** The next part of an export: an event a line. */
export async function clickPart(request: ClickRequest, sources: ClickSources): Promise<ClickPart> {
	const { clicks, next_cursor: next } = await listClicks(request, sources);
	return { text: clicks.map((click) => `${JSON.stringify(click)}\n`).join(''), next };
}

/** The texts of all parts, one after the other. */
export async function* exportClicks(first: ClickPart, following: (cursor: string) => Promise<ClickPart>): AsyncGenerator<string> {
	for (let part = first; ; part = await following(part.next)) {
		if (part.text !== '') yield part.text;
		if (part.next === null) return;
	}
}
