import type { LinkWriter, StoredWebhook } from '../../../backend/src/storage/storage.ts';
import { prepareDataFolder, sqliteStorage } from '../../../backend/src/storage/sqlite/storage.ts';
import { noteWebhook, type WebhookNote } from '../../../backend/src/webhooks/notes.ts';
import type { WriteTools } from '../../../backend/src/writes/operation.ts';
import { aWebhook, MORNING } from '../storage/conformance/samples.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const folder = temporaryFolder('notes');
let links: LinkWriter;
let webhook: StoredWebhook;
const REPLAY = { id: 'rpl_1', after: 0, upTo: 5, since: null, until: null, parked: false, requestedAt: MORNING };

beforeEach(async () => {
	prepareDataFolder(folder.path, 'process');
	links = sqliteStorage(folder.path, 'process').linkWriter();
	webhook = await links.transaction((transaction) => transaction.webhooks.insert(aWebhook({ replay: REPLAY })));
});
afterEach(() => { links.close(); });

const noted = (note: WebhookNote, now = MORNING) =>
	links.transaction(async (transaction) => {
		await noteWebhook.write({ keyId: 0, params: {}, body: note }, { transaction, now } as WriteTools);
		return transaction.webhooks.byId(note.id);
	});

it('closes one whose receiver has been gone for too long, and pauses one that wants no more', async () => {
	const { id, url } = webhook;
	expect(await noted({ id, what: 'unreachable', url })).toEqual({ ...webhook, status: 'closed', statusReason: 'receiver_unreachable' });
	await links.transaction((transaction) => transaction.webhooks.update(webhook));
	expect(await noted({ id, what: 'gone', url })).toEqual({ ...webhook, status: 'paused', statusReason: 'receiver_gone' });
});

it.each(['gone', 'unreachable'] as const)('leaves one alone that goes to another URL meanwhile, or is paused: %s', async (what) => {
	expect(await noted({ id: webhook.id, what, url: 'http://127.0.0.1/earlier' })).toEqual(webhook);
	const paused = { ...webhook, status: 'paused' as const, statusReason: 'caller' as const };
	await links.transaction((transaction) => transaction.webhooks.update(paused));
	expect(await noted({ id: webhook.id, what, url: webhook.url })).toEqual(paused);
});

it('ends the replay that is over, and no other', async () => {
	expect(await noted({ id: webhook.id, what: 'replayed', replayId: 'rpl_0' })).toEqual(webhook);
	expect(await noted({ id: webhook.id, what: 'replayed', replayId: 'rpl_1' })).toEqual({ ...webhook, replay: null });
});

it('removes one whose time has come, and not before', async () => {
	expect(await noted({ id: webhook.id, what: 'expired' })).toEqual(webhook);
	expect(await noted({ id: webhook.id, what: 'expired' }, webhook.expiresAt! + 1)).toBeUndefined();
	expect(await noted({ id: webhook.id, what: 'gone', url: webhook.url })).toBeUndefined();
});
