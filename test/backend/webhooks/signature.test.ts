import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { makeSecret, secretProblem, secretsOf, signedHeaders } from '../../../backend/src/webhooks/signature.ts';

// The vector of the specification's own test suites.
const KNOWN = {
	secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
	message: { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1614265330_000, body: '{"test": 2432232314}' },
	signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

it('gives the known answer of Standard Webhooks', () => {
	expect(signedHeaders([KNOWN.secret], KNOWN.message)).toEqual({
		'webhook-id': KNOWN.message.id,
		'webhook-timestamp': '1614265330',
		'webhook-signature': KNOWN.signature,
	});
});

it('is accepted by the reference library, for any body and any secret that we accept', () => {
	const secrets = fc.uint8Array({ minLength: 24, maxLength: 64 }).map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);
	fc.assert(
		fc.property(secrets, fc.string({ unit: 'binary', minLength: 1 }), (secret, text) => {
			expect(secretProblem(secret)).toBeUndefined();
			const body = JSON.stringify({ text });
			expect(new Webhook(secret).verify(body, signedHeaders([secret], { id: 'evt_1', at: Date.now(), body }))).toEqual({ text });
		}),
	);
});

it('signs with two secrets while one is being replaced: the reference library accepts either', () => {
	const [old, fresh, other] = [makeSecret(), makeSecret(), makeSecret()];
	const body = '{"test":1}';
	const headers = signedHeaders([fresh, old], { id: 'evt_1', at: Date.now(), body });
	expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
	for (const secret of [old, fresh]) expect(new Webhook(secret).verify(body, headers)).toEqual({ test: 1 });
	expect(() => new Webhook(other).verify(body, headers)).toThrow('No matching signature');
});

it('signs with the old secret until its day is over', () => {
	const webhook = { secret: 'new', oldSecret: 'old', oldSecretUntil: 1000 };
	expect([secretsOf(webhook, 999), secretsOf(webhook, 1000), secretsOf({ ...webhook, oldSecret: null, oldSecretUntil: null }, 0)]).toEqual([['new', 'old'], ['new'], ['new']]);
});

it.each([
	['body', { body: '{"test": 2432232315}' }],
	['id', { id: 'evt_other' }],
	['second', { at: KNOWN.message.at + 1000 }],
])('changes with the %s', (_what, differs) => {
	expect(signedHeaders([KNOWN.secret], { ...KNOWN.message, ...differs })['webhook-signature']).not.toBe(KNOWN.signature);
});

it('makes secrets that pass its own rule, each another', () => {
	expect(secretProblem(makeSecret())).toBeUndefined();
	expect(makeSecret()).not.toBe(makeSecret());
});

const base64 = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64');

it.each([
	['without its prefix', base64(32)],
	['of 23 bytes', `whsec_${base64(23)}`],
	['of 65 bytes', `whsec_${base64(65)}`],
	['that is empty', 'whsec_'],
	['that is not base64', 'whsec_not base64 at all but long enough'],
	['in base64url', `whsec_${Buffer.alloc(33, 0xfb).toString('base64url')}`],
])('refuses a secret %s', (_which, secret) => expect(secretProblem(secret)).toMatch(/^secret must be "whsec_"/));
