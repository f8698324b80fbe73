import { SEEN, type BotRule } from './rule.ts';

/** What fetches pages for AI products: to train them, to search, and because somebody asked about a page. */
export const AI: readonly BotRule[] = [
	{ name: 'ai:openai', pattern: /GPTBot|OAI-SearchBot|OAI-AdsBot|ChatGPT-User|^OpenAI\//, who: 'OpenAI: GPTBot, OAI-SearchBot, ChatGPT-User', source: 'https://platform.openai.com/docs/bots' },
	{ name: 'ai:anthropic', pattern: /ClaudeBot|Claude-User|Claude-SearchBot|Claude-Web|anthropic-ai/, who: 'Anthropic: ClaudeBot, Claude-User, Claude-SearchBot', source: 'https://support.anthropic.com/en/articles/8896518' },
	{ name: 'ai:perplexity', pattern: /PerplexityBot|Perplexity-User/, who: 'Perplexity', source: 'https://docs.perplexity.ai/guides/bots' },
	{ name: 'ai:google', pattern: /Google-CloudVertexBot|Google-NotebookLM|Google-Gemini|Google-Agent/, who: 'Google: Gemini, NotebookLM, Vertex', source: 'https://developers.google.com/search/docs/crawling-indexing/google-user-triggered-fetchers' },
	{ name: 'ai:meta', pattern: /meta-external(?:agent|fetcher|ads)|meta-webindexer/, who: 'Meta AI', source: 'https://developers.facebook.com/docs/sharing/webmasters/web-crawlers/' },
	{ name: 'ai:amazon', pattern: /Amazonbot|Amzn-(?:SearchBot|User)/, who: 'Amazon', source: 'https://developer.amazon.com/support/amazonbot' },
	{ name: 'ai:bytedance', pattern: /Bytespider|TikTokSpider/, who: 'ByteDance', source: SEEN.isbot },
	{ name: 'ai:mistral', pattern: /MistralAI-User/, who: 'Mistral', source: 'https://docs.mistral.ai/robots' },
	{ name: 'ai:duckduckgo', pattern: /DuckAssistBot/, who: 'DuckDuckGo', source: 'https://duckduckgo.com/duckduckgo-help-pages/results/duckassistbot' },
	{ name: 'ai:cohere', pattern: /cohere-ai|cohere-training/, who: 'Cohere', source: 'https://docs.cohere.com/' },
	{ name: 'ai:common-crawl', pattern: /CCBot/, who: 'Common Crawl', source: 'https://commoncrawl.org/faq' },
	{ name: 'ai:diffbot', pattern: /Diffbot/, who: 'Diffbot', source: 'https://docs.diffbot.com/docs/does-diffbot-crawl-robots' },
];

/** What collects pages for search engines, archives and tools of the trade. */
export const CRAWLERS: readonly BotRule[] = [
	{ name: 'crawler:google-ads', pattern: /AdsBot-Google|Mediapartners-Google|AdsBot/, who: 'Google Ads', source: 'https://developers.google.com/search/docs/crawling-indexing/google-special-case-crawlers' },
	{ name: 'crawler:google', pattern: /Googlebot|GoogleOther|Google-InspectionTool|Storebot-Google|Google-Read-Aloud|Google-Site-Verification|APIs-Google|AppEngine-Google|googleweblight|Google-Structured-Data|DuplexWeb-Google|Google-CWS/, who: 'Google', source: 'https://developers.google.com/search/docs/crawling-indexing/google-common-crawlers' },
	{ name: 'crawler:bing', pattern: /bingbot|msnbot|adidxbot/, who: 'Bing', source: 'https://www.bing.com/webmasters/help/which-crawlers-does-bing-use-8c184ec0' },
	{ name: 'crawler:apple', pattern: /Applebot/, who: 'Apple', source: 'https://support.apple.com/en-us/119829' },
	{ name: 'crawler:duckduckgo', pattern: /DuckDuckBot|DuckDuckGo-Favicons-Bot/, who: 'DuckDuckGo', source: 'https://duckduckgo.com/duckduckgo-help-pages/results/duckduckbot' },
	{ name: 'crawler:yandex', pattern: /Yandex(?:\w*Bot|Images|Metrika|RenderResources|MobileScreenShot|Favicons)|^Yandex/, who: 'Yandex', source: 'https://yandex.com/bots' },
	{ name: 'crawler:baidu', pattern: /Baiduspider|baidu Transcoder/, who: 'Baidu', source: 'http://www.baidu.com/search/spider.html' },
	{ name: 'crawler:yahoo', pattern: /Yahoo! Slurp|Y!J-/, who: 'Yahoo', source: 'http://help.yahoo.com/help/us/ysearch/slurp' },
	{ name: 'crawler:naver', pattern: /\bYeti\/|naverbot/, who: 'Naver', source: 'https://naver.me/spd' },
	{ name: 'crawler:daum', pattern: /Daumoa|\bDaum\/\d/, who: 'Daum', source: SEEN.isbot },
	{ name: 'crawler:sogou', pattern: /Sogou (?:web|head|Orion|Pic|inst) spider|Sogou-Test-Spider/, who: 'Sogou', source: 'http://www.sogou.com/docs/help/webmasters.htm' },
	{ name: 'crawler:seznam', pattern: /SeznamBot/, who: 'Seznam', source: 'https://o-seznam.cz/napoveda/vyhledavani/en/seznambot-crawler/' },
	{ name: 'crawler:petal', pattern: /PetalBot|AspiegelBot/, who: 'Petal (Huawei)', source: 'https://webmaster.petalsearch.com/site/petalbot' },
	{ name: 'crawler:qwant', pattern: /Qwant(?:ify|bot)/, who: 'Qwant', source: 'https://help.qwant.com/bot' },
	{ name: 'crawler:mojeek', pattern: /MojeekBot/, who: 'Mojeek', source: 'https://www.mojeek.com/bot.html' },
	{ name: 'crawler:mail-ru', pattern: /Mail\.RU_Bot/, who: 'Mail.ru', source: 'http://go.mail.ru/help/robots' },
	{ name: 'crawler:ahrefs', pattern: /Ahrefs(?:Bot|SiteAudit)/, who: 'Ahrefs', source: 'https://ahrefs.com/robot' },
	{ name: 'crawler:semrush', pattern: /SemrushBot|SiteAuditBot|SplitSignalBot/, who: 'Semrush', source: 'https://www.semrush.com/bot/' },
	{ name: 'crawler:majestic', pattern: /MJ12bot/, who: 'Majestic', source: 'https://mj12bot.com/' },
	{ name: 'crawler:moz', pattern: /DotBot|rogerbot/, who: 'Moz', source: 'https://moz.com/help/moz-procedures/crawlers' },
	{ name: 'crawler:dataforseo', pattern: /DataForSeoBot/, who: 'DataForSEO', source: 'https://dataforseo.com/dataforseo-bot' },
	{ name: 'crawler:screaming-frog', pattern: /Screaming Frog/, who: 'Screaming Frog', source: SEEN.isbot },
	{ name: 'crawler:internet-archive', pattern: /archive\.org_bot|ia_archiver|special_archiver/, who: 'Internet Archive', source: 'http://archive.org/details/archive.org_bot' },
	{ name: 'crawler:bitly', pattern: /bitlybot/, who: 'Bitly', source: SEEN.isbot },
];

/** What reads feeds, and what the feeds link to. */
export const FEEDS: readonly BotRule[] = [
	{ name: 'feed:feedly', pattern: /^(?:Meta)?Feedly|FeedlyBot|FeedlyApp|feedly\.com/, who: 'Feedly', source: 'https://www.feedly.com/fetcher.html' },
	{ name: 'feed:inoreader', pattern: /inoreader\.com/, who: 'Inoreader', source: SEEN.isbot },
	{ name: 'feed:feedbin', pattern: /^Feedbin/, who: 'Feedbin', source: SEEN.isbot },
	{ name: 'feed:newsblur', pattern: /NewsBlur (?:Page|Feed|Favicon|Content) Fetcher/, who: 'NewsBlur', source: SEEN.isbot },
	{ name: 'feed:google', pattern: /FeedFetcher-Google/, who: 'Google', source: 'http://www.google.com/feedfetcher.html' },
	{ name: 'feed:tiny-tiny-rss', pattern: /Tiny Tiny RSS/, who: 'Tiny Tiny RSS', source: 'http://tt-rss.org/' },
	{ name: 'feed:freshrss', pattern: /FreshRSS/, who: 'FreshRSS', source: 'https://freshrss.org' },
	{ name: 'feed:miniflux', pattern: /Miniflux/, who: 'Miniflux', source: 'https://miniflux.app' },
	{ name: 'feed:netnewswire', pattern: /^NetNewsWire/, who: 'NetNewsWire', source: 'https://netnewswire.com' },
	{ name: 'feed:feedburner', pattern: /FeedBurner/, who: 'FeedBurner', source: 'http://www.FeedBurner.com' },
	{ name: 'feed:superfeedr', pattern: /Superfeedr/, who: 'Superfeedr', source: SEEN.crawlers },
];
