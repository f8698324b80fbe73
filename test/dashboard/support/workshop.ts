import { startReceiver, type Receiver, type Reply } from '../../backend/webhooks/receiver.ts';
import type { Webhook } from '../../../contract/webhook.ts';
import { openStage, type Stage } from './stage.ts';

/** A server, and a receiver of webhooks that takes everything. */
export interface Workshop extends Stage {
	receiver: Receiver;
	/** Subscribes a workflow of n8n, unless the fields say otherwise, to clicks. */
	subscribe(fields?: object): Promise<Webhook>;
	/** A subscription as it is now. */
	current(webhook: Webhook): Promise<Webhook>;
	/** Removes all subscriptions. */
	clear(): Promise<void>;
}

/** What the receiver says. */
const STARTED = '{"message":"Workflow was started"}';

/** Opens one. `said` is what the receiver answers with its 200. */
export async function openWorkshop(said = STARTED): Promise<Workshop> {
	const receiver = await startReceiver(() => ({ status: 200, body: said }));
	const stage = await openStage({ links: 12, clicks: 0 });
	let made = 0;
	return {
		...stage,
		receiver,
		async subscribe(fields = {}) {
			const { status, data } = await stage.api.post('/v1/webhooks', { url: receiver.url, name: 'n8n: Welcome / Link Click Trigger', key: `n8n:instance:workflow:${String(++made)}`, ...fields });
			if (status !== 200) throw new Error(JSON.stringify(data));
			return data as Webhook;
		},
		current: async ({ id }) => (await stage.api.get(`/v1/webhooks/${id}`)).data as Webhook,
		async clear() {
			const { data } = await stage.api.get('/v1/webhooks');
			for (const { id } of data.webhooks as Webhook[]) await stage.api.delete(`/v1/webhooks/${id}`);
		},
		async stop() {
			await stage.stop();
			await receiver.close();
		},
	};
}

/** Lends a receiver that answers as it is told. */
export async function withReceiver(reply: Reply, work: (url: string, own: Receiver, answer: (next: Reply) => void) => Promise<void>): Promise<void> {
	let now = reply;
	const own = await startReceiver(() => now);
	try {
		await work(own.url, own, (next) => { now = next; });
	} finally {
		await own.close();
	}
}
