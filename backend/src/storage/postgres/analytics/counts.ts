import { areFew } from '../../packed/day-links.ts';
import { eachHit } from '../../packed/hits.ts';
import { DAY_MS, KINDS } from '../../packed/link-day.ts';
import { cutAtDays, type Days, type Span } from '../../packed/span.ts';
import { COLUMNS, ColumnSums, eachValue, type Column } from '../../packed/values.ts';
import { readHits } from './read-hits.ts';
import type { Selection } from './selection.ts';
import { received, sent } from './transfer.ts';
import type { View } from './view.ts';

const HUMAN = KINDS.indexOf('human');

/** Days of links that are read with one statement: some 2 kB each. */
const LINK_DAYS = 3000;

/** Takes in clicks of one value of a column, given by its place in {@link COLUMNS}. */
type Add = (column: number, value: number, clicks: number) => void;

/** For each of the columns, clicks by the number of the value: whole days out of what is added up, the edges click by click. */
export async function clicksByNumber(view: View, selection: Selection, span: Span, columns: readonly Column[]): Promise<ReadonlyArray<Map<number, number>>> {
	const sums = new ColumnSums(columns);
	const places = columns.map((column) => COLUMNS.indexOf(column));
	const { whole, parts } = planSpan(span);
	for (const days of whole) await addDays(view, selection, { ...days, places }, sums.add);
	for (const { from, to, sign } of parts) {
		await readHits(view, { numbers: selection.numbers, from, to, hits: selection.numbers.length, values: 'all' }, (_, __, { kind, values }) => {
			if (kind === HUMAN) for (const place of places) sums.add(place, values[place] as number, sign);
		});
	}
	sums.settle();
	return sums.sums;
}

/** Days that are added as a whole, and parts of days that are added then, or taken away: what is missing of most of a day is less than what there is of it. */
function planSpan(span: Span): { whole: Days[]; parts: Array<Span & { sign: 1 | -1 }> } {
	const { whole, rests } = cutAtDays(span);
	const plan: ReturnType<typeof planSpan> = { whole: whole ? [whole] : [], parts: [] };
	for (const { from, to } of rests) {
		if (to - from <= DAY_MS / 2) {
			plan.parts.push({ from, to, sign: 1 });
			continue;
		}
		const day = Math.floor(from / DAY_MS);
		plan.whole.push({ first: day, last: day });
		for (const [start, end] of [[day * DAY_MS, from], [to, (day + 1) * DAY_MS]] as const) if (start < end) plan.parts.push({ from: start, to: end, sign: -1 });
	}
	return plan;
}

/** Adds days: of most of all links, what all have, less what the others have. */
async function addDays(view: View, { numbers, placeOf }: Selection, days: Days & { places: readonly number[] }, add: Add): Promise<void> {
	const left = view.links - numbers.length;
	if (areFew(numbers.length, view.links) || left > numbers.length) {
		await addLinks(view, numbers, days, add);
		return;
	}
	const rows = await view.connection.all(`SELECT ${sent('packed')} AS packed FROM ${view.tables.day_values} WHERE day BETWEEN $1 AND $2`, days.first, days.last);
	for (const row of rows) eachValue(received(row['packed']), add);
	const others = left === 0 ? [] : Array.from({ length: view.links }, (_, index) => index + 1).filter((number) => !placeOf.has(number));
	await addLinks(view, others, days, (column, value, clicks) => { add(column, value, -clicks); });
}

async function addLinks({ connection, tables }: View, numbers: readonly number[], { first, last, places }: Days & { places: readonly number[] }, add: Add): Promise<void> {
	if (numbers.length === 0) return;
	const step = Math.max(1, Math.floor(LINK_DAYS / numbers.length));
	for (let day = first; day <= last; day += step) {
		const rows = await connection.all(
			`SELECT ${sent('counts')} AS counts, ${sent('tail')} AS tail FROM ${tables.link_days} WHERE link = ANY($1::integer[]) AND day BETWEEN $2 AND $3 AND human > 0`,
			numbers, day, Math.min(last, day + step - 1),
		);
		for (const { counts, tail } of rows) {
			if (counts !== null) eachValue(received(counts), add);
			eachHit(received(tail), ({ kind, values }) => {
				if (kind === HUMAN) for (const place of places) add(place, values[place] as number, 1);
			});
		}
	}
}
