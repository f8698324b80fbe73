/** How parts of a link are kept as JSON text. */
import type { StoredLink } from './links.ts';

const EMPTY = '[]';

/** Most links have no variants and many no tags: ten thousand of them are spared the JSON. */
export function listText(list: readonly unknown[]): string {
	return list.length === 0 ? EMPTY : JSON.stringify(list);
}

/** What {@link listText} made text of. */
export function listFromText<T>(text: string): T[] {
	return text === EMPTY ? [] : (JSON.parse(text) as T[]);
}

/** What links had before there was more to say of them. */
const LATER_FIELDS = {
	utm: null, maxClicks: null, forwardQuery: false, forwardQueryOverrides: false, appendClickId: false, passwordHash: null, variants: [],
	importedClicks: 0, createdBy: 0,
} satisfies Partial<StoredLink>;

/** A link at a version that is kept as JSON: also one that an earlier version of linkmill wrote. */
export function linkFromBody(body: string): StoredLink {
	return { ...LATER_FIELDS, ...(JSON.parse(body) as StoredLink) };
}
