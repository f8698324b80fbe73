/** What the documentation says that code can contradict. The nodes are those of `dist/`, which every run of tests builds. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { SETTINGS } from '../../backend/src/config.ts';
import { IMPORT_FORMATS } from '../../contract/import.ts';
import { PROBLEMS } from '../../contract/problem.ts';
import { ROOT } from '../../scripts/repository.ts';

interface Parameter {
	displayName?: string;
	type?: string;
	options?: Parameter[];
	values?: Parameter[];
}

interface Described {
	displayName: string;
	properties: Parameter[];
}

const require = createRequire(path.join(ROOT, 'package.json'));
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const pages = globSync(['*.md', 'backend/*.md', 'docs/**/*.md', 'examples/*.md'], { cwd: ROOT }).sort();

/** A table between two comments of a page, line by line without its head. */
function rows(file: string, marker: string): string[] {
	const [, table = ''] = new RegExp(`<!-- ${marker}[^>]*-->\\n([^]*?)\\n<!-- /${marker} -->`).exec(read(file)) ?? [];
	return table.split('\n').slice(2);
}

/** The built classes of a list in package.json, each as n8n describes it. */
function built(kind: 'nodes' | 'credentials'): Described[] {
	const { n8n } = require('./package.json') as { n8n: Record<typeof kind, string[]> };
	return n8n[kind].map((file) => {
		const [Class] = Object.values(require(`./${file}`) as Record<string, new () => Described & { description?: Described }>);
		const made = new Class!();
		return made.description ?? made;
	});
}

/** Labels of parameters, those within collections and groups too; the values of a list have names of another kind, and a notice is no field. */
function labels(parameters: Parameter[]): string[] {
	return parameters.flatMap(({ displayName, type, options = [], values = [] }) =>
		displayName === undefined || type === 'notice' ? [] : [...(values.length > 0 ? [] : [displayName]), ...labels(options), ...labels(values)],
	);
}

describe('the README', () => {
	it.each(built('nodes').map(({ displayName }) => displayName))('names the node %s', (name) => {
		expect(read('README.md')).toContain(`| [${name}](docs/nodes/`);
	});

	it('names every command that package.json has for visitors', () => {
		const { scripts } = require('./package.json') as { scripts: Record<string, string> };
		const used = pages.flatMap((page) => [...read(page).matchAll(/npm run ([a-z0-9:]+)/g)].map((match) => match[1]!));
		expect(used.filter((name) => !(name in scripts))).toEqual([]);
	});
});

describe('the settings', () => {
	it('are all in the table for operators, as the code has them', () => {
		const expected = Object.values(SETTINGS).map(
			({ variable, initial, about }) => `| \`${variable}\` | ${initial === '' ? 'none' : `\`${initial}\``} | ${about} |`,
		);
		expect(rows('docs/operations.md', 'settings')).toEqual(expected);
	});

	/** Those of the programs of this repository, which are none of the server's. */
	const OTHERS = ['LINKMILL_N8N_CACHE', 'LINKMILL_KEY', 'LINKMILL_URL', 'LINKMILL_DOMAIN', 'LINKMILL_CRASH_ROUNDS', 'LINKMILL_TEST_SLOWER'];
	const known = new Set([...Object.values(SETTINGS).map(({ variable }) => variable), ...OTHERS]);

	it.each([...pages, 'docker/Dockerfile', 'docker/compose.yaml', 'docker/compose.caddy.yaml', 'docker/Caddyfile'])('that %s names are there', (page) => {
		const named = [...read(page).matchAll(/\bLINKMILL_[A-Z0-9_]+\b/g)].map(([name]) => name);
		expect(named.filter((name) => !known.has(name))).toEqual([]);
	});
});

describe('the page of a node', () => {
	it.each(built('nodes').flatMap(({ displayName, properties }) => labels(properties).map((label) => [displayName, label] as const)))('of %s tells of %s', (node, label) => {
		const lines = read(`docs/nodes/${node.toLowerCase().replaceAll(' ', '-')}.md`).split('\n');
		// "| Metadata: Name |" is the name within the group.
		const fields = lines.filter((line) => line.startsWith('| ')).map((line) => line.slice(2).split(' |')[0]?.split(': ').at(-1));
		expect(fields).toContain(label);
	});

	it.each(built('credentials').flatMap(({ properties }) => labels(properties)))('tells of %s in the credential', (label) => {
		expect(read('docs/nodes/README.md')).toContain(`| ${label} |`);
	});
});

describe('the page of imports', () => {
	it('has a row for every format, and no other', () => {
		expect(rows('docs/moving.md', 'formats').map((row) => row.split('`')[1]).sort()).toEqual([...IMPORT_FORMATS].sort());
	});
});

describe('the page of the API', () => {
	it('has the table of all error codes', () => {
		expect(rows('docs/api.md', 'problems')).toEqual(Object.entries(PROBLEMS).map(([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`));
	});

	it('lists the calls that there are, and no others', () => {
		const routes = globSync('backend/src/*/{routes,health}.ts', { cwd: ROOT }).flatMap((file) =>
			[...read(file).matchAll(/\bapp\.(get|post|patch|put|delete)\(\s*'([^']+)'|\bscope\.(get)\(\s*'([^']+)'/g)].map(
				([, method, route, other, otherRoute]) => `${(method ?? other)!.toUpperCase()} ${(route ?? otherRoute)!.replaceAll(/:(\w+)/g, '{$1}')}`,
			),
		);
		const listed = [...read('docs/api.md').matchAll(/^\| `([A-Z]+ \/(?:v1\/|healthz|readyz|metrics)[^`]*)` \|/gm)].map((match) => match[1]!);
		expect(listed.sort()).toEqual(routes.sort());
	});
});

/** Anchors of a page, as GitHub makes them of its headings. */
function anchors(file: string): string[] {
	const headings = read(file).replaceAll(/^```[^]*?^```/gm, '').matchAll(/^#+ +(.+)$/gm);
	return [...headings].map((match) => match[1]!.toLowerCase().replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '').replaceAll(' ', '-'));
}

describe('links', () => {
	const links = pages.flatMap((page) =>
		[...read(page).replaceAll(/^```[^]*?^```/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map((match) => [page, match[1]!] as const).filter(([, target]) => !/^[a-z]+:/.test(target)),
	);

	it.each(links)('of %s: %s is there', (page, target) => {
		const [file = '', anchor] = target.split('#');
		const found = file === '' ? page : path.join(path.dirname(page), file);
		expect(existsSync(path.join(ROOT, found))).toBe(true);
		if (anchor !== undefined) expect(anchors(found)).toContain(anchor);
	});

	it('of the credential leads to a heading of the README', () => {
		expect(read('credentials/LinkmillApi.credentials.ts')).toContain('#credentials');
		expect(anchors('README.md')).toContain('credentials');
	});
});
