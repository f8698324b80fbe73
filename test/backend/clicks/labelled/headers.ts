/**
 * What kinds of browsers send beside the user agent, when somebody opens a link. Values of `Accept`:
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Content_negotiation/List_of_default_Accept_values;
 * `Sec-Fetch-*` (https only): https://www.w3.org/TR/fetch-metadata/; client hints: https://wicg.github.io/ua-client-hints/.
 */
export const HEADERS = {
	chromium: {
		'sec-ch-ua': '"Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"',
		'sec-ch-ua-mobile': '?0',
		'sec-ch-ua-platform': '"Windows"',
		'upgrade-insecure-requests': '1',
		'accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7',
		'sec-fetch-site': 'none',
		'sec-fetch-mode': 'navigate',
		'sec-fetch-user': '?1',
		'sec-fetch-dest': 'document',
		'accept-encoding': 'gzip, deflate, br, zstd',
		'accept-language': 'de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7',
	},
	/** Over plain http there are neither Fetch metadata nor client hints. */
	chromiumOverHttp: {
		'upgrade-insecure-requests': '1',
		'accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8',
		'accept-encoding': 'gzip, deflate',
		'accept-language': 'en-US,en;q=0.9',
	},
	firefox: {
		'accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
		'accept-language': 'en-US,en;q=0.5',
		'accept-encoding': 'gzip, deflate, br, zstd',
		'sec-gpc': '1',
		'upgrade-insecure-requests': '1',
		'sec-fetch-dest': 'document',
		'sec-fetch-mode': 'navigate',
		'sec-fetch-site': 'cross-site',
		'priority': 'u=0, i',
	},
	safari: {
		'accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
		'sec-fetch-site': 'none',
		'sec-fetch-mode': 'navigate',
		'sec-fetch-dest': 'document',
		'accept-language': 'en-GB,en;q=0.9',
		'accept-encoding': 'gzip, deflate, br',
	},
	/** A view of Android's in an app, which names the app. */
	webView: {
		'upgrade-insecure-requests': '1',
		'accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8',
		'x-requested-with': 'com.facebook.katana',
		'sec-fetch-site': 'none',
		'sec-fetch-mode': 'navigate',
		'sec-fetch-user': '?1',
		'sec-fetch-dest': 'document',
		'accept-encoding': 'gzip, deflate, br',
		'accept-language': 'pt-BR,pt;q=0.9',
	},
	/** A view of WebKit's in an app, before Safari 16.4 sent Fetch metadata. */
	oldSafari: {
		'accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
		'accept-language': 'fr-fr',
		'accept-encoding': 'gzip, deflate, br',
	},
	internetExplorer: {
		'accept': 'text/html, application/xhtml+xml, image/jxr, */*',
		'accept-language': 'en-US',
		'accept-encoding': 'gzip, deflate',
	},
	/** Internet Explorer 8 and before, when the page is opened in a new window. */
	ancient: { 'accept': '*/*', 'accept-language': 'en-us', 'ua-cpu': 'x86', 'accept-encoding': 'gzip, deflate' },
	operaMini: {
		'accept': 'text/html, application/xml;q=0.9, application/xhtml+xml, image/png, image/webp, image/jpeg, image/gif, image/x-xbitmap, */*;q=0.1',
		'accept-language': 'id,en;q=0.9',
		'x-operamini-phone': 'Android #',
		'x-operamini-phone-ua': 'Mozilla/5.0 (Linux; Android 10; SM-A107F)',
		'x-forwarded-for': '198.51.100.7',
	},
	/** What is left where a proxy or an extension removes what could tell people apart. */
	bare: { accept: 'text/html' },
	/** No header but the user agent. */
	none: {},
	/** What most libraries send. */
	program: { 'accept': '*/*', 'accept-encoding': 'gzip, deflate' },
} as const satisfies Record<string, Record<string, string>>;
