import { client } from '../support/api.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { onDatabase } from '../support/postgres.ts';

let backend: Backend;
beforeAll(async () => { backend = await startBackend(); });
afterAll(() => backend.stop());

it('a report waits for a conversion that was recorded before it, and is on its way into the log', async () => {
	const api = client(backend);
	await api.post('/v1/links', { slug: 'sale', destination: 'https://shop.example/' });
	const { report } = await onDatabase(backend.dataDir, async (database) => {
		await database.query('BEGIN');
		await database.query('SELECT 1 FROM log_head FOR UPDATE');
		expect((await api.post('/v1/conversions', { slug: 'sale', event: 'sale', value: 7, currency: 'EUR' })).status).toBe(200);
		const asked = api.get('/v1/links/slug:sale/analytics');
		// Nobody gets to append meanwhile. A report that does not wait is there by then.
		await database.query('SELECT pg_sleep(0.3)');
		await database.query('COMMIT');
		return { report: asked };
	});
	expect((await report).data).toMatchObject({ conversions: 1, conversion_value: 7 });
});
