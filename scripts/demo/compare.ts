import { check } from './check.ts';
import { EXPECTED, type Product } from './links.ts';
import type { Stage } from './stage.ts';
import { duration, progress, say, table } from './terminal.ts';

/** What a person needs for one link, in milliseconds. */
const BY_HAND = 120_000;

/** What a request needs for its way to a server on the internet and back, in milliseconds. */
const ROUND_TRIP = 40;

/** Makes the same links once more with a request each, in a campaign of their own; resolves to the milliseconds. */
export async function makeSingly({ api }: Stage, products: Product[]): Promise<number> {
	const statuses: number[] = [];
	const begin = performance.now();
	for (const { sku, name, url } of products) {
		const { status } = await api('POST', '/v1/links', { destination: url, slug: `single-${sku}`, title: name, campaign: 'one-by-one' });
		statuses.push(status);
		if (statuses.length % 25 === 0) progress(`${statuses.length} of ${products.length} requests …`);
	}
	const took = performance.now() - begin;
	check('links created by 500 single requests', statuses.filter((status) => status === 200).length, EXPECTED.links);
	check('broken rows that the backend refused too', statuses.filter((status) => status === 422).length, EXPECTED.broken);
	return took;
}

/** Says what the batch saves. */
export function compare(batch: number, singly: number): void {
	const factor = (took: number) => `${(took / batch).toFixed(1)} times as long`;
	table(
		[{ title: '500 links' }, { title: 'requests', align: 'right' }, { title: 'took', align: 'right' }, { title: '' }],
		[
			['Batch Create in n8n, CSV read and written', '1', duration(batch), ''],
			['plain requests without n8n, one after the other', '500', duration(singly), factor(singly)],
			['by hand, two minutes a link', '', duration(EXPECTED.rows * BY_HAND), ''],
		],
	);
	say();
	const far = duration(EXPECTED.rows * ROUND_TRIP);
	say(`Measured here, without a network. Where a request takes ${ROUND_TRIP} ms to a server and back, 500 of them`);
	say(`take ${far} more, and one takes ${duration(ROUND_TRIP)} more.`);
}
