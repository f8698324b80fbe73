import fc from 'fast-check';
import { drawChart } from '../../../backend/src/charts/draw.ts';
import type { ChartContent, ChartPlan } from '../../../backend/src/charts/plan.ts';
import { plainText } from '../../../backend/src/charts/words.ts';
import { decodePng } from '../qr/modules.ts';
import { readSvg } from './xml.ts';

const plan = (content: ChartContent, more: Partial<ChartPlan> = {}): ChartPlan => ({
	style: { format: 'svg', theme: 'light', width: 600, height: undefined, scale: 2 }, title: 'Title', subtitle: 'Subtitle', description: 'Words', headers: {}, content, ...more,
});
const svg = (content: ChartContent, more?: Partial<ChartPlan>) => readSvg(Buffer.from(drawChart(plan(content, more)).body!).toString());

test('whatever a text is, the picture is XML, and says the text in its title', () => {
	fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
		const label = plainText(text);
		for (const type of ['bars', 'ring'] as const) {
			const rows = [{ label, value: 2 }, { label, value: 1 }];
			const content: ChartContent = type === 'bars' ? { type, rows, more: 0 } : { type, rows, rest: 0, caption: 'Clicks' };
			const { title, elements } = svg(content, { title: `a${label}b` });
			expect(title).toBe(`a${label}b`);
			expect([...elements].filter((name) => !['svg', 'title', 'desc', 'rect', 'path', 'polyline', 'text', '#text', 'g', 'defs', 'clipPath'].includes(name))).toEqual([]);
		}
	}), { numRuns: 60 });
});

test('thirty bars are all there, and where the height is given, those that are not are counted', () => {
	const rows = Array.from({ length: 30 }, (_, place) => ({ label: `Link ${String(place)}`, value: 30 - place }));
	const all = svg({ type: 'bars', rows, more: 0 });
	expect(rows.every(({ label }) => all.texts.includes(label))).toBe(true);
	const some = svg({ type: 'bars', rows, more: 5 }, { style: { format: 'svg', theme: 'light', width: 600, height: 300, scale: 2 } });
	const shown = rows.filter(({ label }) => some.texts.includes(label)).length;
	expect(shown).toBeGreaterThan(5);
	expect(some.texts).toContain(`and ${String(35 - shown)} more`);
});

test('a long label is cropped with an ellipsis', () => {
	const { texts } = svg({ type: 'bars', rows: [{ label: 'A name of many words that nobody would want to read in full', value: 1 }], more: 0 });
	expect(texts[0]).toMatch(/^A name of many words.*…$/);
});

test('what looks like a mark of the library is text', () => {
	const { texts } = svg({ type: 'ring', rows: [{ label: '{a|b} {b}: {c}', value: 1 }], rest: 0, caption: 'Clicks' }, { title: '{a|b}' });
	expect(texts).toEqual(expect.arrayContaining(['{a|b} {b}: {c}', '{a|b}']));
});

test('the same chart is the same text, whatever was drawn before', () => {
	const line: ChartContent = { type: 'line', labels: ['1 Jan', '2 Jan'], axis: undefined, values: [1, 2], previous: [2, 1] };
	const draw = () => Buffer.from(drawChart(plan(line)).body!).toString();
	const first = draw();
	svg({ type: 'empty', sentence: 'No clicks' });
	expect(draw()).toBe(first);
	expect(first).not.toMatch(/zr\d|ecmeta|<style|class=/);
});

test('400 points as pixels, with and without the period before', () => {
	const values = Array.from({ length: 400 }, (_, place) => place % 37);
	const style = { format: 'png', theme: 'dark', width: 600, height: 300, scale: 1 } as const;
	for (const previous of [undefined, values]) {
		const { width, height } = decodePng(drawChart(plan({ type: 'line', labels: values.map(String), axis: 'Hour', values, previous }, { style })).body!);
		expect([width, height]).toEqual([600, 300]);
	}
});
