/** What an encoding can be set to; `auto` is found out. */
export type Encoding = 'auto' | 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * The characters of bytes 0x80 to 0x9f (https://encoding.spec.whatwg.org/index-windows-1252.txt). Node 24's
 * TextDecoder gives control characters for them, so typographic quotes and the euro sign would be lost.
 */
const WINDOWS_1252 =
	'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * The text of a CSV file without its byte order mark, and whether a spreadsheet is likely to want one in
 * the file that it gets back.
 */
export function decode(bytes: Uint8Array, encoding: Encoding = 'auto'): { text: string; mark: boolean } {
	const marked = markOf(bytes);
	const used = encoding === 'auto' ? (marked ?? guess(bytes)) : encoding;
	if (used === 'windows-1252') return { text: decodeWindows(bytes), mark: true };
	const text = new TextDecoder(used).decode(bytes);
	return { text, mark: marked !== undefined || used !== 'utf-8' };
}

function markOf([first, second, third]: Uint8Array): Encoding | undefined {
	if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** UTF-16 text in a Latin script has a zero in every other byte; what is not valid UTF-8 is Excel's "CSV". */
function guess(bytes: Uint8Array): Encoding {
	const sample = bytes.subarray(0, 2000);
	const zeros = [0, 0];
	sample.forEach((byte, index) => {
		if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
	});
	const [even = 0, odd = 0] = zeros;
	if (odd > sample.length / 4) return 'utf-16le';
	if (even > sample.length / 4) return 'utf-16be';
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return 'utf-8';
	} catch {
		return 'windows-1252';
	}
}

function decodeWindows(bytes: Uint8Array): string {
	return Buffer.from(bytes)
		.toString('latin1')
		.replace(/[\u0080-\u009f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? character);
}
