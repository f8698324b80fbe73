import type { IncomingMessage, ServerResponse } from 'node:http';
import { SLUG_PATTERN } from '../../../contract/link.ts';
import type { GroupCommit } from '../clicks/group-commit.ts';
import { hitOf, type HitSources } from '../clicks/hit.ts';
import { statusOf } from '../links/present.ts';
import { isReserved } from '../links/slug.ts';
import type { TargetCache } from './cache.ts';
import { sendPage } from './pages.ts';
import type { RedirectTarget } from './target.ts';

/** What the redirect path uses. */
export interface RedirectDependencies {
	cache: TargetCache;
	clicks: GroupCommit;
	sources: HitSources;
	/** Told of what no caller sees. */
	onError(error: unknown): void;
}

/** Answers a request for a short link before any routing; false where the request is for something else. */
export type Redirects = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The redirect path: look up, append, and answer when the click is in the log. */
export function redirects(dependencies: RedirectDependencies): Redirects {
	const { cache, clicks, sources, onError } = dependencies;

	function redirect(target: RedirectTarget, query: string, request: IncomingMessage, response: ServerResponse): void {
		const now = Date.now();
		const status = statusOf(target, now, 0);
		if (status !== 'active') {
			if (status === 'expired' && target.fallbackLocation !== null) send(response, 302, target.fallbackLocation);
			else sendPage(response, status === 'expired' ? 'expired' : 'missing', request.method);
			return;
		}
		// A click that cannot be recorded is counted as such by the observer; the visitor gets where they wanted to go.
		clicks.add(hitOf(request, target, query, now, sources), () => { send(response, target.redirectType, target.location); });
	}

	return (request, response) => {
		if (request.method !== 'GET' && request.method !== 'HEAD') return false;
		const url = request.url ?? '/';
		const end = url.indexOf('?');
		const slug = end === -1 ? url.slice(1) : url.slice(1, end);
		if (!SLUG_PATTERN.test(slug) || isReserved(slug)) return false;
		const query = end === -1 ? '' : url.slice(end + 1);
		const fail = (error: unknown) => {
			onError(error);
			sendPage(response, 'unavailable', request.method);
		};
		const cached = cache.peek(slug);
		if (cached) {
			try {
				redirect(cached, query, request, response);
			} catch (error) {
				fail(error);
			}
			return true;
		}
		cache
			.load(slug)
			.then((target) => {
				if (target) redirect(target, query, request, response);
				else sendPage(response, 'missing', request.method);
			})
			.catch(fail);
		return true;
	};
}

/** One visitor's closed socket must not fail the others of its batch. */
function send(response: ServerResponse, status: number, location: string): void {
	if (response.destroyed || response.headersSent) return;
	response.writeHead(status, ['Location', location, 'Cache-Control', 'private, no-store', 'Content-Length', '0']);
	response.end();
}
