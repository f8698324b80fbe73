/** A program that says in its user agent what it is. */
export interface BotRule {
	/** Stable: events, webhooks and reports hold it. What it does, a colon, and whose it is. */
	name: `${'preview' | 'scanner' | 'mail' | 'monitor' | 'library' | 'tool' | 'ai' | 'crawler' | 'feed'}:${string}`;
	/** What of the user agent tells it, in upper or lower case. */
	pattern: RegExp;
	/** For people, in the table of the documentation. */
	who: string;
	/** Where its user agent is documented, or has been reported. */
	source: string;
}

/** Lists of user agents that have been seen, kept by their communities under free licences. */
export const SEEN = {
	isbot: 'https://github.com/omrilotan/isbot/blob/main/fixtures/crawlers.yml',
	crawlers: 'https://github.com/monperrus/crawler-user-agents',
	gateways: 'https://check.live-direct-marketing.online/blog/bot-clicks-security-scanners-detect',
} as const;
