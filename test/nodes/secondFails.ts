/** What holds of every parameter: a value that cannot be used fails its item, the second as the first, and no other. */
import type { INodeExecutionData } from 'n8n-workflow';
import { errorOf, outputOf } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { runNode } from './pack.ts';

/** A parameter as an expression, what it is for the first and the third item, and what for the second. */
export interface Case {
	/** What the error begins with. */
	label: string;
	parameters: object;
	good: unknown;
	bad: unknown;
}

const firstOf = (items: INodeExecutionData[], item: number) => items.find(({ pairedItem }) => (pairedItem as { item: number }).item === item);

/** Runs three items, of which the second fails, in all three settings of On Error. `different` are fields in which equal items differ. */
export async function secondFails(engine: Engine, type: string, { label, parameters, good, bad }: Case, different: string[] = []): Promise<void> {
	const alike = (item: INodeExecutionData | undefined) => Object.entries(item?.json ?? {}).filter(([name]) => !different.includes(name));
	const input = [{ v: good }, { v: bad }, { v: good }];
	const stopped = await runNode(engine, type, parameters, input);
	expect(errorOf(stopped)).toMatchObject({ message: expect.stringMatching(new RegExp(`^${label.replace(/[()]/g, '\\$&')}: `)), context: { itemIndex: 1, details: { code: 'invalid_parameter', parameter: label } } });

	const regular = outputOf(await runNode(engine, type, parameters, input, { onError: 'continueRegularOutput' }), 'Node');
	expect(firstOf(regular, 1)?.json).toEqual({ error: expect.stringContaining(`${label}: `), details: { code: 'invalid_parameter', parameter: label } });
	expect(regular.filter(({ json }) => json.error !== undefined)).toHaveLength(1);

	const split = await runNode(engine, type, parameters, input, { onError: 'continueErrorOutput' });
	expect(outputOf(split, 'Node', 1).map(({ json, pairedItem }) => [(json).v, pairedItem])).toEqual([[bad, { item: 1 }]]);
	expect(outputOf(split, 'Node').filter(({ json }) => json.error !== undefined)).toEqual([]);
	for (const items of [regular, outputOf(split, 'Node')]) {
		expect(firstOf(items, 0)).toBeDefined();
		// The same question has the same answer.
		expect(alike(firstOf(items, 2))).toEqual(alike(firstOf(items, 0)));
	}
}
