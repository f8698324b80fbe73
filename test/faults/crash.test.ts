import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkmill } from '../backend/commands/command.ts';
import { everyEvent } from '../backend/storage/data-folder.ts';
import { temporaryFolder } from '../backend/storage/temporary-folder.ts';
import { client } from '../support/api.ts';
import { LINKMILL, startBackend, TEST_KEY, type Backend } from '../support/backend.ts';
import { databaseFor, dropDatabaseOf, ON_POSTGRES } from '../support/postgres.ts';
import { inStorage } from '../support/storage.ts';
import { Ledger } from './ledger.ts';
import { compare, recount } from './recount.ts';
import { createLinks, SLUGS } from './reports.ts';
import { convert, traffic } from './traffic.ts';
import { crowd, visitsIn } from './visitors.ts';

/** Deaths in a row, each at a random moment under load. On PostgreSQL each takes ten seconds: the next one waits until what the dead one held has expired. */
const ROUNDS = Number(process.env['LINKMILL_CRASH_ROUNDS'] ?? (ON_POSTGRES ? 5 : 25));

/** Milliseconds of load before a death, at most. */
const LOAD_MS = 500;

/** Links of the rounds; the first one is split. */
const LINKS = SLUGS.slice(0, 12);

describe('a server that is killed, again and again', () => {
	it('has every redirect that it answered in its log once, and its reports agree with a recount of the clicks', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'linkmill-crash-'));
		const settings = { LINKMILL_DATA_DIR: folder, LINKMILL_TRUSTED_PROXIES: '127.0.0.1' };
		const ledger = new Ledger();
		let seen = '';
		for (let round = 0; round <= ROUNDS; round++) {
			try {
				if (round > 0 && Math.random() < 0.2) await dieAtStart(settings);
				const server = await startPatiently(settings);
				if (round === 0) await begin(server, ledger);
				await confirm(server, ledger);
				seen = await recount(server, ledger, seen);
				expect([...ledger.answered]).toEqual([]);
				await compare(server, ledger, LINKS);
				if (round === ROUNDS) expect(await server.stop()).toBe(0);
				else await load(server, ledger);
			} catch (error) {
				// The folder is left to those who look for the cause.
				throw new Error(`In round ${String(round)}, in ${ON_POSTGRES ? `the database of ${folder}` : folder}: ${String(error)}`, { cause: error });
			}
			if (round % 50 === 49) process.stderr.write(`${new Date().toISOString()} ${String(round + 1)} rounds, ${String(ledger.recorded.size)} clicks\n`);
		}

		expect(await linkmill(['check'], settings)).toMatchObject({ status: 0 });
		const events = await inStorage(folder, everyEvent);
		const positions = events.map(({ position }) => position);
		// What a transaction has drawn that was never committed is given to nobody.
		if (ON_POSTGRES) expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
		else expect(positions).toEqual(positions.map((_, index) => index + 1));
		expect(events.filter(({ type }) => type === 'link.clicked')).toHaveLength(ledger.recorded.size);
		expect(events.filter(({ type }) => type === 'link.created')).toHaveLength(SLUGS.length);
		expect(events.filter(({ type }) => type === 'conversion.recorded')).toHaveLength(ledger.conversions.size);
		const updates = events.filter(({ type }) => type === 'link.updated').map(({ linkId, linkVersion }) => `${String(linkId)}@${String(linkVersion)}`);
		expect(new Set(updates).size).toBe(updates.length);
		rmSync(folder, { recursive: true });
		if (ON_POSTGRES) await dropDatabaseOf(folder);
	}, 120_000 + ROUNDS * (ON_POSTGRES ? 30_000 : 10_000));

	const folder = temporaryFolder('crash');

	it('and is told to stop instead answers everybody first', async () => {
		const server = await startBackend({ LINKMILL_DATA_DIR: folder.path });
		await createLinks(server);
		const visitors = crowd(server.url, SLUGS);
		await sleep(500);
		const status = server.stop();
		await visitors.stop();
		expect(await status).toBe(0);
		const recorded = visitsIn(await inStorage(folder.path, everyEvent));
		expect([...visitors.answered].sort((a, b) => a - b)).toEqual(recorded.sort((a, b) => a - b));
		if (ON_POSTGRES) await dropDatabaseOf(folder.path);
	}, 60_000);
});

/** On a busy machine, a start may take longer than tests wait for it; one that hangs does so again. */
async function startPatiently(settings: Record<string, string>, attempts = 4): Promise<Backend> {
	return startBackend(settings).catch((error: unknown) => {
		if (attempts === 1 || !String(error).includes('did not listen in time')) throw error;
		return startPatiently(settings, attempts - 1);
	});
}

/** A server that dies somewhere between its first line and the first request. */
async function dieAtStart(settings: Record<string, string>): Promise<void> {
	const database = ON_POSTGRES ? { DATABASE_URL: await databaseFor(settings['LINKMILL_DATA_DIR']!) } : {};
	const child = spawn(process.execPath, [LINKMILL], { env: { PATH: process.env['PATH'], LINKMILL_PORT: '0', LINKMILL_API_KEY: TEST_KEY, ...database, ...settings }, stdio: 'ignore' });
	await sleep(Math.random() * 700);
	child.kill('SIGKILL');
	await once(child, 'exit');
}

async function begin(server: Backend, ledger: Ledger): Promise<void> {
	await createLinks(server);
	const variants = [{ destination: 'https://example.com/a', weight: 1, name: 'a' }, { destination: 'https://example.com/b', weight: 2, name: 'b' }];
	expect((await client(server).patch(`/v1/links/slug:${LINKS[0]!}`, { variants })).status).toBe(200);
	expect(ledger.recorded.size).toBe(0);
}

async function load(server: Backend, ledger: Ledger): Promise<void> {
	const all = traffic(server, LINKS, ledger);
	await sleep(Math.random() * LOAD_MS);
	// The reader that is in the middle of counting everything again has two things to go on with.
	if (Math.random() < 0.15) {
		await client(server).post('/v1/analytics/rebuild', {});
		await sleep(Math.random() * 100);
	}
	await server.kill();
	await all;
}

/** Sends conversions again whose answer never came. */
async function confirm(server: Backend, ledger: Ledger): Promise<void> {
	for (const id of ledger.unconfirmed) {
		expect(await convert(server, id, ledger.conversions.get(id)!)).toBe(200);
		ledger.unconfirmed.delete(id);
	}
}
