import Type from 'typebox';
import type { App } from '../http/app.ts';
import { passBodiesOn, type Write } from '../http/write-route.ts';
import type { KeyReader } from '../storage/storage.ts';
import { presentKey } from './present.ts';
import { NewKeySchema } from './schema.ts';

const admin = { scope: 'admin' } as const;

/** Who one is, and, for administrators, the keys. */
export async function keyRoutes(scope: App, deps: { write: Write; keys: KeyReader; baseUrl: string; version: string; keysChanged(): void }): Promise<void> {
	scope.get('/v1/me', { config: { scope: 'read' }, schema: { tags: ['Keys'], summary: 'The key in use, and the server' } }, async ({ key }) => ({
		key: { ...presentKey(key) },
		name: key.name,
		scopes: key.scopes,
		version: deps.version,
		base_url: deps.baseUrl,
		server_time: new Date().toISOString(),
	}));

	await scope.register(async (plain) => {
		const app = plain as unknown as App;
		passBodiesOn(app);
		app.get('/v1/keys', { config: admin, schema: { tags: ['Keys'], summary: 'List API keys' } }, async () => ({ keys: (await deps.keys.list()).map(presentKey) }));
		app.post('/v1/keys', { config: admin, schema: { tags: ['Keys'], summary: 'Make an API key; its secret is shown once', body: NewKeySchema } },
			(request, reply) => deps.write('createKey', request, reply));
		app.delete('/v1/keys/:id', { config: admin, schema: { tags: ['Keys'], summary: 'Revoke an API key', params: Type.Object({ id: Type.String() }) } },
			async (request, reply) => {
				const sent = await deps.write('revokeKey', request, reply);
				deps.keysChanged();
				return sent;
			});
	});
}
