import fc from 'fast-check';
import { parseUserAgent } from '../../../backend/src/clicks/user-agent.ts';
import { PEOPLE } from './labelled/people.ts';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const VIEW = 'Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.7339.51 Mobile Safari/537.36';

test.each([
	['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'desktop', 'Chrome', 'Windows', null],
	['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'desktop', 'Chrome', 'Chrome OS', null],
	['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0', 'desktop', 'Firefox', 'macOS', null],
	['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36', 'tablet', 'Chrome', 'Android', null],
	['Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1', 'tablet', 'Safari', 'iOS', null],
	[`${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`, 'mobile', 'Safari', 'iOS', null],
	[`${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/450.0.0.31.106;FBDV/iPhone14,5]`, 'mobile', 'Facebook', 'iOS', 'social'],
	[`${IPHONE} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/450.0.0.31.106]`, 'mobile', 'Messenger', 'iOS', 'social'],
	[`${VIEW} [FB_IAB/Orca-Android;FBAV/450.0.0.0.109;]`, 'mobile', 'Messenger', 'Android', 'social'],
	[`${VIEW} Instagram 305.0.0.34.110 Android (34/14; 450dpi; 1080x2177; samsung; SM-S918B)`, 'mobile', 'Instagram', 'Android', 'social'],
	[`${IPHONE} Mobile/15E148 Safari Line/14.10.0`, 'mobile', 'LINE', 'iOS', 'social'],
	[`${IPHONE} GSA/280.0.567 Mobile/15E148 Safari/604.1`, 'mobile', 'Google Search', 'iOS', null],
	[`${VIEW} SmartNews/24.9.0`, 'mobile', 'Chrome', 'Android', null],
	// A name that bowser makes up of what comes first is none.
	['Lynx/2.8.9rel.1 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.6.5', null, null, null, null],
	['<script>alert(1)</script>/1.0', null, null, null, null],
	['', null, null, null, null],
])('%s', (userAgent, device, browser, os, source) => {
	expect(parseUserAgent(userAgent)).toEqual({ device, browser, os, source });
});

test('few people use what is not known', () => {
	const parsed = PEOPLE.map(({ headers }) => parseUserAgent(headers['user-agent']!));
	for (const part of ['device', 'browser', 'os'] as const) expect([part, parsed.filter((one) => one[part] === null).length / parsed.length < 0.08]).toEqual([part, true]);
});

test('whatever is sent, there are few names to come out', () => {
	const name = /^[A-Z][\w. -]{1,30}$/i;
	fc.assert(fc.property(fc.oneof(fc.string(), fc.string().map((text) => `${text}/1.0 (X11; ${text}) ${text}/2`)), (userAgent) => {
		const { device, browser, os } = parseUserAgent(userAgent);
		for (const one of [device, browser, os]) if (one !== null) expect(one).toMatch(name);
	}));
});
