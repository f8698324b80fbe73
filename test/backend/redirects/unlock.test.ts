import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scryptSync } from 'node:crypto';
import { jest } from '@jest/globals';
import axios from 'axios';
import { Unlock } from '../../../backend/src/redirects/unlock.ts';

/** As the API writes it, but of no cost. */
const passwordHash = ['scrypt', 2, 1, 1, Buffer.alloc(16).toString('base64url'), scryptSync('open', Buffer.alloc(16), 32, { N: 2, r: 1, p: 1 }).toString('base64url')].join('$');

/** Answers with the page that it refuses by. The address is the query, the link's id the path. */
let attempt: (link: number, address: string, password?: string) => Promise<{ page: string; wait?: number }>;
let server: Server;
beforeEach(async () => {
	const unlock = new Unlock((request) => request.url?.split('?')[1] ?? '');
	server = createServer((request, response) => {
		void unlock.refusal(request, { id: Number(request.url?.slice(1).split('?')[0]), passwordHash }).then((refusal) => response.end(JSON.stringify(refusal ?? { page: 'none' })));
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	attempt = async (link, address, password = 'no') => (await axios.post(`${url}/${String(link)}?${address}`, new URLSearchParams({ password }))).data;
});
afterEach(() => {
	server.close();
	server.closeAllConnections();
});

it('a link takes a hundred wrong tries in ten minutes from all visitors together, right ones not counted', async () => {
	for (let visitor = 0; visitor < 100; visitor++) {
		expect((await attempt(1, `198.51.100.${String(visitor)}`, 'open')).page).toBe('none');
		expect((await attempt(1, `198.51.100.${String(visitor)}`)).page).toBe('wrongPassword');
	}
	const refused = await attempt(1, '203.0.113.1', 'open');
	expect(refused.page).toBe('tooManyTries');
	// Of ten minutes, what the tries have taken.
	expect(refused.wait).toBeGreaterThan(540);
	expect(refused.wait).toBeLessThanOrEqual(600);
	expect((await attempt(2, '203.0.113.1', 'open')).page).toBe('none');
	// Who met the link's limit has not used up their own.
	for (let time = 0; time < 10; time++) expect((await attempt(2, '203.0.113.1')).page).toBe('wrongPassword');
	expect((await attempt(2, '203.0.113.1')).page).toBe('tooManyTries');
});

it('addresses of one IPv6 subscriber are one visitor, and ten minutes later it may try again', async () => {
	for (let time = 0; time < 10; time++) expect((await attempt(1, `2001:db8:0:1::${String(time)}`)).page).toBe('wrongPassword');
	expect((await attempt(1, '2001:db8:0:1:ffff::')).page).toBe('tooManyTries');
	expect((await attempt(1, '2001:db8:0:2::1')).page).toBe('wrongPassword');
	const later = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 600_001);
	expect((await attempt(1, '2001:db8:0:1::1')).page).toBe('wrongPassword');
	later.mockRestore();
});
