import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AddressGuard, AddressRefused } from '../../../backend/src/webhooks/address-guard.ts';
import { NoAnswer, poster } from '../../../backend/src/webhooks/post.ts';
import { urlProblem } from '../../../backend/src/webhooks/webhook-url.ts';

/** Names that an attacker could own or guess, and what they resolve to. */
const NAMES: Readonly<Record<string, string[]>> = {
	'localhost': ['127.0.0.1', '::1'],
	'localhost.localdomain': ['127.0.0.1'],
	'127.0.0.1.nip.example': ['127.0.0.1'],
	'lo.example': ['::ffff:127.0.0.1'],
	'ten.example': ['10.0.0.8'],
	'both.example': ['10.0.0.8', 'fd00::8'],
	'router': ['192.168.1.1'],
	'metadata': ['169.254.169.254'],
	'metadata.google.internal': ['169.254.169.254'],
	'instance-data.ec2.internal': ['169.254.169.254', 'fd00:ec2::254'],
	'kubernetes.default.svc': ['10.96.0.1'],
	'xn--bcher-kva.example': ['127.0.0.1'],
};

/** Written as a caller may write them: each leads to this machine, a private network, or a metadata service. */
const TRICKS = [
	// Plain.
	'http://127.0.0.1/', 'http://10.0.0.1/', 'http://172.31.255.255/', 'http://192.168.0.1/', 'http://169.254.169.254/latest/meta-data/', 'http://0.0.0.0/',
	// One number; octal; hexadecimal; parts of each; too few parts.
	'http://2130706433/', 'http://017700000001/', 'http://0x7f000001/', 'http://0X7F000001/', 'http://0177.0.0.1/', 'http://0x7f.0.0.1/', 'http://127.1/', 'http://127.0.1/', 'http://0/', 'http://0x0a.0.0.010/', 'http:///127.0.0.1/',
	'http://2852039166/', 'http://0xa9fea9fe/', 'http://169.254.43518/', 'http://0251.0376.0251.0376/',
	// Digits and dots of other scripts, and escapes.
	'http://①②⑦.⓪.⓪.①/', 'http://１２７.０.０.１/', 'http://127。0。0。1/', 'http://127%2e0%2e0%2e1/', 'http://%31%32%37.0.0.1/', 'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
	// A dot at the end, case.
	'http://127.0.0.1./', 'http://localhost./', 'http://LOCALHOST/', 'http://metadata.google.internal./',
	// IPv6, and IPv4 within it: mapped, compatible, translated, NAT64, 6to4.
	'http://[::1]/', 'http://[0:0:0:0:0:0:0:1]/', 'http://[::]/', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/', 'http://[::127.0.0.1]/', 'http://[::ffff:0:127.0.0.1]/',
	'http://[64:ff9b::127.0.0.1]/', 'http://[64:ff9b:1::10.0.0.1]/', 'http://[2002:7f00:1::]/', 'http://[2002:a00:1::]/', 'http://[fe80::1]/', 'http://[fd00:ec2::254]/', 'http://[fec0::1]/', 'http://[::ffff:a9fe:a9fe]/',
	'http://[ff02::1]/', 'http://[fc00::1]/',
	// Names.
	...Object.keys(NAMES).map((name) => `http://${name}/`), 'http://bücher.example/',
	// Special ranges that somebody routes.
	'http://100.64.0.1/', 'http://100.100.100.200/', 'http://192.0.0.192/', 'http://198.18.0.1/', 'http://168.63.129.16/', 'http://224.0.0.1/', 'http://255.255.255.255/', 'http://240.0.0.1/',
];

/** What is no URL of a receiver at all, and refused when it is registered. */
const NO_URLS = [
	'http://user:pass@127.0.0.1/', 'http://example.com@127.0.0.1/', 'http://example.com%00@127.0.0.1/', 'http://127.0.0.1\\@example.com/', 'http://example.com\\.127.0.0.1/', 'http://exa mple.com/', 'http://example.com/\r\nHost: x',
	'http://[fe80::1%25eth0]/', 'http://[fe80::1%eth0]/', 'http://[::1/', 'http://256.0.0.1/', 'http://0x100000000/', 'http://127.0.0.1:0/', 'http://127.0.0.1:65536/', 'http:127.0.0.1/', '//127.0.0.1/',
	'file:///etc/passwd', 'gopher://127.0.0.1:6379/_FLUSHALL', 'ftp://127.0.0.1/', 'javascript:fetch(1)', 'dict://127.0.0.1/', 'http://',
];

