import { LOCATION_LIMIT } from '../links/destination.ts';
import { parameterName, splitUrl } from '../links/utm.ts';

/** What a visitor's `Location` gets besides the link's own. */
export interface Additions {
	/** The query that the visitor came with. */
	forwardQuery: boolean;
	/** Of a parameter that both have, the visitor's counts. */
	forwardQueryOverrides: boolean;
	/** `lm_click`. */
	appendClickId: boolean;
}

/** Carries the id of the click, so that a shop can send it back with a conversion. */
const CLICK = 'lm_click';

/** Parameters of the short link itself: `qr` says that a code was scanned. */
const OWN = new Set(['qr', CLICK]);

/**
 * A `Location` value for one visitor. The link's own parameters come first and keep their spelling, then the visitor's, in their
 * order, then the click's id, then the fragment. Of the visitor's, the last ones are left out where all would be too long.
 *
 * @param location of the link, ASCII, with UTM parameters
 * @param query the visitor's, without `?`, as `node:http` gives it: a character for a byte
 */
export function locationFor(location: string, query: string, clickId: string, additions: Additions): string {
	const { path, query: kept, fragment } = splitUrl(location);
	let own = kept === '' ? [] : kept.split('&');
	let forwarded = additions.forwardQuery && query !== '' ? visitorsPairs(query) : [];
	if (!additions.forwardQueryOverrides) forwarded = withoutNames(forwarded, namesOf(own));
	const click = `${CLICK}=${clickId}`;
	let room = LOCATION_LIMIT - location.length;
	const appended = additions.appendClickId && room > click.length;
	if (appended) {
		room -= click.length + 1;
		own = withoutNames(own, OWN_CLICK);
	}
	const fitting = forwarded.findIndex((pair) => (room -= pair.length + 1) < 0);
	if (fitting !== -1) forwarded = forwarded.slice(0, fitting);
	if (additions.forwardQueryOverrides) own = withoutNames(own, namesOf(forwarded));
	const pairs = [...own, ...forwarded, ...(appended ? [click] : [])];
	return pairs.length === 0 ? location : `${path}?${pairs.join('&')}${fragment}`;
}

const OWN_CLICK = new Set([CLICK]);

const namesOf = (pairs: readonly string[]): ReadonlySet<string> => new Set(pairs.map(parameterName));

const withoutNames = (pairs: string[], names: ReadonlySet<string>) => (names.size === 0 ? pairs : pairs.filter((pair) => !names.has(parameterName(pair))));

function visitorsPairs(query: string): string[] {
	return query.replaceAll(UNFIT, escaped).split('&').filter((pair) => pair !== '' && !OWN.has(parameterName(pair)));
}

/** What must not stand in a header, and what the URL standard escapes in a query (https://url.spec.whatwg.org/#special-query-percent-encode-set). */
const UNFIT = /[^\x21-\x7e]|["#'<>]/g;

function escaped(character: string): string {
	return `%${(character.charCodeAt(0) & 0xff).toString(16).toUpperCase().padStart(2, '0')}`;
}
