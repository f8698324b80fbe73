import type { IncomingMessage, ServerResponse } from 'node:http';
import { SLUG_PATTERN, type LinkStatus } from '../../../contract/link.ts';
import { networkOf } from '../clicks/address.ts';
import { classify } from '../clicks/classify.ts';
import type { GroupCommit } from '../clicks/group-commit.ts';
import { hitOf, type HitSources } from '../clicks/hit.ts';
import { clickId } from '../events/click-id.ts';
import { statusOf } from '../links/present.ts';
import { isReserved } from '../links/slug.ts';
import { Allowance } from './allowance.ts';
import type { TargetCache } from './cache.ts';
import { isLimited, type Limits } from './limits.ts';
import { locationFor } from './location.ts';
import { sendPage } from './pages.ts';
import type { RedirectTarget } from './target.ts';
import { Unlock } from './unlock.ts';
import { chooseSide } from './variant.ts';

/** What the redirect path uses. */
export interface RedirectDependencies {
	cache: TargetCache;
	clicks: GroupCommit;
	limits: Limits;
	sources: HitSources;
	/** Told of what no caller sees. */
	onError(error: unknown): void;
}

/** Answers a request for a short link before any routing; calls `otherwise` where the request is for something else. */
export type Redirects = (request: IncomingMessage, response: ServerResponse, otherwise: () => void) => void;

/** A request for a short link. */
interface Visit {
	request: IncomingMessage;
	response: ServerResponse;
	slug: string;
	/** Without `?`. */
	query: string;
	/** Hands it on: a POST is for links with a password alone. */
	otherwise(): void;
}

/** Links that do not exist, for one network: a person mistypes a few, a program tries them all. */
const MISSES = { most: 60, within: 60_000, keys: 20_000 };

/** How often the uses of a link are looked up for one visitor, while it is changed again and again. */
const LOOKUPS = 3;

