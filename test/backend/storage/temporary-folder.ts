import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for each test of the file, gone after it. Call at the top of a `describe`. */
export function temporaryFolder(name: string): { path: string } {
	const folder = { path: '' };
	beforeEach(() => {
		folder.path = mkdtempSync(join(tmpdir(), `linkmill-${name}-`));
	});
	afterEach(() => rmSync(folder.path, { recursive: true, force: true }));
	return folder;
}
