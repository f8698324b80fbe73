import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ROOT } from '../repository.ts';
import { check, done } from './check.ts';
import type { Stage } from './stage.ts';
import { crop, duration, paint, progress, say, table } from './terminal.ts';
import { play } from './workflows.ts';

/** A product of the CSV. */
export interface Product {
	sku: string;
	name: string;
	url: string;
	/** Empty where the row is broken. */
	shortUrl: string;
	/** Whether it takes part in the A/B test. */
	tested: boolean;
}

const CSV = path.join(ROOT, 'examples/products.csv');
const RESULT = path.join(ROOT, 'examples/products_with_links.csv');

/** What examples/products.csv holds. */
export const EXPECTED = { rows: 500, links: 497, broken: 3, tested: 200 } as const;

/** Makes a link of every good row, writes the file with the links, and shows that a second run makes none. */
export async function makeLinks({ engine }: Stage): Promise<{ products: Product[]; took: number }> {
	const input = await csvItem();
	progress('making 500 links …');
	const { items, json, took } = await play(engine, 'csv-to-links', input);
	const rows = json.slice(0, -1);
	const summary = json.at(-1) ?? {};
	done('CSV read, links created, CSV written', duration(took));
	check('requests', (summary['change_ids'] as string[]).length, 1);
	check('rows', rows.length, EXPECTED.rows);
	check('links created', Number(summary['created']), EXPECTED.links);
	check('broken rows, each with its reason', Number(summary['failed']), EXPECTED.broken);
	table(
		[{ title: 'Line', align: 'right' }, { title: 'SKU' }, { title: 'URL' }, { title: 'Why no link leads there' }],
		rows.filter(({ result }) => result === 'failed').map((row) => [String(Number(row['line'])), text(row, 'SKU'), crop(text(row, 'URL'), 44), reason(row)]),
	);

	const file = await engine.file(items.at(-1)?.binary);
	await writeFile(RESULT, file);
	check(`short URLs in ${path.relative(ROOT, RESULT)}`, file.toString().match(/;http:\/\/127\.0\.0\.1:\d+\/spring-/g)?.length ?? 0, EXPECTED.links);
	say();
	say(paint('dim', file.toString().split('\n')[1] ?? ''));
	say();

	const again = await play(engine, 'csv-to-links', input);
	check('links created when it runs again', Number(again.json.at(-1)?.['created']), 0);
	return { products: rows.map(product), took };
}

async function csvItem(): Promise<INodeExecutionData[]> {
	const data = (await readFile(CSV)).toString('base64');
	return [{ json: {}, binary: { data: { data, mimeType: 'text/csv', fileName: path.basename(CSV) } } }];
}

function product(row: IDataObject): Product {
	return {
		sku: text(row, 'SKU'),
		name: text(row, 'Name'),
		url: text(row, 'URL'),
		shortUrl: text(row, 'short_url'),
		tested: text(row, 'Category').split('|').includes('ab-test'),
	};
}

/** What the node says of a row, without the URL that is shown beside it. */
const reason = (row: IDataObject) => text(row, 'error').replace(/^Destination: ("[^"]*" )?/, '');

/** A field that is a string, or nothing. */
function text(row: IDataObject, field: string): string {
	const value = row[field];
	return typeof value === 'string' ? value : '';
}
