import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A line to a server, which can be cut. */
export interface Line {
	/** The server's address at this end of the line. */
	url: string;
	/** Hangs up on everybody, and refuses whoever calls. */
	cut(): void;
	/** Lets nothing through any more, and hangs up on nobody. */
	hold(): void;
	/** Lets everything through but notifications, as a pooler for transactions does. */
	deafen(): void;
	/** As it was. What was sent while it was held arrives. */
	mend(): void;
	close(): Promise<void>;
}

/** Opens a line to the server at a URL with a host and a port. */
export async function openLine(to: string): Promise<Line> {
	const target = new URL(to);
	const sockets = new Set<Socket>();
	let state: 'open' | 'cut' | 'held' | 'deaf' = 'open';
	const server = createServer((near) => {
		if (state === 'cut') {
			near.resetAndDestroy();
			return;
		}
		const far = connect(Number(target.port), target.hostname);
		for (const [one, two] of [[near, far], [far, near]] as const) {
			sockets.add(one);
			one.setNoDelay(true);
			const pass = one === far ? withoutNotifications(() => state === 'deaf') : (data: Buffer) => data;
			one.on('data', (data) => void two.write(pass(data)));
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
		deafen() {
			state = 'deaf';
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

/** Messages of a server (https://www.postgresql.org/docs/current/protocol-message-formats.html): a letter, and the length of what follows. `A` is a notification. */
function withoutNotifications(applies: () => boolean): (data: Buffer) => Buffer {
	let rest = Buffer.alloc(0);
	return (data) => {
		rest = Buffer.concat([rest, data]);
		const passed: Buffer[] = [];
		for (let length = 0; rest.length >= 5 && rest.length >= (length = 1 + rest.readUInt32BE(1)); rest = rest.subarray(length)) {
			if (rest[0] !== 'A'.charCodeAt(0) || !applies()) passed.push(rest.subarray(0, length));
		}
		return Buffer.concat(passed);
	};
}
