import { CHART_THEMES } from '../../../contract/chart.ts';
import { PALETTES } from '../../../backend/src/charts/palette.ts';
import { contrast, parseColour } from '../../../backend/src/qr/colour.ts';

const ratio = (front: string, back: string) => contrast(parseColour(front)!, parseColour(back)!);

/** What is left of a colour for who has no cones for red, or green: Machado et al. 2009, severity 1, on linear light. */
const SIMULATIONS = {
	protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
	deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
};

function seen(hex: string, matrix: number[][]): number[] {
	const { red, green, blue } = parseColour(hex)!;
	const linear = [red, green, blue].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
	const [r, g, b] = matrix.map((row) => Math.min(1, Math.max(0, row.reduce((sum, factor, at) => sum + factor * linear[at]!, 0))));
	// CIE L*a*b*, in which distances are what eyes make of them.
	const xyz = [(0.4124 * r! + 0.3576 * g! + 0.1805 * b!) / 0.9505, 0.2126 * r! + 0.7152 * g! + 0.0722 * b!, (0.0193 * r! + 0.1192 * g! + 0.9505 * b!) / 1.089];
	const [x, y, z] = xyz.map((part) => (part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116)) as [number, number, number];
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each(CHART_THEMES)('the theme %s', (theme) => {
	const palette = PALETTES[theme];

	it('can be read', () => {
		for (const text of [palette.text, palette.muted]) expect(ratio(text, palette.background)).toBeGreaterThanOrEqual(4.5);
		for (const drawn of [palette.series, palette.previous, palette.rest, ...palette.parts]) expect(ratio(drawn, palette.background)).toBeGreaterThanOrEqual(3);
	});

	it.each(Object.entries(SIMULATIONS))('has neighbours that people with %s can tell apart', (_name, matrix) => {
		const ring = [...palette.parts, palette.rest];
		const pairs = [...ring.map((part, place) => [part, ring[(place + 1) % ring.length]!] as const), [palette.series, palette.previous] as const];
		for (const [one, other] of pairs) {
			const [a, b] = [seen(one, matrix), seen(other, matrix)];
			const distance = Math.hypot(...a.map((part, at) => part - b[at]!));
			expect([one, other, distance > 20]).toEqual([one, other, true]);
		}
	});
});
