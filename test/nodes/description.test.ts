/** What holds for every node of the pack, whatever it does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IExecuteFunctions, INodeProperties, INodePropertyOptions, NodeExecutionHint } from 'n8n-workflow';
import { USER_AGENT } from '../../nodes/shared/context.ts';
import { hintAtReach } from '../../nodes/shared/reachHint.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { PACK } from './pack.ts';

const { name, version, n8n } = JSON.parse(readFileSync(path.join(PACK, 'package.json'), 'utf8')) as { name: string; version: string; n8n: { nodes: string[] } };
const NODES = n8n.nodes.map((file) => path.basename(file, '.node.js'));

let engine: Engine;
beforeAll(async () => {
	engine = await startEngine({ packDir: PACK, credentials: {} });
});

/** All properties, also those within collections. */
const all = (properties: INodeProperties[]): INodeProperties[] =>
	properties.flatMap((property) => [
		property,
		...(['collection', 'fixedCollection'].includes(property.type)
			? (property.options ?? []).flatMap((option) => ('values' in option ? all(option.values) : all([option as INodeProperties])))
			: []),
	]);

test('every node in the folder is in package.json, and no other', () => {
	expect([...NODES].sort()).toEqual(readdirSync(path.join(PACK, 'nodes')).filter((folder) => folder !== 'shared').sort());
});

test('requests name the version of the pack', () => {
	expect(USER_AGENT).toBe(`${name}/${version}`);
});

describe.each(NODES)('%s', (node) => {
	const type = `${node.charAt(0).toLowerCase()}${node.slice(1)}`;
	const description = () => engine.nodeType(`${name}.${type}`).description;

	test('is called what its folder is called', () => {
		expect(description()).toMatchObject({ name: type, displayName: node.replace(/(?<=[a-z])(?=[A-Z])/g, ' '), credentials: [{ name: 'linkmillApi', required: true }] });
	});

	test('is found by the names that people search for', () => {
		const codex = JSON.parse(readFileSync(path.join(PACK, `nodes/${node}/${node}.node.json`), 'utf8')) as { node: string; alias: string[] };
		expect(codex.node).toBe(`${name}.${type}`);
		expect(codex.alias).toEqual(expect.arrayContaining(['Linkmill', 'short link', 'URL shortener', 'Bitly']));
	});

	test('can be used by an AI agent, unless it is a trigger', () => {
		expect(description().usableAsTool ?? false).toBe(!type.endsWith('Trigger'));
	});

	test('has icons for light and dark, which are in the pack', () => {
		const source = readFileSync(path.join(PACK, `nodes/${node}/${node}.node.ts`), 'utf8');
		const icons = [...source.matchAll(/'file:([^']+)'/g)].map((match) => path.join(PACK, 'dist/nodes', node, match[1] ?? ''));
		expect(icons).toHaveLength(2);
		expect(icons.filter((icon) => !existsSync(icon))).toEqual([]);
	});

	test('describes every parameter but collections and notices, and no two share both a name and when they are shown', () => {
		const properties = all(description().properties);
		expect(properties.filter((property) => !property.description && property.name !== 'operation' && !['collection', 'notice'].includes(property.type)).map((property) => property.name)).toEqual([]);
		const shown = description().properties.map((property) => `${property.name} ${JSON.stringify(property.displayOptions ?? {})}`);
		expect(new Set(shown).size).toBe(shown.length);
	});
});

