import { hash } from 'node:crypto';
import type { StoredLink } from '../storage/storage.ts';
import { VERSION } from '../version.ts';

/** Whose answers may be kept: by the caller, who asks each time whether they still hold. */
export const CACHE_CONTROL = 'private, no-cache';

/** What an answer depends on beside its links: the reader's cursor, what was asked for and what that stood for at the time. */
type Dependencies = ReadonlyArray<unknown>;

/** A strong validator (RFC 9110, section 8.8): as long as it is the same, so is every byte of the answer. */
export function etagOf(links: readonly StoredLink[], dependencies: Dependencies): string {
	const selection = links.map(({ id, version }) => `${String(id)}@${String(version)}`).join(' ');
	return `"${hash('sha256', JSON.stringify([VERSION, selection, dependencies]), 'base64url')}"`;
}

/** Whether a caller has an answer already, by the `If-None-Match` of the request. */
export function hasAnswer(ifNoneMatch: string | undefined, etag: string): boolean {
	if (ifNoneMatch === undefined) return false;
	return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}
