import { setTimeout as sleep } from 'node:timers/promises';
import { everyEvent, inDataFolder } from '../backend/storage/data-folder.ts';
import { temporaryFolder } from '../backend/storage/temporary-folder.ts';
import { startBackend } from '../support/backend.ts';
import { clicksReported, createLinks, SLUGS } from './reports.ts';
import { crowd, visitsIn } from './visitors.ts';

/** Deaths in a row, each in the middle of a stream of visitors. */
const ROUNDS = 5;

describe('a server that is killed', () => {
	const folder = temporaryFolder('crash');

	it('has counted every redirect that it answered, and none twice', async () => {
		const settings = { LINKMILL_DATA_DIR: folder.path };
		const answered = new Set<number>();
		for (let round = 0; round < ROUNDS; round++) {
			const server = await startBackend(settings);
			if (round === 0) await createLinks(server);
			const visitors = crowd(server.url, SLUGS);
			await sleep(300 + round * 150);
			await server.kill();
			await visitors.stop();
			expect(visitors.answered.size).toBeGreaterThan(0);
			for (const number of visitors.answered) answered.add(number);
		}
		const last = await startBackend(settings);
		const reported = await clicksReported(last);
		expect(await last.stop()).toBe(0);

		const events = await inDataFolder(folder.path, everyEvent);
		const recorded = visitsIn(events);
		expect(events.map((event) => event.position)).toEqual(events.map((_, index) => index + 1));
		expect(new Set(recorded).size).toBe(recorded.length);
		expect([...answered].filter((number) => !recorded.includes(number))).toEqual([]);
		expect(reported).toBe(recorded.length);
		// Their creation entered the log once, however often the process died.
		expect(events.filter((event) => event.type === 'link.created').map((event) => event.linkId)).toHaveLength(SLUGS.length);
	}, 120_000);

	it('and is told to stop instead answers everybody first', async () => {
		const server = await startBackend({ LINKMILL_DATA_DIR: folder.path });
		await createLinks(server);
		const visitors = crowd(server.url, SLUGS);
		await sleep(500);
		const status = server.stop();
		await visitors.stop();
		expect(await status).toBe(0);
		const recorded = visitsIn(await inDataFolder(folder.path, everyEvent));
		expect([...visitors.answered].sort((a, b) => a - b)).toEqual(recorded.sort((a, b) => a - b));
	}, 60_000);
});
