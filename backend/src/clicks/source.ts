import { LRUCache } from 'lru-cache';
import type { ClickSource } from '../../../contract/event.ts';
import { REFERRER_APPS, REFERRER_HOSTS } from './referrer-hosts.ts';

/** Where a visitor came from, as far as the referrer and the visited URL tell. */
export interface Origin {
	referrerHost: string | null;
	source: ClickSource;
}

/** A page's host or an app's name, and what it stands for by itself. */
interface Referrer {
	host: string | null;
	source: ClickSource | undefined;
}

const HOSTS: ReadonlyMap<string, ClickSource> = byName(REFERRER_HOSTS);
const APPS: ReadonlyMap<string, ClickSource> = byName(REFERRER_APPS);

/** What an app writes: its package, in the place of a host. */
const APP_NAME = /^[\w.-]{1,200}$/;

/** Endings of two parts, below which anybody may have a name: google.co.uk. */
const SHARED_ENDING = /^(?:co|com|org|net)$/;

/** Referrers that are remembered: browsers send little more than the host, so they repeat. */
const known = new LRUCache<string, Referrer>({ max: 5000 });

const NONE: Referrer = { host: null, source: undefined };

/**
 * The source of a hit: a scanned code says so itself, everything else by the referrer; where there is none, by the app in whose own browser the
 * link was opened.
 */
export function originOf(referrer: string, query: string, ownHosts: ReadonlySet<string>, app: ClickSource | null = null): Origin {
	const { host, source } = referrer === '' ? NONE : referrerOf(referrer);
	return { referrerHost: host, source: isScan(query) ? 'qr' : host === null ? (app ?? 'direct') : ownHosts.has(host) ? 'internal' : (source ?? 'referral') };
}

function isScan(query: string): boolean {
	return query.includes('qr=1') && new URLSearchParams(query).get('qr') === '1';
}

function referrerOf(text: string): Referrer {
	let referrer = known.get(text);
	if (!referrer) {
		referrer = readReferrer(text);
		known.set(text, referrer);
	}
	return referrer;
}

function readReferrer(text: string): Referrer {
	const url = URL.parse(text);
	if (url?.protocol === 'http:' || url?.protocol === 'https:') return { host: url.host, source: sourceOfHost(url.hostname) };
	if (/^(?:android|ios)-app:$/.test(url?.protocol ?? '') && APP_NAME.test(url?.host ?? '')) return { host: url?.host ?? null, source: APPS.get(url?.host ?? '') };
	return NONE;
}

/** Asks for the host, then for what is left of it without its first part, and so on. */
function sourceOfHost(host: string): ClickSource | undefined {
	const parts = host.replace(/\.$/, '').split('.');
	for (let first = 0; first < parts.length - 1; first++) {
		const rest = parts.slice(first);
		const source = HOSTS.get(rest.join('.')) ?? HOSTS.get(`${withoutEnding(rest)}.*`);
		if (source) return source;
	}
	return undefined;
}

function withoutEnding(parts: readonly string[]): string {
	const shared = parts.length > 2 && parts.at(-1)?.length === 2 && SHARED_ENDING.test(parts.at(-2) ?? '');
	return parts.slice(0, shared ? -2 : -1).join('.');
}

function byName(table: Partial<Record<ClickSource, readonly string[]>>): Map<string, ClickSource> {
	return new Map(Object.entries(table).flatMap(([source, names]) => names.map((name) => [name, source as ClickSource])));
}
