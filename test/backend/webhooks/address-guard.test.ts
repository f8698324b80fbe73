import type { LookupAddress } from 'node:dns';
import { AddressGuard, AddressRefused } from '../../../backend/src/webhooks/address-guard.ts';
import { formatAllowList, parseAllowList, type WebhookPolicy } from '../../../backend/src/webhooks/allow-list.ts';
import { targetOf } from '../../../backend/src/webhooks/webhook-url.ts';

const NAMES: Record<string, string[]> = {
	'n8n': ['172.18.0.3'],
	'rebound.example': ['93.184.216.34', '127.0.0.1'],
	'inside.example': ['10.1.2.3'],
	'metadata.example': ['169.254.169.254'],
	'localhost': ['127.0.0.1', '::1'],
	'public.example': ['93.184.216.34', '2606:2800:21f::1'],
};
const resolve = async (host: string): Promise<LookupAddress[]> => {
	const addresses = NAMES[host.replace(/\.$/, '')];
	if (!addresses) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
	return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};
const guard = (policy: Partial<WebhookPolicy> & { allows?: string } = {}) =>
	new AddressGuard({ allow: parseAllowList(policy.allows ?? ''), privateNetworks: false, loopback: false, ...policy }, resolve);
const allowed = async (url: string, policy = {}) => {
	try {
		return (await guard(policy).addressesFor(targetOf(url))).map(({ address }) => address);
	} catch (error) {
		if (error instanceof AddressRefused) return error;
		throw error;
	}
};
const refusal = (words: string) => expect.objectContaining({ name: 'AddressRefused', message: expect.stringContaining(words) });

// What an IPv4 address can hide in, and what only looks like a name.
const LOOPBACKS = [
	'http://127.0.0.1:5678/', 'http://127.255.255.254/', 'http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://[::1]/',
	'http://[::ffff:127.0.0.1]/', 'http://[::127.0.0.1]/', 'http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/',
];
const PRIVATE = [
	'http://10.0.0.1/', 'http://172.16.0.1/', 'http://192.168.1.1/', 'http://100.64.0.1/', 'http://[fd00::1]/', 'http://[::ffff:10.0.0.1]/',
	'http://n8n:5678/', 'http://inside.example/', 'http://198.18.0.1/',
];
const NEVER = [
	'http://169.254.169.254/latest/meta-data/', 'http://169.254.0.1/', 'http://[fe80::1]/', 'http://[fd00:ec2::254]/', 'http://100.100.100.200/',
	'http://168.63.129.16/', 'http://0.0.0.0:8787/', 'http://[::]/', 'http://224.0.0.1/', 'http://255.255.255.255/', 'http://metadata.example/',
	'http://[::ffff:169.254.169.254]/', 'http://[64:ff9b::a9fe:a9fe]/', 'http://[2002:a9fe:a9fe::]/', 'http://[64:ff9b:1::a9fe:a9fe]/',
];

it.each([...LOOPBACKS, ...PRIVATE])('refuses %s by default, naming the setting', async (url) => {
	expect(await allowed(url)).toEqual(refusal('LINKMILL_WEBHOOK_ALLOW='));
});

it.each([...LOOPBACKS, ...PRIVATE])('allows %s once all private networks are', async (url) => {
	expect(await allowed(url, { privateNetworks: true })).toHaveLength(1);
});

it.each(NEVER)('never calls %s, whatever is set', async (url) => {
	const open = { privateNetworks: true, loopback: true, allows: '0.0.0.0/0,::/0,metadata.example' };
	expect(await allowed(url, open)).toEqual(expect.objectContaining({ name: 'AddressRefused', never: true }));
});

it('lets the internet through', async () => {
	expect(await allowed('https://public.example/hook')).toEqual(['93.184.216.34', '2606:2800:21f::1']);
});

it('keeps a name from leading to a private address beside its public one', async () => {
	expect(await allowed('http://rebound.example/')).toEqual(['93.184.216.34']);
});

it('calls loopback while the server itself listens there alone', async () => {
	expect(await allowed('http://localhost:5678/', { loopback: true })).toEqual(['127.0.0.1', '::1']);
	expect(await allowed('http://10.0.0.1/', { loopback: true })).toEqual(refusal('10.0.0.1'));
});

it.each([
	['n8n:5678', 'http://n8n:5678/webhook', true],
	['n8n:5678', 'http://N8N.:5678/webhook', true],
	['n8n:5678', 'http://n8n:5679/webhook', false],
	['n8n', 'http://n8n/', true],
	['n8n', 'http://inside.example/', false],
	['172.18.0.3:5678', 'http://n8n:5678/', true],
	['127.0.0.1:5678', 'http://[::ffff:127.0.0.1]:5678/', true],
	['127.0.0.1:5678', 'http://127.0.0.2:5678/', false],
	['10.0.0.0/8', 'http://inside.example:9000/', true],
	['10.0.0.0/16', 'http://inside.example/', false],
	['[::1]:5678', 'http://[::1]:5678/', true],
	['fd00::/8', 'http://[fd12::1]/', true],
	['fd00::/8', 'http://10.0.0.1/', false],
	['n8n:443', 'https://n8n/', true],
])('%s and %s: %p', async (allows, url, expected) => {
	expect(Array.isArray(await allowed(url, { allows }))).toBe(expected);
});

it('tells the whole value to set, with what is allowed already', async () => {
	expect(await allowed('http://n8n:5678/x', { allows: '10.9.0.0/16,[::1]:80' })).toEqual(refusal('LINKMILL_WEBHOOK_ALLOW=10.9.0.0/16,[::1]:80,n8n:5678 '));
});

it('tells a value that then allows the address', async () => {
	for (const url of [...LOOPBACKS, ...PRIVATE]) {
		const { message } = (await allowed(url)) as AddressRefused;
		const allows = /LINKMILL_WEBHOOK_ALLOW=(\S+)/.exec(message)?.[1] ?? '';
		expect([url, allows, await allowed(url, { allows })]).toEqual([url, allows, [expect.any(String)]]);
	}
});

it('reads what it writes', () => {
	const text = 'n8n:5678,127.0.0.1,10.0.0.0/8,[::1]:80,::1,fd00::/8';
	expect(formatAllowList(parseAllowList(` n8n:5678 , 127.0.0.1,10.0.0.0/8,, [::1]:80,::1,fd00::/8,`))).toBe(text);
	expect(parseAllowList('')).toEqual([]);
});

it.each(['http://n8n:5678', '10.0.0.0/33', '*', 'n8n:99999', 'n8n:0', 'a b', '999.1.1.1', '[n8n]:80', '169.254.169.254', '0.0.0.0', ':5678', 'n8n:', '-'])(
	'refuses the entry %p, naming it',
	(entry) => expect(() => parseAllowList(`127.0.0.1,${entry}`)).toThrow(`"${entry}" `),
);
