import { randomFillSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NewHit } from '../storage/storage.ts';
import type { AddressOf } from './address.ts';
import type { Places } from './place.ts';
import { signalOf } from './signal.ts';
import type { Visitors } from './visitor.ts';

/** Characters kept of what a visitor sends. */
const KEPT = { userAgent: 500, referrer: 1000, language: 100, query: 1000 } as const;

/** What turns a request into a hit. */
export interface HitSources {
	addressOf: AddressOf;
	visitors: Visitors;
	places: Places;
}

/** A hit on a link at one of its versions, as a plain link is hit: variant and limit are added where there are any. The visitor's address is used here and dropped here. */
export function hitOf(request: IncomingMessage, link: { id: number; version: number }, query: string, now: number, sources: HitSources): NewHit {
	const { headers } = request;
	const address = sources.addressOf(request);
	const userAgent = (headers['user-agent'] ?? '').slice(0, KEPT.userAgent);
	return {
		occurredAt: now,
		linkId: link.id,
		linkVersion: link.version,
		nonce: nonce(),
		visitorId: sources.visitors.id(address, userAgent, now),
		...sources.places.of(address),
		signal: signalOf(request),
		userAgent,
		referrer: (headers.referer ?? '').slice(0, KEPT.referrer),
		language: (headers['accept-language'] ?? '').slice(0, KEPT.language),
		query: query.slice(0, KEPT.query),
		variant: null,
		kind: null,
	};
}

const NONCE_BYTES = 6;
const pool = Buffer.alloc(NONCE_BYTES * 1024);
let used = pool.length;

/** Random bytes as hex, drawn a thousand at a time. */
function nonce(): string {
	if (used === pool.length) {
		randomFillSync(pool);
		used = 0;
	}
	return pool.toString('hex', used, (used += NONCE_BYTES));
}
