import { setTimeout as sleep } from 'node:timers/promises';
import type { WebhookList } from '../../contract/webhook.ts';
import type { Editor } from '../editor/editor.ts';
import type { Panel } from '../editor/panel.ts';
import * as scenes from '../editor/scenes.ts';
import type { Stack } from '../stack.ts';
import type { Camera } from './camera.ts';

/** A phone that comes from Instagram. */
const PHONE = {
	'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
	referer: 'https://www.instagram.com/',
};

/** Opens a short link. */
export async function visit({ url }: Stack, slug: string): Promise<void> {
	await fetch(`${url}/${slug}`, { redirect: 'manual', headers: PHONE });
}

/** Waits until somebody wants to know of clicks. */
export async function listened({ url, apiKey }: Stack): Promise<void> {
	for (;;) {
		const response = await fetch(`${url}/v1/webhooks`, { headers: { authorization: `Bearer ${apiKey}` } });
		const { webhooks } = (await response.json()) as WebhookList;
		if (webhooks.some(({ status }) => status === 'active')) return;
		await sleep(200);
	}
}

/** A picture of each node's panel, filled in and run, for its page; the scenes are those of the tests. */
export async function takeNodes(stack: Stack, editor: Editor, camera: Camera): Promise<void> {
	const stage: scenes.Stage = { editor, n8n: stack.n8n.client, visit: (slug) => visit(stack, slug) };
	/** The output from a column on; the parameters from the first on, or as they are. */
	const take = async (name: string, panel: Panel, { from, first = true }: { from?: string; first?: boolean } = {}) => {
		await panel.rows(); // as a table
		if (from !== undefined) await panel.scrollTo(from);
		if (first) await panel.scrollUp();
		await camera.take(`nodes/${name}`);
	};
	const created = await scenes.beginCreateLink(stage);
	await scenes.createLink(created);
	await take('create-link', created);
	await take('batch-create', await scenes.batchCreate(stage), { from: 'short_url' });
	await take('find-links', await scenes.findLinks(stage));
	await take('update-links', await scenes.updateLinks(stage), { from: 'previous', first: false });
	await take('get-analytics', await scenes.getAnalytics(stage), { from: 'Title' });
	await take('record-conversion', await scenes.recordConversion(stage));
	await take('link-click-trigger', await scenes.linkClickTrigger(stage, () => listened(stack)), { from: 'device' });
}
