import type { Answer } from './post.ts';
import { STATUS_CODES } from 'node:http';

/** Characters of an answer that are kept. */
const EXCERPT = 1000;

/** What a receiver answered, for `last_error`: status and the beginning of the body, on one line. */
export function tellAnswer({ status, body }: Answer): string {
	const name = STATUS_CODES[status];
	const excerpt = body.slice(0, EXCERPT).toWellFormed().replaceAll(/\s+/g, ' ').replaceAll(/\p{Cc}/gu, '').trim();
	return `answered ${String(status)}${name === undefined ? '' : ` ${name}`}${excerpt === '' ? '' : `: ${excerpt}`}`;
}
