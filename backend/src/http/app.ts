import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type {} from '@fastify/swagger';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Convert } from 'typebox/value';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { LINK_LIMITS } from '../../../contract/link.ts';
import type { Scope } from '../keys/schema.ts';
import type { StoredKey } from '../storage/storage.ts';
import { StorageUnavailable } from '../storage/unavailable.ts';
import { problemAnswer, storageProblem, type Answer } from './answer.ts';
import type { Authentication } from './authentication.ts';
import { refuseConnection, unroutable } from './broken-request.ts';
import { fieldProblems } from './field-problems.ts';
import { invalidRequest, ProblemError } from './problem.ts';
import type { RateLimiter } from './rate-limit.ts';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What the caller's key must be good for. Absent: no key is needed. */
		scope?: Scope;
	}
	interface FastifyRequest {
		/** The caller's key; there on every route that has a scope. */
		key: StoredKey;
	}
}

/** The HTTP application: routes are registered on it. */
export type App = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>;

/** What the application itself uses. */
export interface AppDependencies {
	server: Server;
	logger: FastifyBaseLogger;
	authentication: Authentication;
	limiter: RateLimiter | null;
}

/** Bytes of a request body: ten thousand links with long metadata are well below. */
const BODY_LIMIT = 64 * 1024 * 1024;

/** Characters of a path parameter: an external id of 200 characters, each of them escaped. */
const PARAMETER_LIMIT = 'external:'.length + 3 * LINK_LIMITS.externalId;

/**
 * Headers of every answer but those that say otherwise: data is data, whatever somebody has written into it. A browser makes no page of
 * it, runs nothing in it, and shows it in nobody's frame (OWASP REST Security Cheat Sheet, Security Headers).
 */
const HEADERS = { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'x-content-type-options': 'nosniff' };

/** An application without routes: keys, budgets, validation and problems. Once it is ready, `routing` answers requests. */
export function createApp({ server, logger, authentication, limiter }: AppDependencies): App {
	const app = Fastify({
		loggerInstance: logger,
		logController: new LogController({ disableRequestLogging: true }),
		bodyLimit: BODY_LIMIT,
		routerOptions: { maxParamLength: PARAMETER_LIMIT },
		frameworkErrors: (error, _request, reply) => { send(reply, unroutable(error)); },
		clientErrorHandler: refuseConnection,
		// It answers nothing by itself: a request that came before all routes are ready would end the process. See `answerWith`.
		serverFactory: () => server,
	}).withTypeProvider<TypeBoxTypeProvider>() as unknown as App;

	app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => validator(schema, httpPart));
	app.decorateRequest('key');
	app.addHook('onRequest', async (request, reply) => {
		void reply.headers(HEADERS);
		const { scope } = request.routeOptions.config;
		if (scope === undefined) return;
		const now = Date.now();
		request.key = await authentication.authenticate(request, scope, now);
		// What a browser gets for its cookie is on no disk after the sign-out; what has an ETag says for itself how long it may be kept.
		if (request.headers.authorization === undefined) void reply.header('cache-control', 'private, no-store');
		if (!limiter) return;
		const budget = await limiter.take(request.key.id, now);
		reply.headers(limiter.headers(budget));
		if (!budget.allowed) {
			const sentence = `This API key has used up its requests. Try again in ${String(budget.retryAfter)} s, or send many links in one batch.`;
			throw new ProblemError('rate_limited', sentence, { retryAfterSeconds: budget.retryAfter });
		}
	});
	app.setErrorHandler<FastifyError | ProblemError>((error, request, reply) => send(reply, problemAnswer(problemOf(error, request))));
	app.setNotFoundHandler((request, reply) => {
		const problem = new ProblemError('not_found', `There is nothing at ${request.method} ${request.url.split('?')[0] ?? ''}. See /openapi.json for what there is.`);
		return send(reply, problemAnswer(problem));
	});
	return app;
}

/** Passes on an answer that is bytes already. */
export function send(reply: FastifyReply, { status, headers, body, failure }: Answer): FastifyReply {
	if (failure !== undefined) reply.log.error(failure);
	return reply.code(status).headers(headers).send(body && Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}

function validator(schema: TSchema, part: string | undefined) {
	const compiled = Compile(schema);
	return (input: unknown) => {
		const value = part === 'querystring' ? Convert(schema, input) : input;
		if (compiled.Check(value)) return { value };
		return { error: invalidRequest(fieldProblems(schema, compiled.Errors(value), part === 'querystring' ? 'querystring' : 'body')) };
	};
}

function problemOf(error: FastifyError | ProblemError, request: FastifyRequest): ProblemError {
	if (error instanceof ProblemError) return error;
	if (error instanceof StorageUnavailable) {
		request.log.error(error);
		return storageProblem(error);
	}
	switch (error.statusCode) {
		case 413:
			return new ProblemError('payload_too_large', `The body must be at most ${String(BODY_LIMIT / 1024 / 1024)} MiB. Send fewer links at once.`);
		case 415:
			return new ProblemError('unsupported_media_type', 'Send the body as JSON, with the header "Content-Type: application/json".');
		default:
			if (error.statusCode !== undefined && error.statusCode < 500) return new ProblemError('bad_request', error.message);
			request.log.error(error);
			return new ProblemError('internal_error', 'Something went wrong on our side. Nothing was written; try again.');
	}
}
