/**
 * What a data folder must not hold, whoever clicked: looked for in every file of it, write-ahead files too, while a server runs and after it
 * died; and where data is in PostgreSQL, in every row as well.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkAnalytics } from '../../../contract/analytics.ts';
import { BROWSER, client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { dropDatabaseOf, ON_POSTGRES, rowsOf } from '../../support/postgres.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { until } from '../webhooks/receiver.ts';

const IPV6_BYTES = Buffer.from('20010db84a5b6c7d8e9fa0b1c2d3e4f5', 'hex');

/** What visitors' addresses are written as, by them or by whoever would keep them. */
const ADDRESSES = [
	'198.51.100.77', 'c633644d', '::ffff:c633:644d', '203.0.113.201', 'cb0071c9',
	'2001:db8:4a5b:6c7d:8e9f:a0b1:c2d3:e4f5', '2001:0db8:4a5b:6c7d:8e9f:a0b1:c2d3:e4f5', '20010db84a5b6c7d8e9fa0b1c2d3e4f5', '4a5b:6c7d', IPV6_BYTES,
];

const FROM: Array<Record<string, string>> = [
	{ 'x-forwarded-for': '198.51.100.77' },
	{ 'x-forwarded-for': '203.0.113.201:4711, 127.0.0.1' },
	{ 'x-forwarded-for': '::ffff:198.51.100.77' },
	{ 'x-forwarded-for': '2001:db8:4a5b:6c7d:8e9f:a0b1:c2d3:e4f5' },
	{ 'x-forwarded-for': '[2001:0DB8:4A5B:6C7D:8E9F:A0B1:C2D3:E4F5]:443' },
	{ forwarded: 'for="[2001:db8:4a5b:6c7d:8e9f:a0b1:c2d3:e4f5]:443";proto=https' },
];

describe('a data folder', () => {
	const folder = temporaryFolder('privacy');
	const started: Backend[] = [];
	const start = async (settings: Record<string, string>) => {
		const server = await startBackend(settings);
		started.push(server);
		return server;
	};
	afterEach(async () => {
		await Promise.all(started.map((server) => server.kill()));
		if (ON_POSTGRES) await dropDatabaseOf(folder.path);
	});
	const files = () => readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	const stored = async () => [...files().map((path): [string, Buffer] => [path, readFileSync(path)]), ...(ON_POSTGRES ? [...(await rowsOf(folder.path))].map(([table, rows]): [string, Buffer] => [table, Buffer.from(rows)]) : [])];
	const holding = async (wanted: ReadonlyArray<string | Buffer>) =>
		(await stored()).flatMap(([path, bytes]) => {
			const text = bytes.toString('latin1').toLowerCase();
			return wanted.filter((one) => (typeof one === 'string' ? text.includes(one) : bytes.includes(one) || text.includes(one.toString('hex')))).map((one) => `${path}: ${String(one)}`);
		});
	/** The secret that tells visitors apart, and where it is kept. */
	const salt = async () => {
		if (!ON_POSTGRES) return { text: (JSON.parse(readFileSync(join(folder.path, 'visitor-salt.json'), 'utf8')) as { salt: string }).salt, where: 'visitor-salt.json' };
		return { text: /visitor-salt\/\d+,(\w+)/.exec((await rowsOf(folder.path)).get('secrets') ?? '')![1]!, where: 'secrets' };
	};

	it("holds no visitor's address, and after a salt was replaced nothing of the old one", async () => {
		const settings = { LINKMILL_DATA_DIR: folder.path, LINKMILL_TRUSTED_PROXIES: '127.0.0.1', LINKMILL_CONVERSION_PIXEL: 'true', LINKMILL_LOG_LEVEL: 'debug' };
		const first = await start(settings);
		const api = client(first);
		await api.post('/v1/links', { slug: 'plain', destination: 'https://shop.example/', append_click_id: true, tags: ['a'] });
		await api.post('/v1/links', { slug: 'few', destination: 'https://shop.example/', max_clicks: 3 });
		await api.post('/v1/links', { slug: 'locked', destination: 'https://shop.example/', password: 'open sesame' });
		for (const from of FROM) {
			const { headers } = await api.visit('plain?utm_source=mail', from);
			const clickId = new URL(String(headers['location'])).searchParams.get('lm_click')!;
			expect((await api.post('/v1/conversions', { click_id: clickId, event: 'sale' }, from)).status).toBe(200);
			for (const slug of ['few', 'locked', 'missing']) await api.visit(slug, from);
			await api.visit('plain', { ...from, 'user-agent': 'Googlebot/2.1' });
			await api.visit('plain', from, 'HEAD');
			await api.visit(`v1/conversions/pixel.gif?click_id=${clickId}`, from);
			expect((await fetch(`${first.url}/locked`, { method: 'POST', body: new URLSearchParams({ password: 'open sesame' }), redirect: 'manual', headers: { ...BROWSER, ...from } })).status).toBe(303);
		}
		const { data } = await api.get('/v1/analytics?group_by=source');
		expect(data.totals).toMatchObject({ total_clicks: 15, conversions: 12 });
		// Three addresses are three visitors, however they are written; the link for three was used up by two of them.
		expect((await api.get('/v1/links/slug:plain/analytics')).data.unique_visitors).toBe(3);
		if (ON_POSTGRES) expect((await rowsOf(folder.path)).size).toBeGreaterThan(20);
		else expect(files().filter((path) => path.endsWith('-wal')).length).toBeGreaterThan(3);
		expect(await holding(ADDRESSES)).toEqual([]);
		for (const address of ADDRESSES) expect(first.output().toLowerCase()).not.toContain(String(address));

		const { text, where } = await salt();
		const old = [Buffer.from(text, 'hex')];
		expect(await holding(old)).toEqual([expect.stringContaining(where)]);
		await first.kill();
		expect(await holding(ADDRESSES)).toEqual([]);
		// Another number of days has another salt from the start on.
		const second = await start({ ...settings, LINKMILL_VISITOR_SALT_DAYS: '60' });
		await client(second).visit('plain', FROM[0]);
		const report = async () => (await client(second).get('/v1/links/slug:plain/analytics')).data as LinkAnalytics;
		// Where others may count as well, a process that died is waited for.
		await until(async () => (await report()).total_clicks === 7, 15_000);
		expect((await report()).unique_visitors).toBe(4);
		expect(await holding([...old, ...ADDRESSES])).toEqual([]);
		expect(await second.stop()).toBe(0);
		expect(await holding([...old, ...ADDRESSES])).toEqual([]);
	}, 60_000);
});
