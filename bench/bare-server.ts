/** What Node.js does at best: a 302 from memory, with nothing looked at and nothing kept. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const targets = new Map(Array.from({ length: 1000 }, (_, index) => [`/bench-${String(index)}`, `https://example.com/products/${String(index)}?utm_source=bench`]));

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
	const location = targets.get(request.url ?? '');
	if (location === undefined) response.writeHead(404, ['Content-Length', '0']);
	else response.writeHead(302, ['Location', location, 'Cache-Control', 'private, no-store', 'Content-Length', '0']);
	response.end();
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`bare listens on http://127.0.0.1:${String((server.address() as AddressInfo).port)}\n`));
process.once('SIGTERM', () => process.exit(0));
