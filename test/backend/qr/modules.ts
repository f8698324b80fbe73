import { createRequire } from 'node:module';

/** What pngjs, on which qrcode depends, is asked for here; it comes without types. */
const { PNG } = createRequire(import.meta.url)('pngjs') as { PNG: { sync: { read(file: Uint8Array): Picture } } };

/** A decoded picture, four bytes a pixel. */
export interface Picture {
	width: number;
	height: number;
	data: Uint8Array;
}

/** Rows of modules with their margin, `#` for dark. */
export type Modules = string[];

/** Reads a PNG back. */
export function decodePng(file: Uint8Array): Picture {
	return PNG.sync.read(Buffer.from(file));
}

/** The pixel at a place: red, green, blue, alpha. */
export function pixel({ width, data }: Picture, x: number, y: number): number[] {
	return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

/**
 * The modules that a picture shows, dark where there is no red. Every pixel of it is looked at: one that is not what its module's first one is
 * throws, and so does a picture whose margins differ by more than a pixel.
 *
 * @param side modules on a side, without margin
 */
export function modulesOfPng(picture: Picture, side: number): Modules {
	const isDark = (x: number, y: number) => pixel(picture, x, y)[0] === 0;
	const places = Array.from({ length: picture.width }, (_, place) => place);
	const dark = places.filter((x) => places.some((y) => isDark(x, y)));
	const [first, last] = [dark[0]!, dark.at(-1)!];
	const scale = (last + 1 - first) / side;
	if (!Number.isInteger(scale) || Math.abs(first - (picture.width - 1 - last)) > 1) throw new Error(`The code goes from ${String(first)} to ${String(last)}`);
	return Array.from({ length: side }, (_, row) =>
		Array.from({ length: side }, (_, column) => {
			const [left, top] = [first + column * scale, first + row * scale];
			for (let x = left; x < left + scale; x++) {
				for (let y = top; y < top + scale; y++) if (isDark(x, y) !== isDark(left, top)) throw new Error(`Pixel ${String(x)}, ${String(y)} is another than its module`);
			}
			return isDark(left, top) ? '#' : '.';
		}).join(''),
	);
}

/** The modules that an SVG's path draws, with their margin. */
export function modulesOfSvg(svg: string): Modules {
	const side = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
	const rows = Array.from({ length: side }, () => Array.from({ length: side }, () => '.'));
	let [x, y] = [0, 0];
	for (const [, command, first, second] of /stroke="[^"]*"[^>]* d="([^"]*)"/.exec(svg)![1]!.matchAll(/([Mmh])(\d+)(?: ([\d.]+))?/g)) {
		if (command === 'M') [x, y] = [Number(first), Number(second) - 0.5];
		else if (command === 'm') x += Number(first);
		else for (const end = x + Number(first); x < end; x++) rows[y]![x] = '#';
	}
	return rows.map((row) => row.join(''));
}

/** The same with that many modules of margin around it. */
export function withMargin(modules: Modules, margin: number): Modules {
	const wide = modules.map((row) => '.'.repeat(margin) + row + '.'.repeat(margin));
	const empty = Array.from({ length: margin }, () => '.'.repeat(modules.length + 2 * margin));
	return [...empty, ...wide, ...empty];
}
