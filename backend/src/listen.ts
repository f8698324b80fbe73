import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens already and asks to be tried again until its handlers are there. */
export async function listen(host: string, port: number): Promise<Server> {
	const server = createServer({ keepAliveTimeout: 65_000 });
	const notYet: RequestListener = (_request, response) => {
		response.writeHead(503, { 'retry-after': '1', 'content-length': '0' }).end();
	};
	server.on('request', notYet);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	}).catch((error: unknown) => {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'EADDRINUSE') throw new Error(`Port ${String(port)} on ${host} is in use. Stop what uses it, or choose another LINKMILL_PORT.`);
		if (code === 'EADDRNOTAVAIL') throw new Error(`${host} is not an address of this machine. Correct LINKMILL_HOST.`);
		throw error;
	});
	return server;
}

/** Replaces whoever answered so far. */
export function answerWith(server: Server, handler: RequestListener): void {
	server.removeAllListeners('request');
	server.on('request', handler);
}

/** The address that a server listens on, as a URL without a slash at the end. */
export function listeningUrl(server: Server): string {
	const { address, port, family } = server.address() as AddressInfo;
	return `http://${family === 'IPv6' ? `[${address}]` : address}:${String(port)}`;
}
