import type { LinkWriter, SessionReader } from '../../../../backend/src/storage/storage.ts';
import { MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

const HOUR = 3_600_000;

/** Sessions of the dashboard that somebody has ended. */
export const sessions: Suite = (subject) => {
	let reader: SessionReader;
	let writer: LinkWriter;
	const end = (id: string, endsAt: number, now = MORNING) => writer.transaction((transaction) => transaction.sessions.end({ id, endsAt }, now));

	beforeEach(async () => {
		const storage = await subject().start();
		reader = storage.sessionReader();
		writer = storage.linkWriter();
	});

	it('are known at once to whoever looks, and the others are not ended', async () => {
		const other = (await subject().start()).sessionReader();
		expect(await other.isEnded('one')).toBe(false);
		await end('one', MORNING + HOUR);
		expect(await Promise.all([reader, other].flatMap((from) => ['one', 'One', 'on', ''].map((id) => from.isEnded(id))))).toEqual([true, false, false, false, true, false, false, false]);
	});

	it('stay so after a start, and when they are ended again', async () => {
		await end('one', MORNING + HOUR);
		await end('one', MORNING + HOUR);
		const after = await subject().start();
		expect(await after.sessionReader().isEnded('one')).toBe(true);
	});

	it('are forgotten when they would have ended by themselves, and not before', async () => {
		await end('short', MORNING + HOUR);
		await end('long', MORNING + 2 * HOUR);
		await end('another', MORNING + 3 * HOUR, MORNING + HOUR - 1);
		expect([await reader.isEnded('short'), await reader.isEnded('long')]).toEqual([true, true]);
		await end('last', MORNING + 3 * HOUR, MORNING + HOUR);
		expect([await reader.isEnded('short'), await reader.isEnded('long')]).toEqual([false, true]);
	});

	it('are not ended where the transaction comes to nothing', async () => {
		const failed = writer.transaction(async (transaction) => {
			await transaction.sessions.end({ id: 'one', endsAt: MORNING + HOUR }, MORNING);
			throw new Error('something else went wrong');
		});
		await expect(failed).rejects.toThrow('something else went wrong');
		expect(await reader.isEnded('one')).toBe(false);
	});
};
