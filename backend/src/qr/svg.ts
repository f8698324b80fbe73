import type { Colour } from './colour.ts';
import { checkSize, type QrStyle } from './style.ts';
import { encode, scannedUrl, type QrSymbol } from './symbol.ts';

/**
 * The code of a short link as SVG: 40 microseconds, so that a batch of ten thousand can have theirs.
 *
 * @param sizePointer how the problem of a size that is too small is addressed
 * @throws ProblemError `invalid_request` where the size has less than a pixel for a module
 */
export function qrSvg(shortUrl: string, style: QrStyle, sizePointer: string): string {
	const symbol = encode(scannedUrl(shortUrl), style.level);
	checkSize(symbol.modules, style, sizePointer);
	return drawSvg(symbol, style);
}

/** A code as SVG: the background, if any, and one path with a line for each run of dark modules. */
export function drawSvg({ modules, data }: QrSymbol, { size, margin, colour, background }: QrStyle): string {
	const side = modules + 2 * margin;
	// Pieces to be joined: a string grown bit by bit is kept as a tree of them, and ten thousand trees cost four times as much.
	const path: string[] = [];
	for (let row = 0; row < modules; row++) {
		let from = 0;
		for (let column = 0; column < modules; column++) {
			if (!data[row * modules + column]) continue;
			const start = column;
			while (column < modules && data[row * modules + column]) column++;
			// A line is one wide, so it runs through the middle of its row.
			const move = from === 0 ? `M${String(start + margin)} ${String(row + margin)}.5` : `m${String(start - from)} 0`;
			path.push(`${move}h${String(column - start)}`);
			from = column;
		}
	}
	const field = background.alpha === 0 ? '' : `<path ${paint('fill', background)} d="M0 0h${String(side)}v${String(side)}H0z"/>`;
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" width="${String(size)}" height="${String(size)}" viewBox="0 0 ${String(side)} ${String(side)}" shape-rendering="crispEdges">` +
		`${field}<path ${paint('stroke', colour)} d="${path.join('')}"/></svg>`
	);
}

function paint(attribute: 'fill' | 'stroke', { hex, alpha }: Colour): string {
	return alpha === 1 ? `${attribute}="${hex}"` : `${attribute}="${hex}" ${attribute}-opacity="${String(Math.round(alpha * 1000) / 1000)}"`;
}
