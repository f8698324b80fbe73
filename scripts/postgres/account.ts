import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/** `nobody` on Linux: PostgreSQL refuses to run as root, as people and CI in containers often are. */
const NOBODY = { uid: 65534, gid: 65534 };

/** What `spawn` needs so that PostgreSQL's programs do not run as root. */
export const account = process.getuid?.() === 0 ? NOBODY : undefined;

/** Whether the account can use a file or folder: root's home, for one, is closed to `nobody`. */
export const isReachable = (file: string) =>
	process.getuid?.() !== 0 || spawnSync('ls', ['-d', `${file}/.`], { ...NOBODY, cwd: '/', stdio: 'ignore' }).status === 0;

/** Makes a folder that the account owns: the one asked for or, where it cannot be reached, one in /var/tmp. */
export async function ownFolder(folder: string): Promise<string> {
	await mkdir(path.dirname(folder), { recursive: true });
	const name = createHash('sha256').update(folder).digest('hex').slice(0, 12);
	const own = isReachable(path.dirname(folder)) ? folder : `/var/tmp/linkmill-${name}`;
	await mkdir(own, { recursive: true, mode: 0o700 });
	if (account) chownSync(own, account.uid, account.gid);
	return own;
}
