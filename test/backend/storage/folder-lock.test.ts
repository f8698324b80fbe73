import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderInUseError, lockFolder } from '../../../backend/src/storage/sqlite/folder-lock.ts';

const MODULE = new URL('../../../backend/src/storage/sqlite/folder-lock.ts', import.meta.url).href;

describe('the lock of a data folder', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'linkmill-lock-'));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('refuses a second owner, names the first, and is free when released', () => {
		const lock = lockFolder(folder);
		expect(() => lockFolder(folder)).toThrow(FolderInUseError);
		expect(() => lockFolder(folder)).toThrow(`in use by process ${String(process.pid)}.`);
		lock.release();
		lock.release();
		lockFolder(folder).release();
	});

	it('makes the folder where it is missing', () => {
		const missing = join(folder, 'a', 'b');
		lockFolder(missing).release();
		expect(existsSync(missing)).toBe(true);
	});

	it('says what is wrong where it is not the lock of another', () => {
		writeFileSync(join(folder, 'file'), '');
		expect(() => lockFolder(join(folder, 'file'))).toThrow(/EEXIST|ENOTDIR/);
		writeFileSync(join(folder, 'lock.db'), 'this is no database, and long enough to be sure of it: '.repeat(20));
		expect(() => lockFolder(folder)).toThrow(/not a database/);
	});

	it('is held by a process until it ends, however it ends, even when it drops the lock from memory', async () => {
		const script = `import { lockFolder } from ${JSON.stringify(MODULE)};
			lockFolder(${JSON.stringify(folder)}); globalThis.gc(); setInterval(() => globalThis.gc(), 20); console.log('locked');`;
		const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
		const ended = once(child, 'exit');
		try {
			await once(child.stdout, 'data');
			await new Promise((resolve) => setTimeout(resolve, 100));
			expect(() => lockFolder(folder)).toThrow(`in use by process ${String(child.pid)}.`);
		} finally {
			child.kill('SIGKILL');
			await ended;
		}
		lockFolder(folder).release();
	});
});
