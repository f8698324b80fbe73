import type { FastifyRequest } from 'fastify';
import type { AnswerReader } from '../storage/storage.ts';
import type { OperationName } from '../writes/operations.ts';
import { ANSWER_RETENTION_MS, answerScope } from '../writes/write.ts';

/** Whether a request was answered before, under its Idempotency-Key: then the writer gives that answer again, and nobody is called. */
export async function wasAnswered(answers: Pick<AnswerReader, 'kept'>, name: OperationName, request: FastifyRequest, now: number): Promise<boolean> {
	const idempotencyKey = request.headers['idempotency-key'];
	if (typeof idempotencyKey !== 'string') return false;
	const kept = await answers.kept(answerScope(name, { keyId: request.key.id, params: request.params as Record<string, string> }), idempotencyKey);
	return kept !== undefined && kept.at > now - ANSWER_RETENTION_MS;
}