describe.each(NODES)('%s keeps to n8n\'s guidelines', (node) => {
	const type = `${node.charAt(0).toLowerCase()}${node.slice(1)}`;
	const nodeType = () => engine.nodeType(`${name}.${type}`);
	const properties = () => all(nodeType().description.properties);
	const named = (list: INodeProperties[]) => list.map((property) => property.name);
	/** Values that an option, a list or a switch can have. */
	const values = ({ type: kind, options = [] }: INodeProperties): unknown[] | undefined =>
		kind === 'boolean' ? [true, false] : ['options', 'multiOptions'].includes(kind) ? options.map((option) => (option as INodePropertyOptions).value) : undefined;

	test('a description of one sentence ends without a full stop, one of several with it', () => {
		const wrong = properties().filter(({ description = '' }) => /[\w)…]\. (?=[A-Z0-9])/.test(description) !== description.endsWith('.'));
		expect(wrong.map(({ displayName, description }) => `${displayName}: ${description}`)).toEqual([]);
	});

	test('switches are described by "Whether", and nothing says "please" or "you can"', () => {
		const switches = properties().filter((property) => property.type === 'boolean');
		expect(named(switches.filter(({ description }) => !description?.startsWith('Whether ')))).toEqual([]);
		expect(named(properties().filter(({ description }) => /please|you can/i.test(description ?? '')))).toEqual([]);
	});

	test('Limit, Return All and Simplify say what they say everywhere', () => {
		const texts = { limit: 'Max number of results to return', returnAll: 'Whether to return all results or only up to a given limit', simplify: 'Whether to return a simplified version of the response instead of the raw data' };
		for (const [wanted, text] of Object.entries(texts)) {
			for (const { name: own, description } of properties()) if (own === wanted) expect(description).toBe(text);
		}
	});

	test('an example in an empty field says that it is one', () => {
		const text = properties().filter(({ type: kind, placeholder }) => kind === 'string' && placeholder !== undefined && !placeholder.includes('\n'));
		const typed = [...text, ...properties().flatMap(({ modes = [] }) => modes.filter((mode) => mode.type === 'string'))];
		expect(typed.map(({ placeholder }) => placeholder).filter((placeholder) => !placeholder?.startsWith('e.g. '))).toEqual([]);
	});

	test('hints are only where the editor shows them', () => {
		expect(named(properties().filter(({ type: kind, hint }) => hint && ['collection', 'fixedCollection', 'notice', 'resourceMapper'].includes(kind)))).toEqual([]);
	});

	test('a group of fields that is not repeated shows them as soon as it is chosen', () => {
		const groups = properties().filter(({ type: kind, typeOptions }) => kind === 'fixedCollection' && !typeOptions?.multipleValues);
		expect(named(groups.filter(({ default: shown, options = [] }) => !options.every(({ name: group }) => group in (shown as object))))).toEqual([]);
	});

	test('names are in title case', () => {
		const small = /^(a|an|and|as|at|by|for|from|if|in|of|on|or|per|the|to|when|with)$/;
		const fields = properties().filter((property) => property.type !== 'notice');
		const wrong = fields.filter(({ displayName }) => displayName.split(/[ /]/).some((word, index) => /^[a-z]/.test(word) && !(index > 0 && small.test(word))));
		expect(wrong.map(({ displayName }) => displayName)).toEqual([]);
	});

	test('lists and collections of five or more are sorted by name', () => {
		const long = properties().filter(({ options = [] }) => options.length >= 5);
		for (const { displayName, options = [] } of long) {
			const names = options.map((option) => ('displayName' in option ? option.displayName : option.name));
			expect([displayName, names]).toEqual([displayName, [...names].sort((a, b) => a.localeCompare(b, 'en'))]);
		}
	});

	test('defaults are among the values, and every operation has an action', () => {
		for (const property of properties()) {
			const known = values(property);
			if (!known || property.type === 'boolean') continue;
			expect([property.name, [property.default].flat().filter((value) => !known.includes(value))]).toEqual([property.name, []]);
		}
		const operations = properties().filter((property) => property.name === 'operation').flatMap(({ options = [] }) => options as INodePropertyOptions[]);
		expect(operations.filter(({ action, description }) => !action || !description)).toEqual([]);
	});

	test('what decides whether a field is shown is there, with those values', () => {
		const shown = (property: INodeProperties) => Object.entries({ ...property.displayOptions?.show, ...property.displayOptions?.hide });
		for (const property of properties()) {
			for (const [path, wanted] of shown(property)) {
				const [deciding = '', within] = path.replace('/', '').split('.');
				const others = properties().filter((other) => other.name === deciding);
				const known = within === 'mappingMode' ? ['defineBelow', 'autoMapInputData'] : others.flatMap((other) => values(other) ?? []);
				expect([property.name, path, (wanted ?? []).filter((value) => !known.includes(value as never))]).toEqual([property.name, path, []]);
			}
		}
	});

	test('every list that can be searched has its method', () => {
		const wanted = properties().flatMap(({ modes = [] }) => modes.flatMap((mode) => (mode.typeOptions?.searchListMethod) ?? []));
		expect([...new Set(wanted)].filter((method) => !nodeType().methods?.listSearch?.[method])).toEqual([]);
	});

	test('has a page, which the list of pages leads to, with every value of every list that one can read through', () => {
		const file = `${node.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`;
		expect(readFileSync(path.join(PACK, 'docs/nodes/README.md'), 'utf8')).toContain(`](${file})`);
		const page = readFileSync(path.join(PACK, 'docs/nodes', file), 'utf8');
		const codex = readFileSync(path.join(PACK, `nodes/${node}/${node}.node.json`), 'utf8');
		expect(codex).toContain(`"primaryDocumentation": [{ "url": "https://github.com/linkmill/n8n-nodes-linkmill/blob/main/docs/nodes/${file}" }]`);
		const missing = properties().flatMap(({ displayName, type: kind, options = [] }) =>
			['options', 'multiOptions'].includes(kind) && options.length <= 50 ? options.flatMap((option) => (page.includes(`**${(option as INodePropertyOptions).name}**`) ? [] : [`${displayName}: ${(option as INodePropertyOptions).name}`])) : [],
		);
		expect(missing).toEqual([]);
	});
});

describe('the hint about links that open only here', () => {
	const hinted = (url: string) => {
		const hints: NodeExecutionHint[] = [];
		hintAtReach({ addExecutionHints: (...given: NodeExecutionHint[]) => hints.push(...given) } as unknown as IExecuteFunctions, url);
		return hints.length === 1;
	};

	test.each(['http://127.0.0.1:8787/x', 'http://localhost/x', 'http://[::1]:8787/x', 'http://10.1.2.3/x', 'http://172.20.0.2/x', 'http://192.168.1.5/x', 'http://nas.local/x', 'http://[fd00::1]/x'])('is given for %s', (url) => {
		expect(hinted(url)).toBe(true);
	});

	test.each(['https://go.example.com/x', 'http://172.32.0.1/x', 'http://11.0.0.1/x', 'https://localhost.example/x', 'https://[2001:db8::1]/x'])('is not given for %s', (url) => {
		expect(hinted(url)).toBe(false);
	});
});
