import type { ServerResponse } from 'node:http';
import type { ClickEvent, ClickList } from '../../../contract/event.ts';

/** Tells of new clicks that can be listed. */
export interface NewClicks {
	/** How far they go; grows with each. */
	head(): number;
	/** Resolves when they go further than `head`, or after `timeout` milliseconds. */
	beyond(head: number, timeout: number): Promise<void>;
}

/** What a stream of clicks goes by. */
export interface StreamSources {
	news: NewClicks;
	/** The newest clicks after an event, newest first. Rejects where they cannot be had. */
	list(after: string | undefined): Promise<ClickList['clicks']>;
	/** Whether the reader may still read: asked before each look. */
	allowed(): Promise<boolean>;
}

/** Milliseconds after which something is sent in any case, so that proxies see that the connection lives. */
const HEARTBEAT_MS = 20_000;

/** Milliseconds between two looks, however busy the links are: as often as a person can read. */
const PAUSE_MS = 1000;

/**
 * Writes clicks to a response as server-sent events (HTML Living Standard, 9.2), until it is closed or the reader may not read any
 * more: each as it comes. Of many at once, the newest only.
 *
 * @param newest what it begins with, newest first
 * @param head how far the clicks went before that was listed
 */
export async function streamClicks(response: ServerResponse, newest: ClickList['clicks'], head: number, { news, list, allowed }: StreamSources): Promise<void> {
	let [seen, after]: [number, string | undefined] = [head, undefined];
	for (let clicks = newest; ; clicks = await list(after)) {
		after = clicks[0]?.id ?? after;
		response.write(clicks.length > 0 ? clicks.toReversed().map(eventOf).join('') : ': nothing new\n\n');
		const looked = performance.now();
		await news.beyond(seen, HEARTBEAT_MS);
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, PAUSE_MS - (performance.now() - looked))));
		if (response.destroyed || response.writableEnded) return;
		if (!(await allowed())) break;
		seen = news.head();
	}
	// Without it, the page would try again by itself, for ever.
	response.end('event: end\ndata: {}\n\n');
}

function eventOf(click: ClickEvent): string {
	return `id: ${click.id}\nevent: click\ndata: ${JSON.stringify(click)}\n\n`;
}
