import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A line to a server, which can be cut. */
export interface Line {
	/** The server's address at this end of the line. */
	url: string;
	/** Hangs up on everybody, and refuses whoever calls. */
	cut(): void;
	/** Lets nothing through any more, and hangs up on nobody. */
	hold(): void;
	/** As it was. What was sent while it was held arrives. */
	mend(): void;
	close(): Promise<void>;
}

/** Opens a line to the server at a URL with a host and a port. */
export async function openLine(to: string): Promise<Line> {
	const target = new URL(to);
	const sockets = new Set<Socket>();
	let state: 'open' | 'cut' | 'held' = 'open';
	const server = createServer((near) => {
		if (state === 'cut') {
			near.resetAndDestroy();
			return;
		}
		const far = connect(Number(target.port), target.hostname);
		for (const [one, two] of [[near, far], [far, near]] as const) {
			sockets.add(one);
			one.setNoDelay(true);
			one.on('data', (data) => void two.write(data));
			one.on('error', () => undefined);
			one.on('close', () => {
				sockets.delete(one);
				two.destroy();
			});
			if (state === 'held') one.pause();
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = new URL(to);
	url.hostname = '127.0.0.1';
	url.port = String((server.address() as AddressInfo).port);
	return {
		url: url.href,
		cut() {
			state = 'cut';
			for (const socket of sockets) socket.destroy();
		},
		hold() {
			state = 'held';
			for (const socket of sockets) socket.pause();
		},
		mend() {
			state = 'open';
			for (const socket of sockets) socket.resume();
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
