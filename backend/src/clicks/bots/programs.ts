import { SEEN, type BotRule } from './rule.ts';

/** HTTP libraries and command line tools, and browsers that nobody sits at. */
export const PROGRAMS: readonly BotRule[] = [
	{ name: 'tool:headless', pattern: /HeadlessChrome|PhantomJS|SlimerJS|Puppeteer|Playwright|Selenium|Cypress\/|Electron\/.*Nightmare/, who: 'Browsers without a window: Puppeteer, Playwright, Selenium, Cypress, PhantomJS', source: 'https://developer.chrome.com/docs/chromium/headless' },
	{ name: 'tool:lighthouse', pattern: /Chrome-Lighthouse|Google Page ?Speed|PageSpeed|GTmetrix|\bPTST[ /]/, who: 'Lighthouse, PageSpeed, GTmetrix, WebPageTest', source: 'https://github.com/GoogleChrome/lighthouse' },
	{ name: 'tool:w3c', pattern: /^W3C[-_]|W3C-checklink|Validator\.nu/, who: 'W3C validators and link checker', source: 'https://validator.w3.org/services' },
	{ name: 'tool:load-test', pattern: /^ApacheBench|^k6\/|^autocannon|^hey\/|^Apache-JMeter|^vegeta/, who: 'ApacheBench, k6, hey, JMeter', source: SEEN.isbot },
	{ name: 'tool:postman', pattern: /^PostmanRuntime|^insomnia|^HTTPie|^Bruno/, who: 'Postman, Insomnia, HTTPie, Bruno', source: SEEN.isbot },
	{ name: 'tool:n8n', pattern: /^n8n\b/, who: 'n8n', source: 'https://docs.n8n.io/' },
	{ name: 'tool:zapier', pattern: /^Zapier|^Make\/production|^Integromat/, who: 'Zapier, Make', source: 'https://help.zapier.com/' },
	{ name: 'library:curl', pattern: /^curl\/|libcurl/, who: 'curl', source: 'https://curl.se/docs/manpage.html#-A' },
	{ name: 'library:wget', pattern: /^Wget/, who: 'Wget', source: 'https://www.gnu.org/software/wget/manual/wget.html' },
	{ name: 'library:python', pattern: /^python-|^python\/|aiohttp\/|^Scrapy|PycURL/, who: 'Python: requests, httpx, aiohttp, urllib, Scrapy', source: SEEN.isbot },
	{ name: 'library:go', pattern: /^Go-http-client|^Go [\d.]+ package http|^go-resty|^fasthttp/, who: 'Go', source: 'https://pkg.go.dev/net/http' },
	{ name: 'library:node', pattern: /^axios\/|^node(?:-fetch|-superagent|\.js)?\b|^undici|^got[ /(]|^Deno\/|^Bun\//, who: 'Node.js, Deno, Bun: fetch, axios, got', source: SEEN.isbot },
	{ name: 'library:java', pattern: /^Java\/|^Java-http-client|Apache-HttpClient|Jakarta Commons-HttpClient|^okhttp|^grpc-java|^ReactorNetty|^Jetty/, who: 'Java: HttpClient, OkHttp', source: SEEN.isbot },
	{ name: 'library:dotnet', pattern: /^RestSharp|^\.NET|^dotnet|WindowsPowerShell\/|PowerShell\/\d/, who: '.NET, PowerShell', source: SEEN.isbot },
	{ name: 'library:php', pattern: /^PHP[/ -]|^GuzzleHttp|^Symfony|^WordPress\//, who: 'PHP: Guzzle, WordPress', source: SEEN.isbot },
	{ name: 'library:ruby', pattern: /^Ruby\b|^Faraday|^http\.rb|^HTTParty|^rest-client/, who: 'Ruby', source: SEEN.isbot },
	{ name: 'library:perl', pattern: /libwww-perl|^lwp-|^LWP/, who: 'Perl', source: SEEN.isbot },
	{ name: 'library:rust', pattern: /^reqwest|^ureq|^hyper\//, who: 'Rust', source: 'https://docs.rs/reqwest' },
	{ name: 'library:dart', pattern: /^Dart\//, who: 'Dart', source: 'https://api.dart.dev/dart-io/HttpClient/userAgent.html' },
	{ name: 'library:lua', pattern: /^lua-resty-http/, who: 'Lua', source: SEEN.isbot },
];
