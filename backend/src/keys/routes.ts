import Type from 'typebox';
import type { App } from '../http/app.ts';
import { madeElsewhere, noContent } from '../http/schema.ts';
import { passBodiesOn, type Write } from '../http/write-route.ts';
import type { KeyReader } from '../storage/storage.ts';
import { presentKey } from './present.ts';
import { CreatedKeySchema, KeyListSchema, MeSchema, NewKeySchema } from './schema.ts';

const Id = Type.Object({ id: Type.String({ description: '`key_…`', examples: ['key_0e3k5w9zq1t'] }) });
const admin = { scope: 'admin' } as const;

/** Who one is, and, for administrators, the keys. */
export async function keyRoutes(scope: App, deps: { write: Write; keys: KeyReader; baseUrl: string; version: string; keysChanged(): void }): Promise<void> {
	scope.get('/v1/me', { config: { scope: 'read' }, schema: { tags: ['Keys'], summary: 'Get the key in use', description: 'Whose key this is, and which server answers.', response: { 200: MeSchema } } }, async ({ key }) => ({
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
		app.get('/v1/keys', { config: admin, schema: { tags: ['Keys'], summary: 'List API keys', response: { 200: KeyListSchema } } }, async () => ({ keys: (await deps.keys.list()).map(presentKey) }));
		app.post('/v1/keys', { config: admin, schema: { tags: ['Keys'], summary: 'Make an API key', description: 'Its secret is in this answer and nowhere else.', body: NewKeySchema, response: { 200: madeElsewhere(CreatedKeySchema) } } },
			(request, reply) => deps.write('createKey', request, reply));
		app.delete('/v1/keys/:id', { config: admin, schema: { tags: ['Keys'], operationId: 'revokeKey', summary: 'Revoke an API key', description: 'It is not accepted any more, and stays in the list.', params: Id, response: noContent } },
			async (request, reply) => {
				const sent = await deps.write('revokeKey', request, reply);
				deps.keysChanged();
				return sent;
			});
	});
}
