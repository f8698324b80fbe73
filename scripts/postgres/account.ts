import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, mkdir } from 'node:fs/promises';

/** `nobody` on Linux: PostgreSQL refuses to run as root, as people and CI in containers often are. */
const NOBODY = { uid: 65534, gid: 65534 };

/** What `spawn` needs so that PostgreSQL's programs do not run as root. */
export const account = process.getuid?.() === 0 ? NOBODY : undefined;

/** Whether the account can use a file or folder: root's home, for one, is closed to `nobody`. */
export const isReachable = (file: string) =>
	!account || spawnSync('ls', ['-d', `${file}/.`], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;

/**
 * Makes the folder that holds a server's files, and gives it to the account. For root it is one in
 * /var/tmp instead: the way to the folder asked for may be closed to `nobody`, now or later. The
 * secret is part of its name, so that who deletes everything and begins anew gets a new one.
 */
export async function ownFolder(folder: string, secret: string): Promise<string> {
	const name = createHash('sha256').update(`${folder}\n${secret}`).digest('hex').slice(0, 12);
	const own = account ? `/var/tmp/linkmill-${name}` : folder;
	await mkdir(own, { recursive: true, mode: 0o700 });
	if (account) await chown(own, account.uid, account.gid);
	return own;
}
