/** The nodes as tools of an AI agent, in the engine: what the agent is told of them, and what it gets back. */
import type { IExecuteFunctions, INode, INodeType } from 'n8n-workflow';
import { jsonOf, startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { eventually, PACK, startBench } from './pack.ts';
import type { Bench, Json } from './pack.ts';

const TYPES = ['batchCreate', 'createLink', 'findLinks', 'getAnalytics', 'recordConversion', 'updateLinks'];

interface Tool {
	name: string;
	description: string;
	schema: { shape: Record<string, { description?: string }> };
	invoke(args: object): Promise<string>;
}

/** What n8n makes of a node that is usable as a tool, as far as the engine looks at it. */
function asTool(type: INodeType): INodeType {
	const { usableAsTool: _usable, ...description } = type.description;
	const descriptionType = { displayName: 'Tool Description', name: 'descriptionType', type: 'options' as const, options: [{ name: 'Set Automatically', value: 'auto' }, { name: 'Set Manually', value: 'manual' }], default: 'auto' };
	const hasOperation = description.properties.some(({ name }) => name === 'operation');
	const toolDescription = { displayName: 'Description', name: 'toolDescription', type: 'string' as const, default: description.description, ...(hasOperation && { displayOptions: { show: { descriptionType: ['manual'] } } }) };
	const tool = { ...description, name: `${description.name}Tool`, inputs: [], outputs: ['ai_tool' as const], properties: [...(hasOperation ? [descriptionType] : []), toolDescription, ...description.properties] };
	return Object.assign(Object.create(type) as INodeType, { description: tool });
}

/** An agent without a model: it calls its one tool with the arguments that its input item holds. */
const agent: INodeType = {
	description: {
		displayName: 'Agent', name: 'agent', group: ['transform'], version: 1, description: '', defaults: {}, properties: [],
		inputs: [{ type: 'main' }, { type: 'ai_tool', required: true }], outputs: ['main'],
	},
	async execute(this: IExecuteFunctions) {
		const [tool] = (await this.getInputConnectionData('ai_tool', 0)) as [Tool];
		const told = { name: tool.name, description: tool.description, arguments: Object.fromEntries(Object.entries(tool.schema.shape).map(([name, { description }]) => [name, description])) };
		const outputs = [];
		for (const { json } of this.getInputData()) {
			const answer = await tool.invoke(json).catch((error: unknown) => JSON.stringify({ failed: (error as Error).message }));
			outputs.push({ json: { ...told, answer: JSON.parse(answer) as never } });
		}
		return [outputs];
	},
};

let bench: Bench;
let engine: Engine;
beforeAll(async () => {
	bench = await startBench();
	const tools = TYPES.map((type) => [`n8n-nodes-linkmill.${type}Tool`, asTool(bench.engine.nodeType(`n8n-nodes-linkmill.${type}`))]);
	engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: bench.url, apiKey: bench.key } }, otherNodes: { ...Object.fromEntries(tools), 'test.agent': agent } });
});
afterAll(async () => await bench.stop());

