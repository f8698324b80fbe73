/**
 * Classes and codes of PostgreSQL's errors (https://www.postgresql.org/docs/current/errcodes-appendix.html) that say that it cannot be
 * asked now, though the question is good: connection exceptions, insufficient resources, operator intervention, system errors, a
 * transaction that was silent for too long, and a server that only reads, as a primary does that has become a standby.
 */
const CODES = /^(08|53|57P0|58|25006|25P03)/;

/** What Node.js says of a connection that is not there. */
const SOCKET_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT']);

/** What the driver says, which gives these no code. */
const SENTENCES = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout|Cannot use a pool after calling end|Client was closed)/;

/** Whether a failure is that of the database being away, and not of what it was asked. */
export function isAway(error: unknown): boolean {
	if (typeof error !== 'object' || error === null) return false;
	const { code, message, errors } = error as { code?: unknown; message?: unknown; errors?: unknown };
	if (typeof code === 'string' && (CODES.test(code) || SOCKET_CODES.has(code))) return true;
	// Several addresses of one name that all refuse.
	if (Array.isArray(errors)) return errors.some(isAway);
	return typeof message === 'string' && SENTENCES.test(message);
}
