import { jest } from '@jest/globals';
import { closeSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { enrichNext, Enricher } from '../../../backend/src/clicks/enrich.ts';
import { FileSalt } from '../../../backend/src/clicks/file-salt.ts';
import { hitOf } from '../../../backend/src/clicks/hit.ts';
import { Visitors } from '../../../backend/src/clicks/visitor.ts';
import { inDataFolder } from '../storage/data-folder.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const DAY = 86_400_000;
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const ADDRESS = '198.51.100.1';

const folder = temporaryFolder('visitors');
const saltFile = () => join(folder.path, 'visitor-salt.json');
const saltIn = (text: string) => (JSON.parse(text) as { salt: string }).salt;

const open: Visitors[] = [];
afterEach(() => {
	for (const one of open.splice(0)) one.close();
	jest.useRealTimers();
});
function visitors(days: number, now: number): Visitors {
	const made = new Visitors(new FileSalt(folder.path, days, () => now));
	open.push(made);
	return made;
}

test('are the same until the salt is replaced, also after a restart', () => {
	const now = 300 * DAY;
	const first = visitors(30, now).id(ADDRESS, CHROME, now);
	const again = visitors(30, now);
	expect(first).toMatch(/^[0-9a-f]{16}$/);
	expect(again.id(ADDRESS, CHROME, now + 30 * DAY - 1)).toBe(first);
	expect(again.id('198.51.100.2', CHROME, now)).not.toBe(first);
	expect(again.id(ADDRESS, 'another', now)).not.toBe(first);
	const next = again.id(ADDRESS, CHROME, now + 30 * DAY);
	expect(next).not.toBe(first);
	expect(visitors(30, now + 31 * DAY).id(ADDRESS, CHROME, now + 31 * DAY)).toBe(next);
});

test.each([[1, '2026-11-22'], [7, '2026-11-19'], [30, '2026-11-03']])('are new ones on days that are fixed, every %i, at midnight in UTC', (days, day) => {
	const midnight = Date.parse(`${day}T00:00:00Z`);
	const before = visitors(days, midnight - 1);
	const id = before.id(ADDRESS, CHROME, midnight - 1);
	expect(before.id(ADDRESS, CHROME, midnight - days * DAY)).toBe(id);
	expect(before.id(ADDRESS, CHROME, midnight)).not.toBe(id);
});

test('somebody whose request began before midnight does not bring the old days back', () => {
	const one = visitors(1, 11 * DAY - 1);
	const after = one.id(ADDRESS, CHROME, 11 * DAY);
	expect(one.id(ADDRESS, CHROME, 11 * DAY - 1)).toBe(after);
	expect(one.id(ADDRESS, CHROME, 11 * DAY + 1)).toBe(after);
});

test('the old salt is overwritten where it lies, and gone from the folder', () => {
	const one = visitors(1, 10 * DAY);
	const [old, size] = [saltIn(readFileSync(saltFile(), 'utf8')), statSync(saltFile()).size];
	// Whoever has the file open still has what was its place on the disk.
	const place = openSync(saltFile(), 'r');
	one.id(ADDRESS, CHROME, 11 * DAY);
	const left = Buffer.alloc(size, 1);
	expect(readSync(place, left, 0, size, 0)).toBe(size);
	closeSync(place);
	expect(left.every((byte) => byte === 0)).toBe(true);
	for (const name of readdirSync(folder.path)) expect(readFileSync(join(folder.path, name), 'utf8')).not.toContain(old);
	expect(saltIn(readFileSync(saltFile(), 'utf8'))).toMatch(/^[0-9a-f]{64}$/);
	if (process.platform !== 'win32') expect(statSync(saltFile()).mode & 0o777).toBe(0o600);
});

test('the salt is replaced in time, also where nobody comes', () => {
	jest.useFakeTimers({ now: 11 * DAY - 90_000 });
	const one = new Visitors(new FileSalt(folder.path, 1));
	open.push(one);
	const old = saltIn(readFileSync(saltFile(), 'utf8'));
	jest.advanceTimersByTime(60_000);
	expect(saltIn(readFileSync(saltFile(), 'utf8'))).toBe(old);
	jest.advanceTimersByTime(90_000);
	expect(saltIn(readFileSync(saltFile(), 'utf8'))).not.toBe(old);
});

test('a salt of earlier days is replaced at the start, and so is one of other days than are set now', () => {
	visitors(30, 300 * DAY);
	const first = saltIn(readFileSync(saltFile(), 'utf8'));
	visitors(30, 331 * DAY);
	const second = saltIn(readFileSync(saltFile(), 'utf8'));
	visitors(60, 331 * DAY);
	expect(new Set([first, second, saltIn(readFileSync(saltFile(), 'utf8'))]).size).toBe(3);
});

test('an overwritten salt that a death has left is no salt', () => {
	writeFileSync(saltFile(), Buffer.alloc(90));
	const now = 300 * DAY;
	expect(visitors(30, now).id(ADDRESS, CHROME, now)).toBe(visitors(30, now).id(ADDRESS, CHROME, now));
});

test('a salt that cannot be written is used all the same: visitors are not kept waiting for a disk', () => {
	const one = visitors(1, 10 * DAY);
	const before = one.id(ADDRESS, CHROME, 10 * DAY);
	rmSync(folder.path, { recursive: true });
	const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
	const after = one.id(ADDRESS, CHROME, 11 * DAY);
	expect(after).not.toBe(before);
	expect(one.id(ADDRESS, CHROME, 11 * DAY)).toBe(after);
	expect(warned).toHaveBeenCalledTimes(1);
	warned.mockRestore();
});

test('is_unique is told by salts, and stays what it was; nothing in the log leads to the address', async () => {
	// The log rolls at midnight, so it begins today.
	const midnight = Math.ceil((Date.now() + 1) / DAY) * DAY;
	const sources = { addressOf: () => ADDRESS, visitors: visitors(1, midnight - 1000), places: { of: () => ({ country: 'DE', region: null, city: null }) } };
	const request = { method: 'GET', headers: { 'user-agent': CHROME, 'referer': 'https://www.google.com/' } } as unknown as IncomingMessage;
	const click = (at: number, linkId = 7) => hitOf(request, { id: linkId, version: 1 }, '', at, sources);
	const told = await inDataFolder(folder.path, async (storage) => {
		const [log, events, writer] = [storage.clickLog(), storage.eventReader(), storage.enrichmentWriter()];
		const enricher = new Enricher(new Set());
		const enrich = async () => {
			while ((await enrichNext(enricher, events, writer, 1000)) !== undefined);
			const found = [];
			for (let after = 0, chunk = await events.enriched(0, 100); chunk.length > 0; chunk = await events.enriched(after, 100)) {
				found.push(...chunk.map(({ hit, enrichment }) => ({ visitor: hit?.visitorId, unique: enrichment?.isUnique })));
				after = chunk.at(-1)!.position;
			}
			return found;
		};
		await log.append([click(midnight - 1000), click(midnight - 999), click(midnight - 998, 8)]);
		const before = await enrich();
		expect(before.map(({ unique }) => unique)).toEqual([true, false, true]);
		await log.append([click(midnight), click(midnight + 1)]);
		const after = await enrich();
		expect(after.slice(0, 3)).toEqual(before);
		return after;
	});
	expect(told.map(({ unique }) => unique)).toEqual([true, false, true, true, false]);
	expect(told[3]?.visitor).not.toBe(told[0]?.visitor);
	const everything = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name)));
	expect(everything.length).toBeGreaterThan(5);
	for (const bytes of everything) expect(bytes.includes(ADDRESS)).toBe(false);
});
