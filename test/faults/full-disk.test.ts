import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { client } from '../support/api.ts';
import { startBackend } from '../support/backend.ts';

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
afterAll(() => {
	if (disk === undefined) return;
	execFileSync('umount', [disk]);
	rmdirSync(disk);
});

(disk === undefined ? test.skip : test)('with a full disk visitors are redirected unrecorded, but not by links with a limit, the operator is told, and it recovers by itself', async () => {
	const backend = await startBackend({ LINKMILL_DATA_DIR: join(disk!, 'data'), LINKMILL_LOG_LEVEL: 'error' });
	const api = client(backend);
	await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'x' });
	await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'few', max_clicks: 2 });
	const visits = async (count: number) => {
		const statuses = new Set<number>();
		for (let visit = 0; visit < count; visit++) statuses.add((await api.visit('x')).status);
		return [...statuses];
	};
	expect(await visits(3)).toEqual([302]);
	expect((await api.visit('few')).status).toBe(302);

	expect(() => { writeFileSync(join(disk!, 'filler'), Buffer.alloc(16_000_000)); }).toThrow('ENOSPC');
	expect(await visits(300)).toEqual([302]);
	// Unrecorded, it could be one too many.
	const few = await api.visit('few');
	expect([few.status, few.headers['retry-after']]).toEqual([503, '5']);
	const degraded = await api.get('/readyz');
	expect([degraded.status, degraded.data.status]).toEqual([503, 'degraded']);
	const unrecorded: number = degraded.data.unrecorded_clicks;
	expect(unrecorded).toBeGreaterThan(0);
	expect(backend.output()).toContain('could not be recorded');

	rmSync(join(disk!, 'filler'));
	expect(await visits(5)).toEqual([302]);
	expect([(await api.visit('few')).status, (await api.visit('few')).status]).toEqual([302, 410]);
	expect((await api.get('/readyz')).data).toMatchObject({ status: 'ready', unrecorded_clicks: unrecorded });
	// The reader tries again within a second; every click is either counted or told as unrecorded.
	let counted = 0;
	for (let patience = 0; patience < 20 && counted < 308 - unrecorded; patience++) {
		counted = (await api.get('/v1/links/slug:x/analytics')).data.total_clicks;
	}
	expect(counted).toBe(308 - unrecorded);
	expect(await backend.stop()).toBe(0);
});