let server: Server;
let [port, connections] = [0, 0];
let lookups: string[] = [];

beforeAll(async () => {
	server = createServer((request, response) => {
		response.writeHead(request.url === '/away' ? 302 : 200, request.url === '/away' ? { location: 'http://169.254.169.254/' } : {}).end();
	});
	server.on('connection', () => connections++);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	port = (server.address() as AddressInfo).port;
});
afterAll(() => { server.close(); });
beforeEach(() => { [connections, lookups] = [0, []]; });

/** Posts as a delivery does, under a guard that allows nothing private unless told so. */
async function post(url: string, { resolve = known, loopback = false }: { resolve?: (host: string) => LookupAddress[]; loopback?: boolean } = {}) {
	const guard = new AddressGuard({ allow: [], privateNetworks: false, loopback }, async (host) => {
		lookups.push(host);
		return resolve(host);
	});
	const under = poster(guard, 2000);
	try {
		return await under.post({ url, headers: {}, body: '{}' });
	} catch (error) {
		return error;
	} finally {
		under.close();
	}
}

const addresses = (all: string[]): LookupAddress[] => all.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
const known = (host: string) => addresses(NAMES[host.toLowerCase().replace(/\.$/, '')] ?? []);
const withPort = (url: string) => url.replace(/^(http:\/\/(?:\[[^\]]*\]|[^/:]+))\//, (_, origin: string) => `${origin}:${String(port)}/`);

it('has a list that is worth the name', () => expect(TRICKS.length).toBeGreaterThanOrEqual(40));

it.each(TRICKS)('makes no connection to %s', async (url) => {
	expect(urlProblem(withPort(url))).toBeUndefined();
	expect(await post(withPort(url))).toBeInstanceOf(AddressRefused);
	expect(connections).toBe(0);
});

it.each(NO_URLS)('does not take %j for a URL', (url) => expect(urlProblem(url)).toMatch(/^url must /));

/** What a socket is told when it asks where a name leads. */
function lookUp(answers: string[][]) {
	const guard = new AddressGuard({ allow: [], privateNetworks: false, loopback: false }, async (host) => {
		lookups.push(host);
		return addresses(answers[lookups.length - 1] ?? []);
	});
	const lookup = guard.lookupFor({ host: 'rebind.example', port: 80 });
	return () => new Promise((resolve, reject) => { lookup('rebind.example', { all: true }, (error, found) => { if (error) reject(error); else resolve(found); }); });
}

it('is told by a name server that changes its mind only what was checked in the same breath', async () => {
	const ask = lookUp([['93.184.216.34'], ['127.0.0.1']]);
	expect(await ask()).toEqual(addresses(['93.184.216.34']));
	await expect(ask()).rejects.toThrow(AddressRefused);
	// Once a connection: a second look could find another address than the one that was checked.
	expect(lookups).toHaveLength(2);
});

it('uses the public ones of several addresses, and never the others', async () => {
	expect(await lookUp([['127.0.0.1', '93.184.216.34', '10.0.0.1']])()).toEqual(addresses(['93.184.216.34']));
});

it('checks every connection anew, not the name once', async () => {
	const answers = [['127.0.0.1'], ['10.0.0.8']];
	const guard = new AddressGuard({ allow: [], privateNetworks: false, loopback: true }, async () => addresses(answers.shift() ?? []));
	const under = poster(guard, 2000);
	const call = { url: `http://turning.example:${String(port)}/`, headers: { connection: 'close' }, body: '{}' };
	expect(await under.post(call)).toMatchObject({ status: 200 });
	await expect(under.post(call)).rejects.toThrow(AddressRefused);
	under.close();
});

it('follows no redirect', async () => {
	expect(await post(`http://127.0.0.1:${String(port)}/away`, { loopback: true })).toMatchObject({ status: 302 });
	expect(connections).toBe(1);
});

it('tells a name without any address from one that is refused', async () => {
	const answer = await post('http://nowhere.example/', { resolve: () => { throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' }); } });
	expect(answer).toBeInstanceOf(NoAnswer);
	expect((answer as Error).message).toBe('nowhere.example: the host name is not known');
});
