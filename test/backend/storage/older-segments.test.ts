import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { dayOf } from '../../../backend/src/storage/log-days.ts';
import { dataFiles, segmentName, segmentsIn } from '../../../backend/src/storage/sqlite/segments.ts';
import { prepareDataFolder } from '../../../backend/src/storage/sqlite/storage.ts';
import { aHit, DAY, MORNING } from './conformance/samples.ts';
import { everyEvent, inDataFolder } from './data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SCHEMA = join(import.meta.dirname, '../../../backend/src/storage/sqlite/schema/segment');
const migrations = readdirSync(SCHEMA).sort();

const folder = temporaryFolder('older-segments');

/** A row as the first format had it. What later ones added is null in it. */
const FIRST = { variant: null, kind: null, region: null, city: null };

it.each(migrations.map((_, index) => index + 1))('a segment of schema %i is read beside one of today', async (version) => {
	prepareDataFolder(folder.path, 'process');
	const { log } = dataFiles(folder.path);
	for (const { name } of segmentsIn(log)) rmSync(join(log, name));
	const database = new DatabaseSync(join(log, segmentName(1, dayOf(MORNING - DAY))));
	for (const file of migrations.slice(0, version)) database.exec(readFileSync(join(SCHEMA, file), 'utf8'));
	database.exec(`PRAGMA journal_mode = WAL; PRAGMA user_version = ${String(version)}; INSERT INTO outbox_mark VALUES (0); INSERT INTO epochs VALUES (1, 1)`);
	const { occurredAt, linkId, linkVersion, nonce, visitorId, country, userAgent, referrer, language, query } = aHit(7, { occurredAt: MORNING - DAY });
	database
		.prepare(`INSERT INTO events (position, format, type, occurred_at, link_id, link_version, nonce, visitor_id, country, user_agent, referrer, language, query)
			VALUES (1, 1, 'link.clicked', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
		.run(occurredAt, linkId, linkVersion, nonce, visitorId, country, userAgent, referrer, language, query);
	database.close();
	await inDataFolder(folder.path, async (storage) => {
		await storage.clickLog().append([aHit(8)]);
		expect((await everyEvent(storage)).map(({ hit }) => hit)).toEqual([aHit(7, { occurredAt: MORNING - DAY, ...FIRST }), aHit(8)]);
	});
});
