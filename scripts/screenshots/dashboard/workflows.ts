import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Webhook } from '../../../contract/webhook.ts';
import type { Stage } from '../../../test/dashboard/support/stage.ts';

/** Receivers that somebody would have, which work and do not. */
export interface Workflows {
	/** Of the one that is shown by itself: it fails. */
	id: string;
	close(): void;
}

/** Subscribes workflows, and has links clicked, so that there are deliveries. */
export async function openWorkflows({ api }: Stage): Promise<Workflows> {
	const works = await receiver(200, '{"message":"Workflow was started"}');
	const fails = await receiver(500, '{"message":"Workflow could not be started: the credential “Mailer” was not found"}');
	const gone = await receiver(410, 'no longer listening');
	const subscribe = async (url: string, name: string, fields: object): Promise<string> => {
		const answer = await api.post('/v1/webhooks', { url: `${url}/webhook/7d1c/linkmill`, name, key: name.startsWith('n8n') ? `n8n:shop:${name}` : name, ...fields });
		if (answer.status !== 200) throw new Error(JSON.stringify(answer.data));
		return (answer.data as Webhook).id;
	};
	await subscribe(works.url, 'n8n: Tell sales of hot leads / Link Click Trigger', { filter: { campaign: 'spring' } });
	await subscribe(works.url, 'n8n: Thank buyers / Conversion', { events: ['conversion.recorded'] });
	await subscribe(works.url, 'Data warehouse', { events: ['link.clicked', 'conversion.recorded', 'link.expired'], batch: { max_events: 500, max_wait_ms: 600_000 } });
	const id = await subscribe(fails.url, 'n8n: Follow up by mail / Link Click Trigger', { filter: { tags_any: ['newsletter', 'print'], countries: ['DE', 'AT', 'CH'] } });
	await subscribe(gone.url, 'n8n: Old summer fair / Link Click Trigger', { filter: { campaign: 'summer' } });
	for (let index = 0; index < 24; index++) {
		const slug = ['spring-sale', 'garden-chairs', 'summer-fair', 'raised-beds', 'opening-hours'][index % 5] ?? '';
		await api.visit(slug, { 'x-forwarded-for': ADDRESSES[index % ADDRESSES.length] ?? '', ...(index % 8 === 7 && { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' }) });
	}
	return { id, close: () => { for (const { server } of [works, fails, gone]) server.close(); } };
}

/** Addresses in several countries. */
const ADDRESSES = ['2.125.160.216', '89.160.20.112', '81.2.69.142', '84.112.10.1', '178.192.10.1'];

async function receiver(status: number, body: string): Promise<{ url: string; server: Server }> {
	const server = createServer((request, response) => { request.resume().on('end', () => response.writeHead(status).end(body)); });
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	server.unref();
	return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, server };
}
