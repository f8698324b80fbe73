import { performance } from 'node:perf_hooks';
import type { StoredWebhook } from '../storage/storage.ts';
import type { Clock } from './clock.ts';
import { QUICK_MS, type Lanes } from './lanes.ts';
import type { OutgoingMessage } from './message.ts';
import type { Poster } from './post.ts';
import { secretsOf, signedHeaders } from './signature.ts';
import { excerptOf, tellAnswer } from './tell.ts';
import type { AttemptResult } from './verdict.ts';

/** What is needed to call a receiver. */
export interface ReceiverTools {
	poster: Pick<Poster, 'post'>;
	lanes: Lanes;
	clock: Clock;
}

/** The receiver of one subscription: signs for it, keeps to its rate, and knows whether it is quick. */
export class Receiver {
	readonly #webhook: StoredWebhook;
	readonly #tools: ReceiverTools;
	readonly #abandoning: AbortSignal;
	#calledAt = -Infinity;
	#isSlow = false;

	/** @param abandoning ends a call that is in flight */
	constructor(webhook: StoredWebhook, tools: ReceiverTools, abandoning: AbortSignal) {
		this.#webhook = webhook;
		this.#tools = tools;
		this.#abandoning = abandoning;
	}

	/** When its rate lets it be called again, in milliseconds since 1970. */
	get readyAt(): number {
		return this.#webhook.rate === null ? -Infinity : this.#calledAt + 1000 / this.#webhook.rate;
	}

	/** Posts a message. Undefined where it was stopped or abandoned: then nothing is known of the receiver. */
	async send(message: OutgoingMessage, isFailing: boolean, stopping: AbortSignal): Promise<{ at: number; result: AttemptResult } | undefined> {
		const { lanes, clock } = this.#tools;
		return lanes.run(!isFailing && !this.#isSlow, async () => {
			if (stopping.aborted) return undefined;
			const at = (this.#calledAt = clock.now());
			const result = await attempt(this.#tools.poster, this.#webhook, message, at, this.#abandoning);
			this.#isSlow = result.latencyMs > QUICK_MS;
			return this.#abandoning.aborted && result.status === null ? undefined : { at, result };
		});
	}
}

/** One signed call. Never rejects: that there was no answer is a result too. */
export async function attempt(poster: Pick<Poster, 'post'>, webhook: StoredWebhook, { id, body }: OutgoingMessage, at: number, signal?: AbortSignal): Promise<AttemptResult> {
	const headers = signedHeaders(secretsOf(webhook, at), { id, at, body });
	const begun = performance.now();
	const latencyMs = () => Math.round((performance.now() - begun) * 10) / 10;
	try {
		const answer = await poster.post({ url: webhook.url, headers, body, ...(signal && { signal }) });
		const { status, retryAfter } = answer;
		return { status, retryAfter, response: excerptOf(answer.body), error: null, latencyMs: latencyMs(), told: tellAnswer(answer) };
	} catch (error) {
		const told = error instanceof Error ? error.message : String(error);
		return { status: null, retryAfter: null, response: null, error: told, latencyMs: latencyMs(), told };
	}
}
