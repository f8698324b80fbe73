import { setTimeout as sleep } from 'node:timers/promises';
import { rush } from '../backend/redirects/rush.ts';
import { everyEvent } from '../backend/storage/data-folder.ts';
import { temporaryFolder } from '../backend/storage/temporary-folder.ts';
import { client } from '../support/api.ts';
import { startBackend } from '../support/backend.ts';
import { dropDatabaseOf, ON_POSTGRES } from '../support/postgres.ts';
import { inStorage } from '../support/storage.ts';
import { caughtUp } from './reports.ts';
import { crowd, visitsIn } from './visitors.ts';

/** Deaths in a row, each in the middle of a crowd of so many. */
const ROUNDS = 4;
const CROWD = 16;

/** Of whom so many are answered before the first death, and in each round as many more than in the one before. */
const ANSWERED = 100;

/** More than the crowd uses up before the last death. */
const MAX = 6000;

describe('a link with max_clicks, in a server that is killed again and again', () => {
	const folder = temporaryFolder('limits');

	it('redirects no more people than it may; who was counted and not redirected was on the way when it died', async () => {
		const settings = { LINKMILL_DATA_DIR: folder.path };
		const answered = new Set<number>();
		for (let round = 0; round < ROUNDS; round++) {
			const server = await startBackend(settings);
			if (round === 0) await client(server).post('/v1/links', { slug: 'limited', destination: 'https://example.com/', max_clicks: MAX });
			const visitors = crowd(server.url, ['limited'], { many: CROWD });
			while (visitors.answered.size < ANSWERED * (round + 1)) await sleep(5);
			await server.kill();
			await visitors.stop();
			for (const number of visitors.answered) answered.add(number);
		}

		const last = await startBackend(settings);
		for (let statuses: number[] = [302]; statuses.includes(302); ) {
			const numbers = Array.from({ length: 500 }, (_, index) => 1_000_000 + answered.size * 1000 + index);
			statuses = await rush(last.url, numbers.map((number) => ({ slug: `limited?n=${String(number)}` })));
			for (const [index, status] of statuses.entries()) if (status === 302) answered.add(numbers[index]!);
		}
		// Beside PostgreSQL, those who died are waited for before another counts.
		await caughtUp(last);
		const { total_clicks: total, status } = (await client(last).get('/v1/links/slug:limited')).data;
		expect(await last.stop()).toBe(0);

		const recorded = visitsIn(await inStorage(folder.path, everyEvent));
		expect([recorded.length, total, status]).toEqual([MAX, MAX, 'exhausted']);
		expect([...answered].filter((number) => !recorded.includes(number))).toEqual([]);
		// The others were counted, and the server died before it answered them.
		expect(MAX - answered.size).toBeLessThanOrEqual(ROUNDS * CROWD);
		if (ON_POSTGRES) await dropDatabaseOf(folder.path);
	}, 120_000);
});
