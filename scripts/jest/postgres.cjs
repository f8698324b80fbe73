// PostgreSQL for a run of tests: the one that TEST_DATABASE_URL names, or one of our own, whose files go with it.
const { randomBytes } = require('node:crypto');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const build = require('./build.cjs');

/** Its data is thrown away, so nothing needs to survive the machine; many servers with a few connections each share it. */
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'max_connections=400', 'shared_buffers=64MB', 'max_wal_size=256MB'];

/** jest's `globalSetup`, with the one that all have. */
module.exports = async function start() {
	await build();
	if (process.env.TEST_DATABASE_URL) return;
	const { freePort } = await import('../ports.ts');
	const { startPostgres } = await import('../postgres/server.ts');
	const folder = mkdtempSync(path.join(tmpdir(), 'linkmill-postgres-'));
	const server = await startPostgres(folder, await freePort(), randomBytes(12).toString('hex'), SETTINGS);
	process.env.TEST_DATABASE_URL = `postgres://${server.user}:${server.password}@${server.host}:${server.port}/${server.database}`;
	globalThis.stopTestPostgres = async () => {
		await server.stop();
		for (const own of [server.folder, folder]) rmSync(own, { recursive: true, force: true });
	};
};
