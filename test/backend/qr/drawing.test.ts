import fc from 'fast-check';
import QRCode from 'qrcode';
import { QR_LEVELS } from '../../../contract/qr.ts';
import { contrast, parseColour } from '../../../backend/src/qr/colour.ts';
import { drawPng } from '../../../backend/src/qr/png.ts';
import { readStyle } from '../../../backend/src/qr/style.ts';
import { qrSvg } from '../../../backend/src/qr/svg.ts';
import { encode } from '../../../backend/src/qr/symbol.ts';
import { decodePng, modulesOfPng, modulesOfSvg, pixel, withMargin } from './modules.ts';

const style = (options: Parameters<typeof readStyle>[0] = {}) => readStyle(options, (name) => `?${name}`);

/** The library's own picture of a URL, with the pattern that the pictures name themselves. */
function expected(url: string, level: (typeof QR_LEVELS)[number]) {
	const { modules } = QRCode.create([{ data: Buffer.from(url), mode: 'byte' }], { errorCorrectionLevel: level, maskPattern: 2 });
	return Array.from({ length: modules.size }, (_, row) => Array.from({ length: modules.size }, (_, column) => (modules.get(row, column) ? '#' : '.')).join(''));
}

test('SVG and PNG hold the modules of the scanned URL, whatever the style', () => {
	const urls = fc.stringMatching(/^[A-Za-z0-9-]{1,64}$/).map((slug) => `https://links.example/${slug}`);
	fc.assert(
		fc.property(urls, fc.constantFrom(...QR_LEVELS), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 97, max: 300 }), (url, level, margin, size) => {
			const code = expected(`${url}?qr=1`, level);
			expect(modulesOfSvg(qrSvg(url, style({ level, margin }), '?size'))).toEqual(withMargin(code, margin));
			const picture = decodePng(drawPng(encode(`${url}?qr=1`, level), style({ level, margin, size })));
			expect([picture.width, picture.height]).toEqual([size, size]);
			expect(modulesOfPng(picture, code.length)).toEqual(code);
		}),
		{ numRuns: 40 },
	);
});

test('a PNG has the colours, also where one can see through them', () => {
	const picture = decodePng(drawPng(encode('https://links.example/a?qr=1', 'M'), style({ color: '#1a2b3c', background: 'transparent', size: 300 })));
	expect(pixel(picture, 0, 0)[3]).toBe(0);
	// Within the corner of the first finder pattern: 4 modules of 9 pixels, and half of the 3 left over.
	expect(pixel(picture, 38, 38)).toEqual([0x1a, 0x2b, 0x3c, 255]);
	const half = decodePng(drawPng(encode('https://links.example/a?qr=1', 'M'), style({ color: '000000c0', background: 'fff8' })));
	expect([pixel(half, 0, 0), pixel(half, 70, 70)]).toEqual([[255, 255, 255, 0x88], [0, 0, 0, 0xc0]]);
});

test('an SVG has the colours, and no background where it is transparent', () => {
	expect(qrSvg('https://a.example/x', style({ color: 'f00', background: '#fffffff0' }), '')).toMatch(/<path fill="#ffffff" fill-opacity="0.941" d="M0 0h33v33H0z"\/><path stroke="#ff0000" d="M4 4.5h7/);
	expect(qrSvg('https://a.example/x', style({ background: 'transparent', size: 100 }), '')).toMatch(/^<svg xmlns="[^"]*" width="100" height="100" viewBox="0 0 33 33" [^>]*><path stroke="#000000"/);
});

test.each([
	['000', 'fff', 21],
	['#ffffff', '#000000', 21],
	['777', 'fff', 4.48],
	['fff', 'transparent', 21],
	['000', 'transparent', 21],
	['0000', 'fff', 1],
	['f00', 'f00', 1],
])('the contrast of %s on %s is %s', (front, back, ratio) => {
	expect(contrast(parseColour(front)!, parseColour(back)!)).toBeCloseTo(ratio, 2);
});

test('every way to write a colour, and what is none', () => {
	const red = { hex: '#ff0000', red: 255, green: 0, blue: 0, alpha: 1 };
	for (const text of ['f00', '#F00', 'f00f', 'ff0000', '#FF0000ff']) expect(parseColour(text)).toEqual(red);
	expect(parseColour('f000')?.alpha).toBe(0);
	for (const text of ['', '#', 'ff', 'fffff', 'fffffff', 'red', '##fff', '0xfff', 'ggg', '#fff ']) expect(parseColour(text)).toBeUndefined();
});
