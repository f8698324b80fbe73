import { isbot, isbotMatch } from 'isbot';
import { LRUCache } from 'lru-cache';
import type { ClickKind } from '../../../contract/event.ts';
import type { Hit } from '../storage/storage.ts';
import { ruleFor } from './bots/rules.ts';

/** What made a hit, and the rule that recognised a bot. */
export interface Classification {
	kind: ClickKind;
	bot: string | null;
}

/** A request without a user agent comes from no browser. */
export const NO_USER_AGENT = 'no-user-agent';

/** Characters kept of what isbot's list matched. */
const MATCH_LIMIT = 40;

/** The browser of a phone or a tablet, or an app's own. */
const MOBILE = /^Mozilla\/5\.0 \([^)]*(?:Android|iPhone|iPad|iPod)[^)]*\) AppleWebKit\//i;

/** What a program writes that poses as a phone and yet says what it is. */
const SAYS_SO = /bot|crawl|spider|https?:|compatible;|preview|headless|lighthouse|fetch|synthetic|\w@\w/i;

/**
 * Tells people from programs. What a request says of itself comes first: a bot stays a bot when it only asks
 * for the head. Doubt speaks for a person: a bot that is counted spoils a number, a person who is not is a customer lost.
 */
export function classify({ userAgent, signal }: Pick<Hit, 'userAgent' | 'signal'>): Classification {
	const bot = botOf(userAgent);
	if (bot !== undefined) return { kind: 'bot', bot };
	if (signal === null || signal === 'head' || signal === 'prefetch') return { kind: signal ?? 'human', bot: null };
	return { kind: 'bot', bot: signal };
}

/** User agents that are remembered: a campaign's visitors share some hundreds, and to read one takes 4 to 7 microseconds. */
const known = new LRUCache<string, { bot: string | undefined }>({ max: 5000 });

/** The rule that knows a user agent as a program's; undefined for a browser. */
function botOf(userAgent: string): string | undefined {
	let remembered = known.get(userAgent);
	if (!remembered) {
		remembered = { bot: findBot(userAgent) };
		known.set(userAgent, remembered);
	}
	return remembered.bot;
}

function findBot(userAgent: string): string | undefined {
	if (userAgent === '') return NO_USER_AGENT;
	const rule = ruleFor(userAgent);
	if (rule !== undefined) return rule;
	if (!isbot(userAgent)) return undefined;
	// isbot's list holds words such as "news" and "scan", which are in the names of apps that people read and scan with.
	if (MOBILE.test(userAgent) && !SAYS_SO.test(userAgent)) return undefined;
	return `isbot:${(isbotMatch(userAgent) ?? '').trim().toLowerCase().slice(0, MATCH_LIMIT)}`;
}
