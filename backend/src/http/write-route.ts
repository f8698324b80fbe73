import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationName } from '../writes/operations.ts';
import type { WriteJob, WriteJobAnswer } from '../writes/job.ts';
import { ProblemError } from './problem.ts';
import { send, type App } from './app.ts';

/** Sends a job to the writer and resolves with its answer. */
export type RunWrite = (job: Omit<WriteJob, 'outboxCopied'>) => Promise<WriteJobAnswer>;

/** Runs a write for a request, and answers it. `body` is given where a route had to look at the request's own. */
export type Write = (name: OperationName, request: FastifyRequest, reply: FastifyReply, body?: WriteJob['body']) => Promise<FastifyReply>;

/** Longest Idempotency-Key, in characters. */
const KEY_LIMIT = 255;

/** Makes {@link Write}: passes the body on unread, and lets no two requests with one Idempotency-Key run at once. */
export function writer(run: RunWrite): Write {
	const running = new Set<string>();
	return async (name, request, reply, body = { bytes: (request.body as Uint8Array | undefined) ?? new Uint8Array() }) => {
		const idempotencyKey = header(request, 'idempotency-key');
		if (idempotencyKey !== undefined && idempotencyKey.length > KEY_LIMIT) {
			throw new ProblemError('bad_request', `Idempotency-Key must be at most ${String(KEY_LIMIT)} characters.`);
		}
		const params = request.params as Record<string, string>;
		const claim = idempotencyKey && JSON.stringify([request.key.id, name, params, idempotencyKey]);
		if (claim && running.has(claim)) {
			throw new ProblemError('idempotency_key_in_use', 'A request with this Idempotency-Key is still running. Wait for its answer, then repeat.', { retryAfterSeconds: 1 });
		}
		if (claim) running.add(claim);
		try {
			const job = { name, keyId: request.key.id, params: { ...params }, body, idempotencyKey, ifMatch: header(request, 'if-match') };
			return await send(reply, await run(job));
		} finally {
			if (claim) running.delete(claim);
		}
	};
}

/** In a scope whose routes only pass bodies on: JSON stays bytes, and the schema of a body is documentation. */
export function passBodiesOn(app: App): void {
	app.removeContentTypeParser('application/json');
	app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => { done(null, body); });
	const check = app.validatorCompiler;
	app.setValidatorCompiler((route) => (route.httpPart === 'body' || !check ? (value: unknown) => ({ value }) : check(route)));
}

function header(request: FastifyRequest, name: string): string | undefined {
	const value = request.headers[name];
	return Array.isArray(value) ? value[0] : value;
}
