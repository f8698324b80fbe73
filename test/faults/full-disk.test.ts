import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkmill } from '../backend/commands/command.ts';
import { client } from '../support/api.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { Ledger } from './ledger.ts';
import { compare, recount } from './recount.ts';
import { Visitors } from './traffic.ts';

/** A disk of twelve megabytes, in memory. Undefined where this user may not mount one: the test is skipped then. */
function smallDisk(): string | undefined {
	const folder = mkdtempSync(join(tmpdir(), 'linkmill-disk-'));
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder], { stdio: 'ignore' });
		return folder;
	} catch {
		rmdirSync(folder);
		process.stderr.write('The test of a full disk is skipped: it has to mount a small one, and this user may not.\n');
		return undefined;
	}
}

const disk = smallDisk();
let running: Backend | undefined;
afterAll(async () => {
	if (disk === undefined) return;
	await running?.kill();
	execFileSync('umount', [disk]);
	rmdirSync(disk);
});

const SLUGS = ['x', 'y'];

(disk === undefined ? test.skip : test)('with a full disk visitors are redirected unrecorded, but not by links with a limit, the operator is told, and it recovers by itself', async () => {
	const settings = { LINKMILL_DATA_DIR: join(disk!, 'data'), LINKMILL_LOG_LEVEL: 'error', LINKMILL_TRUSTED_PROXIES: '127.0.0.1' };
	const backend = (running = await startBackend(settings));
	const api = client(backend);
	const ledger = new Ledger();
	const visitors = new Visitors(backend, ledger);
	for (const slug of SLUGS) await api.post('/v1/links', { destination: 'https://shop.example/', slug, tags: [slug] });
	await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'few', max_clicks: 2 });
	const visits = async (count: number) => {
		const statuses = await Promise.all(Array.from({ length: count }, (_, visit) => visitors.visit(SLUGS[visit % 2]!)));
		return [...new Set(statuses)];
	};
	const unrecorded = async () => Number(/^linkmill_clicks_unrecorded_total (\d+)$/m.exec(String((await api.get('/metrics')).data))?.[1]);
	expect(await visits(40)).toEqual([302]);
	expect(await visitors.visit('few', 'human')).toBe(302);
	expect([(await api.get('/readyz')).status, await unrecorded()]).toEqual([200, 0]);

	expect(() => { writeFileSync(join(disk!, 'filler'), Buffer.alloc(16_000_000)); }).toThrow('ENOSPC');
	for (let round = 0; round < 30; round++) expect(await visits(10)).toEqual([302]);
	// Unrecorded, it could be one too many.
	const few = await api.visit('few');
	expect([few.status, few.headers['retry-after']]).toEqual([503, '5']);
	const degraded = await api.get('/readyz');
	expect([degraded.status, degraded.data.status]).toEqual([503, 'degraded']);
	const lost: number = degraded.data.unrecorded_clicks;
	expect(lost).toBeGreaterThan(0);
	expect(await unrecorded()).toBe(lost);
	expect(backend.output()).toContain('could not be recorded');
	// Small writes may find room in what the database has already.
	const many = Array.from({ length: 2000 }, (_, index) => ({ destination: `https://shop.example/${'x'.repeat(1000)}`, slug: `never-${String(index)}` }));
	expect((await api.post('/v1/links/batch', { links: many })).status).toBe(503);

	rmSync(join(disk!, 'filler'));
	expect(await visits(20)).toEqual([302]);
	expect([await visitors.visit('few', 'human'), await visitors.visit('few', 'human')]).toEqual([302, 410]);
	expect((await api.get('/readyz')).data).toMatchObject({ status: 'ready', unrecorded_clicks: lost });
	expect((await api.get('/v1/links?count=true')).data).toMatchObject({ total: 3 });
	// The reader tries again within a second; every click is either recorded or told as unrecorded.
	const seen = await recount(backend, ledger);
	expect([ledger.answered.size, ledger.recorded.size]).toEqual([lost, 362 - lost]);
	await compare(backend, ledger, [...SLUGS, 'few']);

	visitors.close();
	await backend.kill();
	expect(await linkmill(['check'], settings)).toMatchObject({ status: 0 });
	const again = (running = await startBackend(settings));
	expect(await recount(again, ledger, seen)).toBe(seen);
	await compare(again, ledger, [...SLUGS, 'few']);
	expect(await again.stop()).toBe(0);
}, 60_000);
