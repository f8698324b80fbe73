import fc from 'fast-check';
import type { ConversionList, RecordedConversion } from '../../../contract/conversion.ts';
import { client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { startReceiver, until, type Receiver } from '../webhooks/receiver.ts';

describe('conversions through a kill -9', () => {
	const folder = temporaryFolder('conversion-crash');
	let backend: Backend;
	let receiver: Receiver;
	afterEach(async () => {
		await backend.stop();
		await receiver.close();
	});
	const start = async () => { backend = await startBackend({ LINKMILL_DATA_DIR: folder.path, LINKMILL_BASE_URL: 'http://127.0.0.1', LINKMILL_WEBHOOK_ALLOW: '127.0.0.1' }); };

	it('are all told of that were answered, each as one event', async () => {
		receiver = await startReceiver();
		await start();
		await client(backend).post('/v1/links', { destination: 'https://shop.example/', slug: 'crash', campaign: 'c' });
		await client(backend).post('/v1/webhooks', { url: receiver.url, events: ['conversion.recorded'], filter: { campaign: 'c' } });
		const answered: string[] = [];
		for (let crash = 0; crash < 3; crash++) {
			const api = client(backend);
			// The last ones are on their way from the outbox into the log, or to the receiver, when it dies.
			for (let nth = 0; nth < 20; nth++) answered.push(((await api.post('/v1/conversions', { slug: 'crash', event: 'sale', value: 1.1, currency: 'EUR', external_id: `${String(crash)}-${String(nth)}` })).data as RecordedConversion).id);
			await backend.kill();
			await start();
		}
		const told = () => [...new Map(receiver.calls.map(({ body }) => [body.id, body['conversion_id']])).values()];
		await until(() => told().length >= answered.length, 20_000, () => `${String(told().length)} of ${String(answered.length)}`);
		expect(told()).toEqual(answered);
		expect(receiver.calls[0]?.body).toMatchObject({ type: 'conversion.recorded', event: 'sale', value: 1.1, currency: 'EUR', conversion_external_id: '0-0', link_slug: 'crash', click_id: null });
	}, 60_000);

	it('are recorded once for each event and external id, however they are sent', async () => {
		receiver = await startReceiver();
		await start();
		const api = client(backend);
		await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'once' });
		const row = fc.record({ event: fc.constantFrom('sale', 'signup'), external_id: fc.constantFrom('1', '2', '3', undefined) });
		const known = new Set<string>();
		let anonymous = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), fc.boolean(), async (rows, together) => {
				const sent = rows.map((one) => ({ ...one, slug: 'once' }));
				const answers = together ? (await api.post('/v1/conversions', { conversions: sent })).data.conversions : await Promise.all(sent.map(async (one) => (await api.post('/v1/conversions', one)).data as RecordedConversion));
				expect(answers).toHaveLength(rows.length);
				for (const one of rows) {
					if (one.external_id === undefined) anonymous++;
					else known.add(`${one.event} ${one.external_id}`);
				}
				const { conversions } = (await api.get('/v1/conversions?slug=once')).data as ConversionList;
				expect(conversions.flatMap(({ event, external_id }) => (external_id === null ? [] : [`${event} ${external_id}`])).sort()).toEqual([...known].sort());
				expect(conversions.filter(({ external_id }) => external_id === null)).toHaveLength(anonymous);
			}),
			{ numRuns: 25 },
		);
	}, 60_000);
});