/** Lets the agent call a tool, once for each set of arguments, and gives what it was told and answered. */
async function call(type: string, parameters: object, ...args: object[]): Promise<Json[]> {
	const place = { typeVersion: 1, position: [0, 0] as [number, number] };
	const nodes: INode[] = [
		{ ...place, id: 's', name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
		{ ...place, id: 'a', name: 'Agent', type: 'test.agent', parameters: {} },
		{ ...place, id: 't', name: 'Links of the shop', type: `n8n-nodes-linkmill.${type}Tool`, parameters: parameters as never, credentials: { linkmillApi: { id: '1', name: 'Linkmill' } } },
	];
	const connections = { Start: { main: [[{ node: 'Agent', type: 'main' as const, index: 0 }]] }, 'Links of the shop': { ai_tool: [[{ node: 'Agent', type: 'ai_tool' as const, index: 0 }]] } };
	const run = await engine.run({ nodes, connections }, args.map((json) => ({ json: json as never })));
	expect(run.data.resultData.error).toBeUndefined();
	return jsonOf(run, 'Agent');
}

const slug = { __rl: true, mode: 'slug', value: "={{ $fromAI('slug', 'Slug of the link') }}" };

test('Create Link makes a link, and twice the same where it is asked twice', async () => {
	const parameters = { destination: "={{ $fromAI('destination', 'Where the link leads') }}", campaign: 'agent' };
	const [first, second] = await call('createLink', parameters, { destination: 'https://shop.example/a' }, { destination: 'https://shop.example/a' });
	expect(first).toMatchObject({ name: 'Links_of_the_shop', description: expect.stringContaining('short link'), arguments: { destination: 'Where the link leads' }, answer: [expect.objectContaining({ short_url: expect.stringContaining(bench.url), destination: 'https://shop.example/a' })] });
	expect(second.answer[0].id).not.toBe(first.answer[0].id);
});

test('Batch Create makes links of CSV text', async () => {
	const [{ answer }] = await call('batchCreate', { source: 'csvText', csvText: "={{ $fromAI('csv', 'destination and slug, with a header') }}", destinationColumn: 'destination', slugFrom: 'column', slugColumn: 'slug' }, { csv: 'destination,slug\nhttps://shop.example/b,tool-b\n' });
	expect(answer).toEqual([expect.objectContaining({ slug: 'tool-b', result: 'created', short_url: `${bench.url}/tool-b` })]);
});

test('Update Links changes them', async () => {
	const parameters = { operation: 'update', selectBy: 'list', links: "={{ $fromAI('links') }}", updateFields: { title: "={{ $fromAI('title') }}" } };
	const [{ answer }] = await call('updateLinks', parameters, { links: 'tool-b', title: 'By an agent' });
	expect(answer).toEqual([expect.objectContaining({ slug: 'tool-b', title: 'By an agent' })]);
});

test('Find Links answers with few fields, and with an empty list where there is nothing', async () => {
	const [found, nothing] = await call('findLinks', { filters: { search: "={{ $fromAI('words', 'Words to look for') }}" }, limit: "={{ $fromAI('limit', 'How many', 'number') }}" }, { words: 'tool-b', limit: 5 }, { words: 'unheard', limit: 5 });
	expect(found.description).toBe(engine.nodeType('n8n-nodes-linkmill.findLinks').description.description);
	expect(found.answer).toEqual([expect.objectContaining({ slug: 'tool-b', title: 'By an agent', status: 'active' })]);
	expect(Object.keys(found.answer[0]).length).toBeLessThan(15);
	expect(nothing.answer).toEqual([]);
});

test('a mistake is told in a sentence that says what to do', async () => {
	const [bad, none] = await call('findLinks', { operation: 'get', link: slug }, { slug: 'no slug' }, { slug: 'none' });
	expect(bad.answer.failed).toContain('Link: "no slug" is not a slug or a short URL');
	expect(none.answer.failed).toMatch(/none.*Check the ID, slug or short URL/s);
});

test('Record Conversion records, and the same external ID once', async () => {
	const parameters = { attributeTo: 'link', link: slug, event: "={{ $fromAI('event') }}", externalId: "={{ $fromAI('order') }}" };
	const answers = await call('recordConversion', parameters, { slug: 'tool-b', event: 'call', order: '7' }, { slug: 'tool-b', event: 'call', order: '7' });
	expect(answers.map(({ answer }) => answer[0].result)).toEqual(['recorded', 'existing']);
});

test('Get Analytics answers in all its operations but the picture, of which it tells', async () => {
	await fetch(`${bench.url}/tool-b`, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' } });
	await eventually(async () => (await bench.api('GET', '/v1/links/slug:tool-b/analytics')).body, ({ total_clicks }) => total_clicks === 1);
	const of = async (parameters: object) => (await call('getAnalytics', parameters, { slug: 'tool-b' }))[0];
	const link = { selectBy: 'link', link: slug };
	expect((await of({ operation: 'link', link: slug })).answer).toEqual([expect.objectContaining({ total_clicks: 1, conversions: 1 })]);
	expect((await of({ operation: 'report', columnNames: 'report' })).answer[0]).toMatchObject({ Link: `${bench.url}/tool-b`, Clicks: 1 });
	expect((await of({ operation: 'timeSeries', period: 'today', ...link })).answer).toEqual([expect.objectContaining({ total_clicks: 1 })]);
	expect((await of({ operation: 'breakdown', dimensions: ['browser'], ...link })).answer).toEqual([{ dimension: 'browser', value: 'Firefox', total_clicks: 1, share: 1 }]);
	expect((await of({ operation: 'clicks', ...link })).answer).toEqual([expect.objectContaining({ browser: 'Firefox', link_slug: 'tool-b' })]);
	expect((await of({ operation: 'chart', format: 'svg', ...link })).answer).toEqual([{ file_name: 'chart.svg', mime_type: 'image/svg+xml', bytes: expect.any(Number) }]);
});
