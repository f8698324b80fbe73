import { ensureAdminKey, readAdminKey } from '../../../backend/src/keys/admin-key.ts';
import { hashSecret } from '../../../backend/src/keys/secret.ts';
import { inDataFolder } from '../storage/data-folder.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const folder = temporaryFolder('admin-key');
const [FIRST, SECOND] = ['first-key-of-at-least-32-characters', 'second-key-of-at-least-32-characters'];

test('a key of the environment that is changed, taken away and set again is refused and accepted accordingly', async () => {
	await inDataFolder(folder.path, async (storage) => {
		const writer = storage.linkWriter();
		const accepted = (fromEnvironment: string | undefined) =>
			writer.transaction(async ({ keys }) => {
				await ensureAdminKey(keys, folder.path, fromEnvironment);
				const valid = (await keys.list()).filter(({ revokedAt, scopes }) => revokedAt === null && scopes.includes('admin')).map(({ hash }) => hash);
				return [FIRST, SECOND, readAdminKey(folder.path)].map((secret) => secret !== undefined && valid.includes(hashSecret(secret)));
			});
		expect(await accepted(FIRST)).toEqual([true, false, false]);
		expect(await accepted(SECOND)).toEqual([false, true, false]);
		expect(await accepted(FIRST)).toEqual([true, false, false]);
		expect(await accepted(undefined)).toEqual([false, false, true]);
		expect(await accepted(FIRST)).toEqual([true, false, true]);
		expect((await storage.keyReader().list()).map(({ name }) => name)).toEqual(['LINKMILL_API_KEY', 'LINKMILL_API_KEY', 'admin']);
	});
});
