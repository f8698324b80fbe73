/** What can be seen of the container without Docker: that its files agree with the repository, and that its health check tells. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { N8N_VERSION } from '../../scripts/n8n/install.ts';
import { ROOT } from '../../scripts/repository.ts';
import { startBackend } from '../support/backend.ts';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
/** Its instructions, with continued lines put together. */
const instructions = read('docker/Dockerfile').replaceAll(/\\\n\s*/g, '').split('\n').filter((line) => /^[A-Z]+ /.test(line));
const last = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));

/** What is copied from the repository; the last word is where to. */
const copied = instructions.filter((line) => line.startsWith('COPY ') && !line.includes('--from')).flatMap((line) => line.split(' ').slice(1, -1));

it('copies what is there, and what is sent to the build', () => {
	expect(copied.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
	const sent = [...read('docker/Dockerfile.dockerignore').matchAll(/^!(.+)$/gm)].map(([, file]) => file);
	expect([...new Set(copied.map((file) => file.split('/')[0]))].sort()).toEqual(sent.sort());
});

it('runs as a user without rights, and writes to its volumes alone', () => {
	expect(last).toContain('USER node');
	expect(last).toContain('VOLUME ["/data", "/backups"]');
	expect(last.find((line) => line.startsWith('ENV '))).toContain('LINKMILL_DATA_DIR=/data/');
	expect(read('docker/compose.yaml')).toMatch(/read_only: true\n\s+cap_drop: \[ALL\]/);
});

it('starts what the package calls linkmill', () => {
	const { bin } = JSON.parse(read('backend/package.json')) as { bin: { linkmill: string } };
	expect(last.join('\n')).toContain(`ln -s /app/backend/${bin.linkmill} /usr/local/bin/linkmill`);
	expect(last.at(-1)).toBe('CMD ["linkmill"]');
});

it('has the n8n that the nodes are tested with', () => {
	expect(read('docker/compose.yaml')).toContain(`/n8n:${N8N_VERSION}\n`);
});

it('is healthy while the server answers, and not without', async () => {
	const [, command = ''] = /CMD (\[.+\])$/.exec(last.find((line) => line.startsWith('HEALTHCHECK ')) ?? '') ?? [];
	const [program, ...args] = JSON.parse(command) as string[];
	expect(program).toBe('node');
	const statusAt = async (port: string) => {
		const [status] = (await once(spawn(process.execPath, args, { env: { LINKMILL_PORT: port } }), 'exit')) as [number];
		return status;
	};
	const backend = await startBackend();
	const { port } = new URL(backend.url);
	expect(await statusAt(port)).toBe(0);
	await backend.stop();
	expect(await statusAt(port)).toBe(1);
});
