import type { Socket } from 'node:net';
import type { FastifyError } from 'fastify';
import { problemAnswer, type Answer } from './answer.ts';
import { ProblemError } from './problem.ts';

/** A path that no route could be looked up for: its escapes are no UTF-8, or one of its parts is longer than any id. */
export function unroutable({ code }: Pick<FastifyError, 'code'>): Answer {
	if (code === 'FST_ERR_MAX_PARAM_LENGTH') return problemAnswer(new ProblemError('not_found', 'There is nothing at this path: a part of it is longer than any id.'));
	return problemAnswer(new ProblemError('bad_request', 'The path is not percent-encoded UTF-8. Encode ids with encodeURIComponent or its like.'));
}

/** Says on the bare connection what is wrong with bytes that are no HTTP request, and closes it. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
	if (error.code === 'ECONNRESET' || socket.destroyed) return;
	if (socket.writable) {
		const { status, headers, body } = problemAnswer(new ProblemError('bad_request', sentence(error.code)));
		const lines = Object.entries({ ...headers, 'content-length': String(body?.length ?? 0), connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
		socket.write(Buffer.concat([Buffer.from(`HTTP/1.1 ${String(status)} Bad Request\r\n${lines.join('')}\r\n`), body ?? Buffer.alloc(0)]));
	}
	socket.destroy(error);
}

function sentence(code: string | undefined): string {
	switch (code) {
		case 'HPE_HEADER_OVERFLOW':
			return 'Address and headers must be at most 16 KiB together. Send what is long in the body.';
		case 'ERR_HTTP_REQUEST_TIMEOUT':
			return 'The request did not arrive in time. Send it again.';
		default:
			return 'This is not an HTTP request. Check the line breaks and characters of its headers.';
	}
}
