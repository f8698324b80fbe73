import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { aLink, MORNING } from './conformance/samples.ts';
import { inDataFolder } from './data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SCHEMA = join(process.cwd(), 'backend/src/storage/sqlite/schema/links');

/** `links.db` as an earlier version of linkmill left it. */
function olderLinks(folder: string, files: string[]): DatabaseSync {
	const database = new DatabaseSync(join(folder, 'links.db'));
	for (const file of files) database.exec(readFileSync(join(SCHEMA, file), 'utf8'));
	database.exec(`PRAGMA user_version = ${String(files.length)}`);
	return database;
}

describe('a data folder of an earlier version', () => {
	const folder = temporaryFolder('migrations');

	it('keeps what its links were before', async () => {
		const versions = [1, 2, 3].map((version) => aLink(7, { version, title: `v${String(version)}` }));
		const old = olderLinks(folder.path, ['001-links.sql', '002-link-options.sql', '003-lists.sql']);
		const keep = old.prepare('INSERT INTO link_versions (link_id, version, body, replaced_at, replaced_by, change_id) VALUES (?, ?, ?, ?, ?, ?)');
		for (const link of versions.slice(0, 2)) keep.run(link.id, link.version, JSON.stringify(link), MORNING + link.version, 5, link.version === 2 ? 99 : null);
		old.close();

		await inDataFolder(folder.path, async (storage) => {
			await storage.linkWriter().transaction((transaction) => transaction.insert([versions[2]!]));
			const changes = storage.changeReader();
			expect(await changes.versions(7, { limit: 10 })).toEqual([
				{ link: versions[2], by: { keyId: 5, at: MORNING + 2, changeId: 99 } },
				{ link: versions[1], by: { keyId: 5, at: MORNING + 1, changeId: null } },
				{ link: versions[0], by: null },
			]);
			expect(await changes.replacedBy(99)).toEqual([7]);
			expect(await storage.linkReader().asOf([{ linkId: 7, version: 1 }])).toEqual([versions[0]]);
		});
	});
});
