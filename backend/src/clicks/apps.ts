import type { ClickSource } from '../../../contract/event.ts';

/** An app that opens links in a browser of its own, and says so in the user agent. */
interface App {
	/** As reports show it in place of the browser's name. */
	name: string;
	pattern: RegExp;
	/** Where a click in it comes from, if there is no referrer. Null where that could be anything. */
	source: ClickSource | null;
}

/** In the order of asking: Messenger is told from Facebook by more. User agents: https://github.com/omrilotan/isbot/blob/main/fixtures/browsers.yml */
const APPS: readonly App[] = [
	{ name: 'Messenger', pattern: /FBAN\/Messenger|FB_IAB\/(?:Orca|MESSENGER)/, source: 'social' },
	{ name: 'Facebook', pattern: /\[FB(?:AN|_IAB|AV)/, source: 'social' },
	{ name: 'Threads', pattern: /\bBarcelona \d/, source: 'social' },
	{ name: 'Instagram', pattern: /\bInstagram \d/, source: 'social' },
	{ name: 'X', pattern: /\bTwitterAndroid|\bTwitter for i/, source: 'social' },
	{ name: 'LinkedIn', pattern: /\bLinkedInApp/, source: 'social' },
	{ name: 'Pinterest', pattern: /\[Pinterest\//, source: 'social' },
	{ name: 'TikTok', pattern: /musical_ly|BytedanceWebview|\btrill_\d/, source: 'social' },
	{ name: 'Snapchat', pattern: /Snapchat\/?\d/, source: 'social' },
	{ name: 'Telegram', pattern: /Telegram-Android\//, source: 'social' },
	{ name: 'WeChat', pattern: /MicroMessenger\//, source: 'social' },
	{ name: 'LINE', pattern: /\bLine\/\d/, source: 'social' },
	{ name: 'KakaoTalk', pattern: /\bKAKAOTALK/, source: 'social' },
	{ name: 'Viber', pattern: /\bViber(?:\/|$)/, source: 'social' },
	{ name: 'Zalo', pattern: /\bZalo\//, source: 'social' },
	{ name: 'Slack', pattern: /Slack_SSB\//, source: 'social' },
	{ name: 'Google Search', pattern: /\bGSA\/|\bGoogleApp\//, source: null },
	{ name: 'NAVER', pattern: /NAVER\(inapp/, source: null },
	{ name: 'DuckDuckGo', pattern: /\bDuckDuckGo\/\d/, source: null },
];

/** The app whose own browser a user agent is; undefined for a browser that stands by itself. */
export function appOf(userAgent: string): App | undefined {
	return APPS.find(({ pattern }) => pattern.test(userAgent));
}
