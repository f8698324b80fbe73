import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Owner } from './client.ts';

/** What an instance and its backend share, made once and kept in the instance's folder. */
export interface Secrets {
	owner: Owner;
	apiKey: string;
	encryptionKey: string;
	databasePassword: string;
}

const random = () => randomBytes(24).toString('base64url');

/** The secrets of the instance in `folder`, made at its first start. */
export async function secretsIn(folder: string): Promise<Secrets> {
	const file = path.join(folder, 'secrets.json');
	if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Secrets;
	const secrets: Secrets = {
		// n8n wants a digit and a capital in a password.
		owner: { email: 'owner@linkmill.dev', firstName: 'Linkmill', lastName: 'Owner', password: `Lm1-${random().slice(0, 12)}` },
		apiKey: `lmk_${random()}`,
		encryptionKey: random(),
		databasePassword: random(),
	};
	await mkdir(folder, { recursive: true });
	await writeFile(file, `${JSON.stringify(secrets, null, '\t')}\n`, { mode: 0o600 });
	return secrets;
}
