import fc from 'fast-check';
import { CLICK_SOURCES } from '../../../contract/event.ts';
import { REFERRER_APPS, REFERRER_HOSTS } from '../../../backend/src/clicks/referrer-hosts.ts';
import { originOf } from '../../../backend/src/clicks/source.ts';

const OWN = new Set(['go.example', 'localhost:8787']);

test.each([
	['', 'direct', null],
	['https://blog.example/post', 'referral', 'blog.example'],
	['https://go.example/x', 'internal', 'go.example'],
	['http://localhost:8787/x', 'internal', 'localhost:8787'],
	['http://localhost:8788/x', 'referral', 'localhost:8788'],
	['https://www.google.com/', 'search', 'www.google.com'],
	['https://www.google.co.uk/', 'search', 'www.google.co.uk'],
	['https://www.google.com.br/search?q=x', 'search', 'www.google.com.br'],
	['https://google.de', 'search', 'google.de'],
	['https://duckduckgo.com/', 'search', 'duckduckgo.com'],
	['https://ya.ru/', 'search', 'ya.ru'],
	['https://yandex.com.tr/', 'search', 'yandex.com.tr'],
	['https://search.naver.com/search.naver?query=x', 'search', 'search.naver.com'],
	['https://mail.google.com/', 'email', 'mail.google.com'],
	['https://mail.yandex.ru/', 'email', 'mail.yandex.ru'],
	['https://outlook.live.com/', 'email', 'outlook.live.com'],
	['https://deref-gmx.net/', 'referral', 'deref-gmx.net'],
	['https://nam12.safelinks.protection.outlook.com/', 'email', 'nam12.safelinks.protection.outlook.com'],
	['https://urldefense.com/', 'email', 'urldefense.com'],
	['android-app://com.google.android.gm/', 'email', 'com.google.android.gm'],
	['android-app://com.google.android.googlequicksearchbox/https/www.google.com', 'search', 'com.google.android.googlequicksearchbox'],
	['android-app://org.telegram.messenger/', 'social', 'org.telegram.messenger'],
	['android-app://com.example.unknown/', 'referral', 'com.example.unknown'],
	['https://l.facebook.com/', 'social', 'l.facebook.com'],
	['https://lm.facebook.com/l.php', 'social', 'lm.facebook.com'],
	['https://t.co/abc', 'social', 't.co'],
	['https://lnkd.in/', 'social', 'lnkd.in'],
	['https://out.reddit.com/', 'social', 'out.reddit.com'],
	['https://www.pinterest.co.uk/', 'social', 'www.pinterest.co.uk'],
	['https://away.vk.com/', 'social', 'away.vk.com'],
	['https://news.ycombinator.com/item?id=1', 'social', 'news.ycombinator.com'],
	['https://go.bsky.app/', 'social', 'go.bsky.app'],
	// What only looks like one.
	['https://google.evil.example/', 'referral', 'google.evil.example'],
	['https://notfacebook.com/', 'referral', 'notfacebook.com'],
	['https://facebook.com.evil.example/', 'referral', 'facebook.com.evil.example'],
	['https://at.co/', 'referral', 'at.co'],
	['https://mail.example/', 'referral', 'mail.example'],
	['HTTPS://T.CO./x', 'social', 't.co.'],
	['not a url', 'direct', null],
	['javascript:alert(1)', 'direct', null],
	['about:blank', 'direct', null],
	['android-app://a b/', 'direct', null],
])('referrer "%s" is %s', (referrer, source, referrerHost) => {
	expect(originOf(referrer, '', OWN)).toEqual({ source, referrerHost });
	expect(originOf(referrer, '', OWN)).toEqual({ source, referrerHost });
});

test.each([['qr=1', 'qr'], ['utm_source=x&qr=1', 'qr'], ['qr=10', 'social'], ['qr=1x', 'social'], ['Qr=1', 'social'], ['x=qr=1', 'social']])('query "%s" is %s', (query, source) => {
	expect(originOf('https://t.co/', query, OWN)).toEqual({ source, referrerHost: 't.co' });
});

test('without a referrer, the app that a link was opened in is the source; a referrer says more', () => {
	expect(originOf('', '', OWN, 'social')).toEqual({ source: 'social', referrerHost: null });
	expect(originOf('https://mail.google.com/', '', OWN, 'social').source).toBe('email');
	expect(originOf('', 'qr=1', OWN, 'social').source).toBe('qr');
});

test('no name stands for two sources', () => {
	for (const table of [REFERRER_HOSTS, REFERRER_APPS]) {
		const names = Object.values(table).flat() as string[];
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	}
	for (const [source, hosts] of Object.entries(REFERRER_HOSTS)) {
		for (const host of hosts) expect([host, originOf(`https://www.${host.replace('.*', '.fr')}/x`, '', OWN).source]).toEqual([host, source]);
	}
});

test('anything else has a source too, and a host without anything around it', () => {
	const referrer = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.string().map((text) => `https://${text}`), fc.string().map((text) => `android-app://${text}`));
	fc.assert(fc.property(referrer, fc.string(), (text, query) => {
		const { source, referrerHost } = originOf(text, query, OWN);
		expect(CLICK_SOURCES).toContain(source);
		if (referrerHost !== null) expect(referrerHost).toMatch(/^[\x21-\x7e]+$/);
	}));
});
