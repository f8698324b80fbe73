import { Webhook } from 'standardwebhooks';
import { newSecret, signatureProblem, TOLERANCE_S } from '../../nodes/shared/signature.ts';

// The scheme's own library signs, so that ours is checked against another implementation.
const secret = newSecret();
const now = Date.UTC(2026, 2, 4, 12);
const body = '{"id":"evt_1","type":"link.clicked","title":"Été"}';
const signed = (at = now, text = body, key = secret): Record<string, string> => ({
	'webhook-id': 'msg_1',
	'webhook-timestamp': String(Math.floor(at / 1000)),
	'webhook-signature': new Webhook(key).sign('msg_1', new Date(at), text),
});
const problem = (headers: Record<string, string>, text = body) => signatureProblem(Buffer.from(text), headers, secret, now);
const without = (name: string) => Object.fromEntries(Object.entries(signed()).filter(([header]) => header !== name));

test('the known answer of the scheme', () => {
	// From the reference implementations of Standard Webhooks.
	const headers = { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' };
	expect(signatureProblem(Buffer.from('{"test": 2432232314}'), headers, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 1614265330_000)).toBeUndefined();
});

test('a secret is new, and has as many bytes as the scheme asks for', () => {
	expect(newSecret()).not.toBe(secret);
	expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
});

test('a genuine delivery is good, also beside a signature with another secret', () => {
	expect(problem(signed())).toBeUndefined();
	const both = { ...signed(), 'webhook-signature': `${signed(now, body, newSecret())['webhook-signature']} ${signed()['webhook-signature']}` };
	expect(problem(both)).toBeUndefined();
});

test.each([
	['another body', signed(), body.replace('1', '2'), /does not match/],
	['another id', { ...signed(), 'webhook-id': 'msg_2' }, body, /does not match/],
	['another time', { ...signed(), 'webhook-timestamp': String(now / 1000 + 1) }, body, /does not match/],
	['another secret', signed(now, body, newSecret()), body, /does not match/],
	['an empty signature', { ...signed(), 'webhook-signature': '' }, body, /does not match/],
	['a signature of another scheme', { ...signed(), 'webhook-signature': signed()['webhook-signature']!.replace('v1,', 'v2,') }, body, /does not match/],
	['no signature', without('webhook-signature'), body, /not signed/],
	['no time', without('webhook-timestamp'), body, /not signed/],
	['no id', without('webhook-id'), body, /not signed/],
	['a time that is none', { ...signed(), 'webhook-timestamp': 'NaN' }, body, /not a number/],
	['too old', signed(now - (TOLERANCE_S + 1) * 1000), body, /too old/],
	['from the future', signed(now + (TOLERANCE_S + 1) * 1000), body, /future/],
])('%s is refused', (_, headers, text, reason) => {
	expect(problem(headers, text)).toMatch(reason);
});

test('an age within the limit is good', () => {
	expect(problem(signed(now - (TOLERANCE_S - 1) * 1000))).toBeUndefined();
});
