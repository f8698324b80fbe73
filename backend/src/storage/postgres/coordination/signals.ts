import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Heads, SignalHandlers, Signals } from '../../storage.ts';
import type { Database } from '../database.ts';

/** The channel of notifications. Their payloads are JSON: see {@link Notification}. */
const CHANNEL = 'linkmill';

/** Milliseconds between two tidings of heads: a notification makes commits wait for each other, so they are few, and never in a click's. */
const TELL_MS = 50;

/** Milliseconds between two questions whether the connection is still there, and in which it must answer: together less than a second. */
const PING_MS = 250;
const ANSWER_MS = 500;

/** Milliseconds before it is tried again to connect. */
const RECONNECT_MS = 250;

/** Milliseconds in which a connection must be made. */
const CONNECT_MS = 2000;

/** What a notification says. The writer of links sends `links`, `keys` and `webhooks` in the transactions that they tell of. */
interface Notification {
	/** Slugs; null for any. */
	links?: string[] | null;
	keys?: true;
	webhooks?: true;
	/** Id of the webhook whose receiver is to be tried at once. */
	resumed?: number;
	heads?: Heads;
	/** Sent to be heard by who sends it. */
	echo?: string;
}

/**
 * Hears notifications on a connection of its own, and sends them on the shared ones. It does not believe that it hears before it has heard itself: a
 * pooler for transactions takes LISTEN as it takes any statement, and then gives the connection to others.
 */
export class PostgresSignals implements Signals {
	readonly #database: Database;
	readonly #url: string;
	#closed = false;
	#hangUp: () => void = () => undefined;
	#hears: boolean | undefined;
	#untold: Heads = {};
	#telling = false;

	constructor(database: Database, url: string) {
		this.#database = database;
		this.#url = url;
	}

	listen(handlers: SignalHandlers): void {
		void this.#keepListening(handlers);
	}

	tell(heads: Heads): void {
		Object.assign(this.#untold, heads);
		if (!this.#telling) void this.#tellAll();
	}

	resume(webhookId: number): void {
		void this.#notify({ webhooks: true, resumed: webhookId });
	}

	close(): void {
		this.#closed = true;
		this.#hangUp();
	}

	/** At once, and what comes meanwhile together. */
	async #tellAll(): Promise<void> {
		this.#telling = true;
		while (Object.keys(this.#untold).length > 0 && !this.#closed) {
			const heads = this.#untold;
			this.#untold = {};
			await this.#notify({ heads });
			await sleep(TELL_MS, undefined, { ref: false });
		}
		this.#telling = false;
	}

	/** Where the database is away, nobody is told: they look for themselves. */
	async #notify(notification: Notification): Promise<void> {
		await this.#database.run('SELECT pg_notify($1, $2)', CHANNEL, JSON.stringify(notification)).catch(() => undefined);
	}

	async #keepListening(handlers: SignalHandlers): Promise<void> {
		for (;;) {
			// What breaks it is no matter: it is connected again.
			await this.#listenOnce(handlers).catch(() => undefined);
			if (this.#closed) return;
			this.#setHears(false, handlers);
			await sleep(RECONNECT_MS, undefined, { ref: false });
		}
	}

	/** Until the connection breaks, or does not answer. */
	async #listenOnce(handlers: SignalHandlers): Promise<void> {
		if (this.#closed) return;
		const client = new pg.Client({ connectionString: this.#url, connectionTimeoutMillis: CONNECT_MS, keepAlive: true, application_name: 'linkmill' });
		const broken = new Promise<never>((_resolve, reject) => {
			client.on('error', reject);
			this.#hangUp = () => { reject(new Error('Nobody listens any more')); };
		});
		const echo = randomUUID();
		const echoed = new Promise<void>((resolve) => {
			client.on('notification', ({ payload }) => {
				const notification = parse(payload);
				if (notification?.echo === echo) resolve();
				else if (notification) hear(notification, handlers);
			});
		});
		const ask = (sql: string, patience: number) => Promise.race([client.query(sql), broken, tooLong(patience)]);
		try {
			await Promise.race([client.connect(), broken]);
			await ask(`LISTEN ${CHANNEL}`, CONNECT_MS);
			void this.#notify({ echo });
			await Promise.race([echoed, broken, tooLong(CONNECT_MS)]);
			this.#setHears(true, handlers);
			for (;;) {
				await Promise.race([sleep(PING_MS, undefined, { ref: false }), broken]);
				await ask('SELECT 1', ANSWER_MS);
			}
		} finally {
			// Where a question is not answered, it hangs up without a goodbye.
			client.end().catch(() => undefined);
		}
	}

	#setHears(hears: boolean, { hearing }: SignalHandlers): void {
		if (this.#hears === hears) return;
		this.#hears = hears;
		hearing(hears);
	}
}

function hear(notification: Notification, handlers: SignalHandlers): void {
	if (notification.links !== undefined) handlers.links(notification.links);
	if (notification.keys) handlers.keys();
	if (notification.webhooks) handlers.webhooks(notification.resumed);
	if (notification.heads) handlers.heads(notification.heads);
}

/** Undefined for what was sent by hand. */
function parse(payload = ''): Notification | undefined {
	try {
		const value: unknown = JSON.parse(payload);
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Rejects after a time, and after what has arrived meanwhile has been read: a thread that was busy has not asked in vain. */
async function tooLong(milliseconds: number): Promise<never> {
	await sleep(milliseconds, undefined, { ref: false });
	await new Promise((resolve) => setImmediate(resolve));
	throw new Error(`The connection has not answered in ${String(milliseconds)} ms`);
}
