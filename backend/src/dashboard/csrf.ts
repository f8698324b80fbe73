import type { IncomingHttpHeaders } from 'node:http';
import { ProblemError } from '../http/problem.ts';
import type { Session, Sessions } from './sessions.ts';

/** What is looked at of a request. */
interface Request {
	method: string;
	headers: IncomingHttpHeaders;
}

/** Header in which the page proves that a request is its own. */
export const CSRF_HEADER = 'x-linkmill-csrf';

/**
 * Refuses a request that carries a session and comes from elsewhere than the dashboard. Each of these would do by itself: the cookie
 * is `SameSite=Strict`; the browser says where a request comes from (Fetch Metadata), and no page can change that; and the page
 * sends a token that no other page can read. A GET that a link or an event stream starts can send no header of ours; there the
 * browser's word is enough.
 *
 * @throws ProblemError `cross_site_request`
 */
export function proveOwnPage({ method, headers }: Request, session: Session, sessions: Sessions): void {
	refuseOtherSites({ headers });
	const token = headers[CSRF_HEADER];
	if (token === undefined && (method === 'GET' || method === 'HEAD') && isFromOwnPage(headers)) return;
	if (typeof token === 'string' && sessions.hasToken(session, token)) return;
	throw new ProblemError('cross_site_request', `The cookie of the dashboard needs the header X-Linkmill-CSRF beside it, with the token of this session. Reload the page; a program sends an API key in the header "Authorization: Bearer <key>" instead.`);
}

/**
 * Refuses a request that a browser says was started by another site. One without Fetch Metadata is held to its `Origin`: it
 * must name the host that was asked.
 *
 * @throws ProblemError `cross_site_request`
 */
export function refuseOtherSites({ headers }: Pick<Request, 'headers'>): void {
	const site = headers['sec-fetch-site'];
	if (site === undefined ? headers.origin === undefined || names(headers.origin, headers.host) : site === 'same-origin' || site === 'none') return;
	throw new ProblemError('cross_site_request', 'This request comes from another site. Open the dashboard itself, at the address of this server.');
}

/** Whether the browser itself says so. Over plain http it sends no Fetch Metadata, except to this machine; there it says which page asks. */
function isFromOwnPage(headers: IncomingHttpHeaders): boolean {
	const site = headers['sec-fetch-site'];
	return site === undefined ? names(headers.referer, headers.host) : site === 'same-origin';
}

/** Whether an address is one of a host. */
function names(address: string | undefined, host: string | undefined): boolean {
	return address !== undefined && URL.parse(address)?.host === host;
}
