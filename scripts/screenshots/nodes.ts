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
	const take = async (name: string, panel: Panel, column: string) => {
		await panel.rows(); // as a table
		await panel.scrollTo(column);
		await camera.take(`nodes/${name}`);
	};
	const created = await scenes.beginCreateLink(stage);
	await scenes.createLink(created);
	await created.scrollUp();
	await take('create-link', created, 'id');
	await take('batch-create', await scenes.batchCreate(stage), 'short_url');
	await take('find-links', await scenes.findLinks(stage), 'short_url');
	await take('update-links', await scenes.updateLinks(stage), 'updated_at');
	await take('get-analytics', await scenes.getAnalytics(stage), 'Title');
	await take('record-conversion', await scenes.recordConversion(stage), 'id');
	await take('link-click-trigger', await scenes.linkClickTrigger(stage, () => listened(stack)), 'link_slug');
}
