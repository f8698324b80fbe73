import type { Logger } from 'pino';
import type { Session } from '../dashboard/sessions.ts';
import { writer, type Write } from '../http/write-route.ts';
import type { TargetCache } from '../redirects/cache.ts';
import type { DeliveriesWrite, Threads } from '../threads/start.ts';
import type { WriteJobAnswer } from '../writes/job.ts';
import type { Recording } from './recording.ts';

/** What the server writes without being asked by a caller of the API. */
type OwnWrite = 'noteWebhook' | 'recordMilestones' | 'expireLinks' | 'recordPixel' | 'endSession';

/** Everything that is written beside clicks: by the writer's thread, one after the other. */
export interface ServerWrites {
	/** For a request. */
	write: Write;
	/** Events of links whose time has come. */
	expireLinks(): Promise<unknown>;
	/** A conversion that a page's pixel tells of. */
	recordPixel(conversion: unknown): Promise<void>;
	/** A session that is used no more. Its answer is the caller's. */
	endSession(session: Session): Promise<WriteJobAnswer>;
	/** What the deliveries ask for; they hear of it. */
	forDeliveries(message: DeliveriesWrite): Promise<void>;
}

/** What {@link serverWrites} uses. */
export interface WritesDependencies {
	threads: Pick<Threads, 'write' | 'tellDeliveries'>;
	recording: Pick<Recording, 'log' | 'clicks'>;
	cache: TargetCache;
	logger: Logger;
}

/** Sends what is to be written to the writer's thread. */
export function serverWrites({ threads, recording: { log, clicks }, cache, logger }: WritesDependencies): ServerWrites {
	const own = (name: OwnWrite, value?: unknown) => threads.write({ name, keyId: 0, params: {}, body: { value }, idempotencyKey: undefined, outboxCopied: log.outboxCopied() });
	/** @returns what failed */
	const toldOf = async (name: OwnWrite, value?: unknown) => {
		const { failure } = await own(name, value);
		if (failure !== undefined) logger.error(failure);
		void clicks.copyOutbox();
		return failure;
	};
	return {
		write: writer(async (job) => {
			const answer = await threads.write({ ...job, outboxCopied: log.outboxCopied() });
			cache.drop(answer.touched);
			// After the answer: five hundred rows at a time, they would keep it waiting.
			setImmediate(() => void clicks.copyOutbox());
			return answer;
		}),
		expireLinks: () => toldOf('expireLinks'),
		recordPixel: async (conversion) => { await toldOf('recordPixel', conversion); },
		endSession: (session) => own('endSession', session),
		async forDeliveries(message) {
			const failure = await toldOf(message.name, message.body).catch((error: unknown) => {
				logger.error(error, 'What the deliveries found could not be written');
				return String(error);
			});
			threads.tellDeliveries(message.name === 'recordMilestones' ? { type: 'written', ticket: message.ticket, failure } : { type: 'subscriptions' });
		},
	};
}