/** The redirect path: look up, append, and answer when the click is in the log. */
export function redirects({ cache, clicks, limits, sources, onError }: RedirectDependencies): Redirects {
	const misses = new Allowance<string>(MISSES);
	const unlock = new Unlock(sources.addressOf);

	/** The link as it is now, and how often it has been used if that is limited. Undefined where there is none. */
	async function find(slug: string): Promise<RedirectTarget | undefined> {
		let known: RedirectTarget | undefined;
		for (let round = 0; ; round++) {
			const target = cache.peek(slug) ?? (await cache.load(slug));
			if (!target || !isLimited(target)) return target;
			// It may have been changed meanwhile. Where it is changed all the while, the visitor gets what was true after they came.
			if (known && (isSame(known, target) || round === LOOKUPS)) return known;
			await limits.lookUp(target);
			known = target;
		}
	}

	function answer(target: RedirectTarget, visit: Visit): void {
		const { request, response } = visit;
		const { passwordHash } = target;
		const now = Date.now();
		const status = statusOf(target, now, target.limit?.used ?? 0);
		if (request.method === 'POST' && passwordHash === null) visit.otherwise();
		else if (status !== 'active') turnAway(target, status, visit);
		else if (passwordHash === null) redirect(target, target.redirectType, now, visit);
		else if (request.method !== 'POST') sendPage(response, 'password', request.method);
		else unlocked({ id: target.id, passwordHash }, visit).catch((error: unknown) => { fail(error, visit); });
	}

	async function unlocked(link: { id: number; passwordHash: string }, visit: Visit): Promise<void> {
		const { request, response, slug } = visit;
		const refusal = await unlock.refusal(request, link);
		// A tenth of a second later it may be another link.
		const target = refusal ? undefined : await find(slug);
		const now = Date.now();
		const status = target && statusOf(target, now, target.limit?.used ?? 0);
		if (refusal) sendPage(response, refusal.page, request.method, refusal.wait);
		else if (!target || status === undefined) sendPage(response, 'missing', request.method);
		else if (target.passwordHash !== null && target.passwordHash !== link.passwordHash) sendPage(response, 'wrongPassword', request.method);
		else if (status !== 'active') turnAway(target, status, visit);
		else redirect(target, 303, now, visit);
	}

	function redirect(target: RedirectTarget, status: number, now: number, visit: Visit): void {
		const { request, response, query } = visit;
		// Who hung up while the link was looked up has not been redirected.
		if (request.socket.destroyed) return;
		const { limit } = target;
		const hit = hitOf(request, target, query, now, sources);
		let { location } = target;
		const side = target.sides.length > 0 ? chooseSide(target.sides, hit.visitorId) : undefined;
		if (side) ({ location, name: hit.variant } = side);
		if (target.additions) location = locationFor(location, query, clickId(hit), target.additions);
		if (limit === null) {
			// A click that cannot be recorded is counted as such by the observer; the visitor gets where they wanted to go.
			clicks.add(hit, () => { send(response, status, location); });
			return;
		}
		hit.kind = classify(hit).kind;
		hit.limit = { max: limit.max, startedFrom: limit.used ?? 0 };
		clicks.add(hit, (outcome) => {
			if (outcome === 'exhausted') limit.used = limit.max;
			if (outcome === 'recorded') send(response, status, location);
			else if (outcome === 'exhausted') turnAway(target, 'exhausted', visit);
			else sendPage(response, 'unavailable', request.method);
		});
	}

	function turnAway({ fallbackLocation }: RedirectTarget, status: Exclude<LinkStatus, 'active'>, { request, response }: Visit): void {
		if (status === 'disabled' || status === 'scheduled') sendPage(response, 'missing', request.method);
		else if (fallbackLocation === null) sendPage(response, status, request.method);
		else send(response, request.method === 'POST' ? 303 : 302, fallbackLocation);
	}

	function miss({ request, response, otherwise }: Visit): void {
		const wait = request.method === 'POST' ? 0 : misses.take(networkOf(sources.addressOf(request)));
		if (request.method === 'POST') otherwise();
		else if (wait > 0) sendPage(response, 'tooManyMisses', request.method, wait);
		else sendPage(response, 'missing', request.method);
	}

	function fail(error: unknown, { request, response }: Visit): void {
		// A form that is cut off is nobody's fault here.
		if (request.socket.destroyed) return;
		onError(error);
		sendPage(response, 'unavailable', request.method);
	}

	/** Answers from memory where it can. */
	function follow(visit: Visit): void {
		const cached = cache.peek(visit.slug);
		try {
			if (cached && isReady(cached)) answer(cached, visit);
			else find(visit.slug).then((target) => { if (target) answer(target, visit); else miss(visit); }).catch((error: unknown) => { fail(error, visit); });
		} catch (error) {
			fail(error, visit);
		}
	}

	return (request, response, otherwise) => {
		const url = request.url ?? '/';
		const end = url.indexOf('?');
		const slug = end === -1 ? url.slice(1) : url.slice(1, end);
		if (!METHODS.has(request.method) || !SLUG_PATTERN.test(slug) || isReserved(slug)) otherwise();
		else follow({ request, response, slug, query: end === -1 ? '' : url.slice(end + 1), otherwise });
	};
}

const METHODS = new Set<string | undefined>(['GET', 'HEAD', 'POST']);

function isSame(one: RedirectTarget, other: RedirectTarget): boolean {
	return one.id === other.id && one.version === other.version;
}

/** Whether it can be answered from memory. Who is asked for a password should not be told afterwards that the link is used up. */
function isReady({ limit, passwordHash }: RedirectTarget): boolean {
	return limit === null || (limit.used !== undefined && passwordHash === null);
}

/** One visitor's closed socket must not fail the others of its batch. */
function send(response: ServerResponse, status: number, location: string): void {
	if (response.destroyed || response.headersSent) return;
	response.writeHead(status, ['Location', location, 'Cache-Control', 'private, no-store', 'Content-Length', '0']);
	response.end();
}
