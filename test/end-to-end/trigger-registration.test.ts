/** How the trigger registers in a real n8n, with the settings of `npm start`: activation, refusal, and listening for a test event. */
import type { Link } from '../../contract/link.ts';
import type { Webhook, WebhookList } from '../../contract/webhook.ts';
import { eventually } from './eventually.ts';
import { openTestStack, type TestStack } from './stack.ts';
import { runsOf, TRIGGER, triggerWorkflow } from './trigger-workflow.ts';

let stack: TestStack;
beforeAll(async () => {
	stack = await openTestStack();
}, 900_000); // the first time, n8n is installed
afterAll(() => stack.close(), 60_000);

const webhooks = async () => (await stack.api<WebhookList>('GET', '/v1/webhooks')).webhooks;
const subscription = (what: string, holds: (webhook: Webhook) => boolean) => eventually(what, async () => (await webhooks()).find(holds), 60_000);
const click = async (shortUrl: string) => await fetch(shortUrl, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' } });

test('a trigger is activated with no setting touched, follows its parameters when it is published again, and pauses', async () => {
	const { client } = stack.n8n;
	const workflow = triggerWorkflow('as it is', stack.credential, {});
	const stored = await client.createWorkflow(workflow);
	const own = ({ url }: Webhook) => url.includes(workflow.nodes[0]?.webhookId ?? '');
	await client.activate(stored);
	const first = await subscription('an active subscription', (webhook) => own(webhook) && webhook.status === 'active');
	expect(first).toMatchObject({ events: ['link.clicked'], filter: {}, rate: 10 });
	await client.deactivate(stored);
	const paused = await subscription('a paused subscription', (webhook) => own(webhook) && webhook.status === 'paused');
	expect(paused.id).toBe(first.id);
	await client.activate(stored);
	const again = await subscription('an active subscription again', (webhook) => own(webhook) && webhook.status === 'active');
	expect(again.id).toBe(first.id);
	await client.deactivate(stored);
	await subscription('a paused subscription', (webhook) => own(webhook) && webhook.status === 'paused');
}, 240_000);

test('an address that Linkmill may not call is refused, and n8n shows the line to add', async () => {
	const { client } = stack.n8n;
	const stored = await client.createWorkflow(triggerWorkflow('refused', stack.credential, { options: { callbackBaseUrl: 'http://10.255.255.1:5678' } }));
	const shown = async () => {
		const failed = await client.activate(stored).then(() => '', String);
		const status = failed || JSON.stringify(await client.publicationStatus(stored));
		return status.includes('LINKMILL_WEBHOOK_ALLOW') ? status : undefined;
	};
	expect(await eventually('the sentence', shown, 120_000)).toContain('LINKMILL_WEBHOOK_ALLOW=10.255.255.1:5678');
}, 180_000);

test('listening for a test event takes the next click, and takes its subscription away; that in production goes on', async () => {
	const { client } = stack.n8n;
	const { short_url } = await stack.api<Link>('POST', '/v1/links', { destination: 'https://example.com/', slug: 'tested' });
	const stored = await client.createWorkflow(triggerWorkflow('tested', stack.credential, {}));
	await client.activate(stored);
	const key = (webhook: Webhook) => webhook.key?.includes(stored.id) === true;
	await subscription('that in production', (webhook) => key(webhook) && webhook.status === 'active');
	await client.run(stored, TRIGGER);
	await subscription('that of the test', (webhook) => key(webhook) && webhook.key?.endsWith(':test') === true);
	await click(short_url);
	const runs = await eventually('two executions', async () => {
		const ended = await runsOf(client, stored);
		return ended && ended.length >= 2 ? ended : undefined;
	}, 60_000);
	expect(runs.map(({ status, events }) => [status, events.length])).toEqual([['success', 1], ['success', 1]]);
	expect(runs[0]?.events).toEqual(runs[1]?.events);
	await eventually('the end of that of the test', async () => ((await webhooks()).some((webhook) => webhook.key?.endsWith(':test')) ? undefined : true));
	expect((await webhooks()).filter(key).map(({ status }) => status)).toEqual(['active']);
	await client.deactivate(stored);
}, 240_000);
