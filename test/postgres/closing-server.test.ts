import { createServer, type AddressInfo, type Server } from 'node:net';
import { Database } from '../../backend/src/storage/postgres/database.ts';
import { StorageUnavailable } from '../../backend/src/storage/unavailable.ts';

/** A message of PostgreSQL's protocol (https://www.postgresql.org/docs/current/protocol-message-formats.html): its letter, its length, its content. */
function message(letter: string, content: Buffer): Buffer {
	const head = Buffer.from(`${letter}0000`, 'latin1');
	head.writeInt32BE(content.length + 4, 1);
	return Buffer.concat([head, content]);
}

const AUTHENTICATED = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const SHUTTING_DOWN = message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'));

let server: Server;
let url: string;
beforeAll(async () => {
	// As a PostgreSQL does that is stopped in this moment: both are in one packet.
	server = createServer((socket) => {
		socket.on('error', () => undefined).once('data', () => socket.end(Buffer.concat([AUTHENTICATED, READY, SHUTTING_DOWN])));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `postgres://somebody:secret@127.0.0.1:${String((server.address() as AddressInfo).port)}/linkmill`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('a connection that is closed in the moment in which it is made is a failure of what is asked, and of nothing else', async () => {
	const database = new Database(url, { connections: 2 });
	const asked = [database.session((session) => session.exec('SELECT 1')), database.transaction((session) => session.all('SELECT 1')), database.all('SELECT 1')];
	for (const answer of await Promise.allSettled(asked)) expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) });
	await database.close();
});
