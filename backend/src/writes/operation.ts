import type { FindClicks } from '../conversions/click.ts';
import type { LinkTotals, LinkTransaction } from '../storage/storage.ts';

/** A write as it reaches the writer: authenticated, its body parsed as JSON and not yet looked at. */
export interface WriteRequest {
	/** Id of the API key that asks. */
	keyId: number;
	/** Path parameters, decoded. */
	params: Readonly<Record<string, string>>;
	body: unknown;
	/** The `If-Match` header. */
	ifMatch?: string | undefined;
}

/** What an operation works with. */
export interface WriteTools {
	transaction: LinkTransaction;
	/** All-time clicks, for the links that an answer shows. */
	totals(linkIds: readonly number[]): Promise<LinkTotals[]>;
	/** Milliseconds since 1970; one reading for the whole operation. */
	now: number;
	/** Without a slash at the end. */
	baseUrl: string;
	/** Position of the last event in the log. */
	logHead(): number;
	/**
	 * Resolves when every link is in the index of texts as it was when the transaction began. Absent where no server runs.
	 *
	 * @throws IndexIncomplete where that takes too long
	 */
	indexed?(): Promise<void>;
	/** Finds clicks in the log. Absent where no server runs. */
	clicks?: FindClicks;
}

/** What came of a write. */
export interface WriteAnswer {
	status: number;
	/** Sent as JSON; absent for 204. */
	body?: unknown;
	/** Slugs whose redirect is no longer what it was: dropped from every cache before the answer leaves. */
	touched?: readonly string[];
	/** What an Idempotency-Key keeps instead of the body: less of it, or without a secret. */
	kept?: unknown;
}

/**
 * A write: everything that it does, it does in one transaction, and nothing where it throws.
 * Bad input is a `ProblemError`.
 */
export interface Operation {
	write(request: WriteRequest, tools: WriteTools): Promise<WriteAnswer>;
	/** Gives the answer again from what was kept. Default: what was kept is the body. */
	replay?(kept: unknown, tools: WriteTools): Promise<WriteAnswer>;
}
