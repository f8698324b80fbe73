import { IdSequence } from '../../id-sequence.ts';
import type { Authorship, KeptAnswer, LinkExpiry, LinkLists, LinkTransaction, OutboxEvent, StoredLink } from '../../storage.ts';
import type { Session } from '../database.ts';
import { PostgresAnswers } from './answers.ts';
import { PostgresChanges } from './changes.ts';
import { PostgresConversions } from './conversions.ts';
import { PendingExpiries } from './expiries.ts';
import { PostgresKeys } from './keys.ts';
import { PostgresLinkReader } from './link-reader.ts';
import { insertLinks, replaceLinks, type Pair } from './link-replacement.ts';
import { PostgresSessions } from './sessions.ts';
import { PostgresWebhooks } from './webhooks.ts';
import { Written } from './written.ts';

const INSERT_EVENTS = `INSERT INTO outbox (id, type, occurred_at, link_id, link_version, data)
	SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])`;

/** Where ids and the outbox go on. */
export interface WriterState {
	lastId: number;
	outboxHead: number;
}

/** One transaction of the one writer. */
export class PostgresLinkTransaction extends PostgresLinkReader implements LinkTransaction {
	readonly changes: PostgresChanges;
	readonly conversions: PostgresConversions;
	readonly keys: PostgresKeys;
	readonly sessions: PostgresSessions;
	readonly webhooks: PostgresWebhooks;
	readonly #session: Session;
	readonly #answers: PostgresAnswers;
	readonly #expiries: PendingExpiries;
	readonly #written = new Written();
	readonly #ids: IdSequence;
	readonly #began: WriterState;
	#lastId: number;
	#outboxHead: number;

	/** @param lists on another connection: they are of what was committed before */
	constructor(session: Session, lists: LinkLists, state: WriterState) {
		super(session, lists);
		this.#session = session;
		this.#began = state;
		this.#lastId = state.lastId;
		this.#outboxHead = state.outboxHead;
		this.#ids = new IdSequence(state.lastId);
		this.changes = new PostgresChanges(session);
		this.conversions = new PostgresConversions(session);
		this.keys = new PostgresKeys(session, () => { this.#written.keys = true; });
		this.sessions = new PostgresSessions(session);
		this.webhooks = new PostgresWebhooks(session, () => { this.#written.webhooks = true; });
		this.#answers = new PostgresAnswers(session);
		this.#expiries = new PendingExpiries(session);
	}

	/** The last id that was given. */
	get lastId(): number {
		return this.#lastId;
	}

	nextId(): number {
		this.#lastId = this.#ids.next();
		return this.#lastId;
	}

	async insert(links: readonly StoredLink[]): Promise<void> {
		await insertLinks(this.#session, links);
		await this.#expiries.inserted(links);
	}

	async replace(pairs: readonly Pair[], by: Authorship): Promise<void> {
		await replaceLinks(this.#session, pairs, by);
		await this.#expiries.replaced(pairs, by.at);
		this.#written.links(pairs.flatMap(({ before, after }) => [before.slug, after.slug]));
	}

	async emit(events: readonly OutboxEvent[]): Promise<void> {
		if (events.length === 0) return;
		await this.#session.run(
			INSERT_EVENTS,
			events.map(() => ++this.#outboxHead), events.map(({ type }) => type), events.map(({ occurredAt }) => occurredAt),
			events.map(({ linkId }) => linkId), events.map(({ linkVersion }) => linkVersion), events.map(({ data }) => data ?? null),
		);
	}

	async takeExpiries(now: number, limit: number): Promise<LinkExpiry[]> {
		return this.#expiries.take(now, limit);
	}

	async keptAnswer(scope: string, key: string): Promise<KeptAnswer | undefined> {
		return this.#answers.kept(scope, key);
	}

	async keepAnswer(answer: KeptAnswer): Promise<void> {
		await this.#answers.keep(answer);
	}

	/** What is written last: where the next one goes on, and what others are to hear. */
	async finish(): Promise<void> {
		const moved = this.#lastId !== this.#began.lastId || this.#outboxHead !== this.#began.outboxHead;
		if (moved) await this.#session.run('UPDATE link_writer SET last_id = $1, outbox_head = $2', this.#lastId, this.#outboxHead);
		await this.#written.tell(this.#session);
	}
}
