import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ClickEvent } from '../../contract/event.ts';
import type { Webhook } from '../../contract/webhook.ts';
import type { TriggerHandle } from '../../test/support/engine-trigger.ts';
import { check, done } from './check.ts';
import type { Product } from './links.ts';
import { BOTS, PLACES } from './people.ts';
import type { Stage } from './stage.ts';
import { crop, duration, progress, say, table } from './terminal.ts';
import { follow, person } from './visitors.ts';
import { readExample } from './workflows.ts';

/** Milliseconds until a click that has not arrived counts as lost. */
const PATIENCE = 10_000;

/** Who clicks here, and has not before. */
const VISITOR = person(PLACES.findIndex(({ country }) => country === 'JP'));

/** Activates the trigger of the example, clicks a link, and shows the event that starts the workflow. */
export async function showTrigger({ engine, api }: Stage, products: Product[]): Promise<void> {
	const shortUrl = products.findLast(({ tested }) => tested)?.shortUrl ?? '';
	const node = (await readExample('on-link-click')).nodes.find(({ type }) => type.endsWith('.linkClickTrigger'));
	if (!node) throw new Error('on-link-click.json has no trigger');
	const started: ClickEvent[] = [];
	const { server, url } = await listen(async (body, headers) => {
		const { started: items, status } = await trigger.receive(body, headers);
		started.push(...(items ?? []).map(({ json }) => json as unknown as ClickEvent));
		return status ?? 200;
	});
	const arrived = async (count: number) => {
		const signal = AbortSignal.timeout(PATIENCE);
		while (started.length < count && !signal.aborted) await once(server, 'delivery', { signal }).catch(() => undefined);
	};
	const trigger: TriggerHandle = engine.trigger(node, { webhookBaseUrl: `${url}/webhook`, workflowId: 'on-link-click' });
	const click = () => follow({ shortUrl, ...VISITOR, kind: 'human' });
	try {
		await trigger.create();
		// Starts nothing: the first event to arrive must be the person's click.
		await follow({ shortUrl, address: PLACES[1].address, userAgent: BOTS[0], kind: 'bot' });
		const begin = performance.now();
		await click();
		progress('waiting for the click …');
		await arrived(1);
		done('from the click to the start of the workflow', duration(performance.now() - begin));
		check('workflows started by a bot and a person', started.length, 1);
		check('of those, by the person', started.filter(({ kind, country }) => kind === 'human' && country === 'JP').length, 1);
		if (started[0]) show(started[0]);

		await trigger.delete();
		const { webhooks } = (await api('GET', '/v1/webhooks')).body as { webhooks: Webhook[] };
		check('deactivated: subscriptions that wait', webhooks.filter(({ status }) => status === 'paused').length, 1);
		await click();
		await trigger.create();
		progress('waiting for the click that came meanwhile …');
		await arrived(2);
		check('activated again: clicks delivered that came meanwhile', started.length - 1, 1);
		await trigger.delete();
	} finally {
		server.close();
		server.closeAllConnections();
	}
}

function show({ occurred_at, link_slug, destination, country, device, browser, os, kind, is_unique, metadata }: ClickEvent): void {
	const fields = { occurred_at, link_slug, destination: crop(destination ?? '', 70), country, device, browser, os, kind, is_unique, metadata: JSON.stringify(metadata) };
	say();
	table([{ title: 'Field' }, { title: 'What the workflow gets' }], Object.entries(fields).map(([name, value]) => [name, String(value)]));
	say();
}

/** Takes deliveries as n8n's web server does, and hands them to the node. */
async function listen(receive: (body: string, headers: Record<string, string>) => Promise<number>): Promise<{ server: Server; url: string }> {
	const server = createServer((request, response) => {
		void text(request)
			.then((body) => receive(body, request.headers as Record<string, string>))
			.then((status) => response.writeHead(status).end(), () => response.writeHead(500).end())
			.then(() => server.emit('delivery'));
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port to listen on');
	return { server, url: `http://127.0.0.1:${address.port}` };
}
