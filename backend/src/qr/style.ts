import { QR_DEFAULTS, type QrLevel, type QrOptions } from '../../../contract/qr.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { invalidRequest } from '../http/problem.ts';
import { contrast, LEAST_CONTRAST, parseColour, type Colour } from './colour.ts';

/** How a code looks, complete and checked. */
export interface QrStyle {
	size: number;
	margin: number;
	colour: Colour;
	background: Colour;
	level: QrLevel;
}

/**
 * The style that a caller's options make.
 *
 * @param pointer how the problem of an option is addressed: `?color` in a query, `/qr/color` in a body
 * @throws ProblemError `invalid_request` where a colour is none, or the code could not be told from its background
 */
export function readStyle(options: QrOptions, pointer: (option: keyof QrOptions) => string): QrStyle {
	const { size, margin, color, background, level } = { ...QR_DEFAULTS, ...options };
	const problems: FieldProblem[] = [];
	const read = (name: 'color' | 'background', text: string) => {
		const colour = parseColour(text);
		// A code of nothing is none.
		if (colour && (name === 'background' || text.toLowerCase() !== 'transparent')) return colour;
		const also = name === 'background' ? ', or transparent' : '';
		problems.push({ pointer: pointer(name), code: 'invalid', message: `${name} must be a colour in hexadecimal, such as 1a2b3c or #1a2b3c${also}.` });
		return undefined;
	};
	const [front, back] = [read('color', color), read('background', background)];
	if (!front || !back) throw invalidRequest(problems);
	const ratio = contrast(front, back);
	if (ratio < LEAST_CONTRAST) {
		const message = `color and background are too much alike for a scanner: their contrast is ${ratio.toFixed(1)} to 1 and must be ${String(LEAST_CONTRAST)} to 1 or more. Take a darker color or a lighter background.`;
		throw invalidRequest([{ pointer: pointer('color'), code: 'contrast', message }]);
	}
	return { size, margin, colour: front, background: back, level };
}

/**
 * Makes sure that a module gets a pixel.
 *
 * @param modules on a side of the code, its margin not counted
 * @throws ProblemError `invalid_request`
 */
export function checkSize(modules: number, { size, margin, level }: QrStyle, pointer: string): void {
	const least = modules + 2 * margin;
	if (size >= least) return;
	const sides = `${String(modules)} modules a side at level ${level} and a margin of ${String(margin)}`;
	throw invalidRequest([{ pointer, code: 'too_small', message: `size must be ${String(least)} or more: this code has ${sides}. Take a larger size, a smaller margin or a lower level.` }]);
}
