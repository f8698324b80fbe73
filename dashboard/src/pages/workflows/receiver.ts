import type { Webhook } from '../../../../contract/webhook.ts';

/** What a subscription belongs to, in words. */
export interface Receiver {
	/** The workflow of n8n, the name that somebody gave, or the host. */
	title: string;
	/** Where events go. */
	host: string;
	/** Of n8n, the node that listens; null for every other receiver. */
	n8n: { node: string | null; test: boolean } | null;
	/** Who receives, in a sentence: "n8n", "the receiver". */
	called: string;
}

/** What the trigger of n8n names itself: `n8n: <workflow> / <node>`. */
const NAMED = /^n8n: (.+) \/ ([^/]+)$/s;

/** Who is behind a subscription. The trigger of n8n gives it a key that begins so. */
export function receiverOf({ name, key, url }: Pick<Webhook, 'name' | 'key' | 'url'>): Receiver {
	const host = URL.parse(url)?.host ?? url;
	if (!key?.startsWith('n8n:')) return { title: name ?? host, host, n8n: null, called: 'the receiver' };
	const [, workflow, node] = NAMED.exec(name ?? '') ?? [];
	return { title: workflow ?? name ?? host, host, n8n: { node: node ?? null, test: key.endsWith(':test') }, called: 'n8n' };
}
