import type { Target } from './address-guard.ts';

// Control characters, spaces and backslashes: URL parsers disagree about them.
// eslint-disable-next-line no-control-regex -- finding them is what this is for
const FORBIDDEN = /[\u0000-\u0020\u007f\\]/;

/** What is wrong with the URL of a webhook, as a sentence; undefined where nothing is. */
export function urlProblem(text: string): string | undefined {
	if (!/^https?:\/\//i.test(text)) return 'url must be an absolute http or https URL, such as https://n8n.example/webhook/clicks.';
	if (FORBIDDEN.test(text)) return 'url must not contain spaces, control characters or backslashes; percent-encode them (a space is %20).';
	const url = URL.parse(text);
	if (!url?.hostname) return 'url must have a valid host, such as https://n8n.example/webhook/clicks.';
	// It would be shown to everyone who may read webhooks; a token in the query can be one of its own.
	if (url.username || url.password) return 'url must not contain a user name or password; let the receiver check the signature instead.';
	if (url.port === '0') return 'url must have a port from 1 to 65535.';
	return undefined;
}

/** The host (without brackets) and port that a checked URL leads to. */
export function targetOf(text: string): Target {
	const url = new URL(text);
	return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) };
}
