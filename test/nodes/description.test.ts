/** What holds for every node of the pack, whatever it does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IExecuteFunctions, INodeProperties, NodeExecutionHint } from 'n8n-workflow';
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
