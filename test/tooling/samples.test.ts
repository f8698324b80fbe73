/** The programs that the README shows, run as they stand there against a server. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/repository.ts';
import { startBackend, type Backend } from '../support/backend.ts';

const run = promisify(execFile);
let backend: Backend;
let folder: string;

beforeAll(async () => {
	backend = await startBackend();
	folder = await mkdtemp(path.join(tmpdir(), 'linkmill-samples-'));
	await mkdir(path.join(folder, 'data'));
	await writeFile(path.join(folder, 'data/admin.key'), `${backend.key}\n`);
});

afterAll(async () => {
	await backend.stop();
	await rm(folder, { recursive: true, force: true });
});

/** The block of the README in a language that holds this text, as it would be copied, for the server of this test. */
async function sample(language: string, text: string): Promise<string> {
	const readme = await readFile(path.join(ROOT, 'README.md'), 'utf8');
	const blocks = [...readme.matchAll(/^```(\w+)\n([^]*?)\n```$/gm)];
	const [, , code] = blocks.find(([, its, content]) => its === language && content?.includes(text)) ?? [];
	if (code === undefined) throw new Error(`The README has no ${language} with "${text}"`);
	return code.replaceAll('http://127.0.0.1:8787', backend.url);
}

it('with curl: makes a link, two more, lists them, and reports', async () => {
	const { stdout } = await run('bash', ['-c', (await sample('sh', 'api()')).replaceAll('\napi ', '\necho; api ')], { cwd: folder });
	const [, one, many, list, report] = stdout.split('\n').map((line) => (line === '' ? undefined : (JSON.parse(line) as Record<string, unknown>)));
	expect(one).toMatchObject({ slug: 'sale', campaign: 'spring' });
	expect(many).toMatchObject({ summary: { created: 2 } });
	expect((list?.['links'] as Array<{ slug: string }>).map(({ slug }) => slug).sort()).toEqual(['p-1', 'p-2', 'sale']);
	expect(report?.['rows']).toHaveLength(3);
});

it('with Python: makes 500 links, lists them page by page, and reports', async () => {
	const file = path.join(folder, 'sample.py');
	await writeFile(file, await sample('python', 'urllib.request'));
	const { stdout } = await run('python3', [file], { cwd: folder, env: { ...process.env, LINKMILL_KEY: backend.key } });
	expect(stdout).toContain(`${backend.url}/sale`);
	expect(stdout).toMatch(/'requested': 500/);
	expect(stdout).toMatch(/'total_clicks': 0/);
});
