/** `raw-insert.ts <links> <rounds>`: what SQLite alone takes for the rows of a batch, in milliseconds a round, as a JSON list. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sampleLinks } from './sample-links.ts';

const [count, rounds] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'linkmill-raw-'));
const database = new DatabaseSync(join(folder, 'links.db'));
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY');
const schema = join(import.meta.dirname, '../backend/src/storage/sqlite/schema/links');
for (const file of readdirSync(schema).sort()) database.exec(readFileSync(join(schema, file), 'utf8'));
// Columns that are not named have their defaults, as those of the links that the API makes of the same rows.
const link = database.prepare(`INSERT INTO links (id, slug, destination, location, title, tags, campaign, metadata, external_id, enabled, starts_at,
	expires_at, fallback_url, fallback_location, redirect_type, created_at, updated_at, deleted_at, version)
	VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, 1, NULL, NULL, NULL, NULL, 302, ?, ?, NULL, 1)`);
const tag = database.prepare('INSERT INTO link_tags (tag, created_at, link_id) VALUES (?, ?, ?)');
const outbox = database.prepare('INSERT INTO outbox (type, occurred_at, link_id, link_version) VALUES (?, ?, ?, 1)');

const times: number[] = [];
for (let round = 0; round < (rounds ?? 1); round++) {
	const rows = sampleLinks(count ?? 0, `raw${String(round)}`).map((row) => ({ ...row, tagText: JSON.stringify(row.tags) }));
	const now = Date.now();
	const started = performance.now();
	database.exec('BEGIN IMMEDIATE');
	rows.forEach((row, index) => {
		const id = now * 4096 + index;
		link.run(id, row.slug, row.destination, row.destination, row.title, row.tagText, row.campaign, row.external_id, now, now);
		for (const name of row.tags) tag.run(name, now, id);
		outbox.run('link.created', now, id);
	});
	database.exec('COMMIT');
	times.push(performance.now() - started);
}
database.close();
rmSync(folder, { recursive: true });
process.stdout.write(JSON.stringify(times));
