import { HEADERS } from './headers.ts';
import type { Labelled } from './labelled.ts';

const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0';
const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.0 Safari/605.1.15';
const FACEBOOK = 'Mozilla/5.0 (iPhone; CPU iPhone OS 13_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBDV/iPhone11,8;FBMD/iPhone;FBSN/iOS;FBSV/13.3.1;FBSS/2;FBID/phone;FBLC/en_US;FBOP/5;FBCR/]';

const FETCH = 'https://fetch.spec.whatwg.org/#sec-purpose-header';
const AGENT = 'https://simonwillison.net/2025/Aug/4/chatgpt-agents-user-agent/';

/** What says by its method or a header what it is. */
export const SIGNALS: readonly Labelled[] = [
	...['prefetch', 'prefetch;prerender', 'prefetch;anonymous-client-ip'].map((value) => prefetch(CHROME, { ...HEADERS.chromium, 'sec-purpose': value, 'purpose': 'prefetch' }, FETCH)),
	prefetch(FIREFOX, { ...HEADERS.firefox, 'sec-purpose': 'prefetch' }, 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Purpose'),
	prefetch(FIREFOX, { ...HEADERS.firefox, 'x-moz': 'prefetch' }, 'https://developer.mozilla.org/en-US/docs/Glossary/Prefetch'),
	prefetch(CHROME, { ...HEADERS.chromiumOverHttp, purpose: 'prefetch' }, FETCH),
	prefetch(SAFARI, { ...HEADERS.oldSafari, 'x-purpose': 'preview' }, 'https://developer.apple.com/forums/'),
	prefetch(FACEBOOK, { ...HEADERS.oldSafari, 'x-purpose': 'preview', 'x-fb-http-engine': 'Liger' }, 'https://www.facebook.com/business/help/1514372351922333'),
	{ method: 'HEAD', headers: { 'user-agent': CHROME, ...HEADERS.chromium }, kind: 'head', bot: null, source: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2' },
	{ method: 'HEAD', headers: { 'user-agent': SAFARI, ...HEADERS.oldSafari }, kind: 'head', bot: null, source: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2' },
	{ method: 'HEAD', headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', ...HEADERS.program }, kind: 'bot', bot: 'preview:slack', source: 'https://api.slack.com/robots' },
	{ method: 'HEAD', headers: { 'user-agent': 'NotionEmbedder', 'accept': '*/*', 'referer': 'https://www.notion.so/' }, kind: 'bot', bot: 'preview:notion', source: 'https://iframely.com/docs/about' },
	{
		method: 'GET',
		headers: {
			'user-agent': CHROME,
			...HEADERS.chromium,
			'signature-agent': '"https://chatgpt.com"',
			'signature-input': 'sig1=("@authority" "@method" "@path" "signature-agent");created=1754340838;keyid="otMqcjr17mGyruktGvJU8oojQTSMHlVm7uO-lrcqbdg";expires=1754344438',
			'signature': 'sig1=:AA==:',
		},
		kind: 'bot',
		bot: 'header:signature-agent',
		source: AGENT,
	},
	{ method: 'GET', headers: { 'user-agent': CHROME, ...HEADERS.program, from: 'crawler@research.example' }, kind: 'bot', bot: 'header:from', source: 'https://www.rfc-editor.org/rfc/rfc9110#section-10.1.2' },
	{ method: 'GET', headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', ...HEADERS.program, from: 'googlebot(at)googlebot.com' }, kind: 'bot', bot: 'crawler:google', source: 'https://developers.google.com/search/docs/crawling-indexing/googlebot' },
];

function prefetch(agent: string, headers: Record<string, string>, source: string): Labelled {
	return { method: 'GET', headers: { 'user-agent': agent, ...headers }, kind: 'prefetch', bot: null, source };
}
