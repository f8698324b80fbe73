import type { ClickSource } from '../../../contract/event.ts';

/** Where a visitor came from, as far as the referrer and the visited URL tell. */
export interface Origin {
	referrerHost: string | null;
	source: ClickSource;
}

/** In the order of asking: mail.google.com is a mailbox, not a search. */
const HOSTS: ReadonlyArray<[ClickSource, RegExp]> = [
	['email', /(^|\.)(mail|webmail|outlook|gmx|proton|fastmail)\./],
	['search', /(^|\.)(google|bing|duckduckgo|ecosia|qwant|baidu|yandex|startpage|search\.yahoo|search\.brave|kagi)\./],
	[
		'social',
		/(^|\.)(facebook|instagram|linkedin|lnkd|pinterest|reddit|tiktok|twitter|youtube|youtu|threads|bsky|mastodon|t|x|vk|xing|whatsapp|telegram|discord|slack)\.(com|be|in|net|app|social|co|me|org)$/,
	],
];

/** The source of a hit: a scanned code says so itself, everything else by the referrer's host. */
export function originOf(referrer: string, query: string, ownHosts: ReadonlySet<string>): Origin {
	const host = referrer === '' ? null : (URL.parse(referrer)?.host.toLowerCase() ?? null);
	const qr = new URLSearchParams(query).get('qr') === '1';
	return { referrerHost: host === '' ? null : host, source: qr ? 'qr' : sourceOf(host, ownHosts) };
}

function sourceOf(host: string | null, ownHosts: ReadonlySet<string>): ClickSource {
	if (!host) return 'direct';
	if (ownHosts.has(host)) return 'internal';
	return HOSTS.find(([, pattern]) => pattern.test(host))?.[0] ?? 'referral';
}
