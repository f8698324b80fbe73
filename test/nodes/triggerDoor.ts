import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeExecutionData } from 'n8n-workflow';
import type { Delivery, TriggerHandle } from '../support/engine-trigger.ts';
import { eventually, node, startBench } from './pack.ts';
import type { Bench, Json } from './pack.ts';

const PERSON = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15';

/** What stands for n8n's webhook server: it hands deliveries to the trigger that is listening, else answers 404. */
export interface Door {
	base: string;
	listening: TriggerHandle | undefined;
	started: INodeExecutionData[][];
	deliveries: Array<{ body: string; headers: Record<string, string>; outcome: Delivery }>;
	stop(): Promise<void>;
}

/** The server that the triggers of a test file subscribe at, with two links. */
export let bench: Bench;

/** What stands before the triggers of the test that runs. */
export let door: Door;

/** Asks for both in this test file: a server for all of its tests, a door for each. */
export function openDoor(): void {
	beforeAll(async () => {
		bench = await startBench();
		const links = ['a', 'b'].map((slug) => ({ destination: 'https://shop.example/', slug: `trigger-${slug}`, campaign: `c-${slug}`, tags: ['t', `only-${slug}`], metadata: { user_id: 7 } }));
		await bench.api('POST', '/v1/links/batch', { links });
	});
	afterAll(async () => await bench.stop());

	beforeEach(async () => {
		const server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				void (async () => {
					if (!door.listening) return response.writeHead(404).end();
					const body = Buffer.concat(parts).toString();
					const headers = request.headers as Record<string, string>;
					const outcome = await door.listening.receive(body, headers);
					door.deliveries.push({ body, headers, outcome });
					if (outcome.started) door.started.push(outcome.started);
					return response.writeHead(outcome.status ?? 200).end();
				})();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		door = {
			base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
			listening: undefined,
			started: [],
			deliveries: [],
			stop: async () => {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(resolve));
			},
		};
	});
	afterEach(async () => {
		await door.stop();
		for (const { id } of await webhooks()) await bench.api('DELETE', `/v1/webhooks/${id}`);
	});
}

/** Opens a short link as a person does, or as another agent. */
export const visit = async (slug: string, agent = PERSON) => await fetch(`${bench.url}/${slug}`, { redirect: 'manual', headers: { 'user-agent': agent } });

/** The subscriptions that the server has. */
export const webhooks = async () => (await bench.api('GET', '/v1/webhooks')).body.webhooks as Json[];

/** A trigger that has not registered. */
export const trigger = (parameters: object = {}, options: object = {}, more: object = {}) =>
	bench.engine.trigger(node('linkClickTrigger', parameters, { webhookId: 'hook-1', ...more }), { webhookBaseUrl: door.base, ...options });

/** A trigger that has registered, unless it was, and takes what comes to the door. */
export const activated = async (...parts: Parameters<typeof trigger>) => {
	const made = trigger(...parts);
	door.listening = made;
	if (!(await made.checkExists())) await made.create();
	return made;
};

/** Parameters with these filters. */
export const filtered = (filters: object) => ({ filters });

/** The filter of these links, by their slugs. */
export const chosen = (...slugs: string[]) => ({ links: { link: slugs.map((slug) => ({ link: { __rl: true, mode: 'slug', value: slug } })) } });

/** Every event that started a workflow. */
export const clicks = () => door.started.flat().map(({ json }) => json);

/** Slugs of the links of these events. */
export const slugs = () => clicks().map(({ link_slug }) => link_slug);

/** The same once there are so many. */
export const started = async (count: number) => await eventually(clicks, (list) => list.length >= count);

