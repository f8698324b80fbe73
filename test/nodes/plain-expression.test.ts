/** What is read without n8n is what n8n reads. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { ASK, plainExpression } from '../../nodes/shared/plainExpression.ts';
import { jsonOf, startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { PACK } from './pack.ts';

let engine: Engine;
/** Values of the parameter `value`, as n8n evaluates it for each item. */
let asked: (written: unknown, items: IDataObject[]) => Promise<unknown[]>;

beforeAll(async () => {
	const setUp = await startEngine({ packDir: PACK, credentials: {} });
	const description = {
		...setUp.nodeType('n8n-nodes-base.noOp').description,
		name: 'evaluate',
		properties: [{ displayName: 'Value', name: 'value', type: 'json' as const, default: '' }],
	};
	engine = await startEngine({
		packDir: PACK,
		credentials: {},
		otherNodes: {
			'n8n-nodes-base.evaluate': {
				description,
				async execute() {
					return [this.getInputData().map((_, item) => ({ json: { value: this.getNodeParameter('value', item, undefined) as never } }))];
				},
			},
		},
	});
	asked = async (written, items) => {
		const at = { typeVersion: 1, position: [0, 0] as [number, number] };
		const run = await engine.run(
			{
				nodes: [
					{ ...at, id: 's', name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
					{ ...at, id: 'n', name: 'Node', type: 'n8n-nodes-base.evaluate', parameters: { value: written as never } },
				],
				connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
			},
			items.map((json) => ({ json })),
		);
		return jsonOf(run, 'Node').map(({ value }) => value);
	};
});

const ITEM = { url: 'https://shop.example/?a={{ 1 }}', sku: 1001, price: 9.5, ok: false, empty: '', 'two words': '=x', inner: { list: 'in' }, $odd: '$' };

describe('a plain expression', () => {
	test.each([
		'={{ $json.url }}',
		'={{$json.sku}}',
		'={{ $json.ok }}',
		'={{ $json.empty }}',
		'=shop-{{ $json.sku }}',
		'=shop-{{ $json.sku }}-{{ $json["two words"] }}',
		"={{ $json['two words'] }}",
		'={{ $json.inner.list }} ',
		'={{ $json.price }}{{ $json.ok }}',
		'=\n{{ $json.$odd }}\n',
		'no expression: {{ $json.url }}',
	])('%s is read as n8n reads it', async (written) => {
		const read = plainExpression(written);
		expect(read).toBeDefined();
		expect([read?.(ITEM)]).toEqual(await asked(written, [ITEM]));
	});

	test('is found within collections', async () => {
		const written = { entry: [{ name: 'sku', value: '={{ $json.sku }}' }, { name: 'fixed', value: 3 }], other: { mode: 'name', value: '=c-{{ $json.sku }}' }, none: null };
		expect([plainExpression(written)?.(ITEM)]).toEqual(await asked(written, [ITEM]));
	});

	test.each(['={{ $json.url.length }}', '={{ $json.missing }}', '={{ $json.inner }}', '=a-{{ $json.inner }}', '={{ $json.constructor }}', '={{ $json.price.toString }}'])(
		'%s is left to n8n where the item does not simply hold it',
		(written) => {
			expect(plainExpression(written)?.(ITEM)).toBe(ASK);
		},
	);

	test.each(['={{ $json.sku + 1 }}', '={{ $now }}', '={{ $("Node").item.json.x }}', '=plain', '={{ $json[0] }}', '={{ $json.a ?? "b" }}', '={{ }}', '={{ $json.a }', '=\\{{ $json.sku }}', '={{ $json }}'])(
		'%s is none',
		(written) => {
			expect(plainExpression(written)).toBeUndefined();
		},
	);

	test('whatever text the fields hold', async () => {
		const value = fc.oneof(fc.string({ unit: fc.constantFrom('a', '{', '}', '=', '$', '\\', '"', "'", '`', '\n', 'ß', '😀') }), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
		await fc.assert(
			fc.asyncProperty(fc.array(fc.record({ a: value, 'b c': value }), { minLength: 5, maxLength: 20 }), fc.constantFrom('={{ $json.a }}', '=x{{ $json.a }}-{{ $json["b c"] }}'), async (items, written) => {
				const read = plainExpression(written);
				expect(items.map((item) => read?.(item))).toEqual(await asked(written, items));
			}),
			{ numRuns: 15 },
		);
	});
});
