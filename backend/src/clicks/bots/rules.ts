import { AI, CRAWLERS, FEEDS } from './crawlers.ts';
import { MONITORS } from './monitors.ts';
import { PREVIEWS } from './previews.ts';
import { PROGRAMS } from './programs.ts';
import type { BotRule } from './rule.ts';
import { SCANNERS } from './scanners.ts';

/** Every rule, in the order of asking: the first that matches names the bot. */
export const RULES: readonly BotRule[] = [...PREVIEWS, ...SCANNERS, ...MONITORS, ...AI, ...CRAWLERS, ...FEEDS, ...PROGRAMS];

/** All of them at once: most visitors match none, and one expression says so in a third of the time. */
const ANY = new RegExp(RULES.map(({ pattern }) => pattern.source).join('|'), 'i');

const EACH = RULES.map(({ name, pattern }) => ({ name, pattern: new RegExp(pattern.source, 'i') }));

/** The rule that knows a user agent, by its name. */
export function ruleFor(userAgent: string): BotRule['name'] | undefined {
	return ANY.test(userAgent) ? EACH.find(({ pattern }) => pattern.test(userAgent))?.name : undefined;
}
