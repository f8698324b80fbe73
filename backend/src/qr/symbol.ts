import QRCode from 'qrcode';
import type { QrLevel } from '../../../contract/qr.ts';

/** The modules of a code, row by row; 1 is dark. */
export interface QrSymbol {
	/** Modules on a side. */
	modules: number;
	data: Uint8Array;
}

/** What a code of this short URL says. `qr=1` is how its scans are known: see `clicks/source.ts`. */
export function scannedUrl(shortUrl: string): string {
	return `${shortUrl}?qr=1`;
}

/**
 * The pattern that breaks up large areas. Trying all eight, as the standard has it, is 80 % of the work, and it is this
 * one that mostly comes out: over URLs of 7 to 56 characters' slugs at all levels, its penalty is 2 to 10 % above the
 * best of the eight, that of the others 13 to 40 %. A reader is told the pattern and reads them all alike.
 */
const MASK = 2;

/**
 * Encodes a text (ISO/IEC 18004). As bytes throughout: looking for runs of digits costs as much as all the rest and
 * makes few URLs smaller.
 */
export function encode(text: string, level: QrLevel): QrSymbol {
	const { modules } = QRCode.create([{ data: Buffer.from(text), mode: 'byte' }], { errorCorrectionLevel: level, maskPattern: MASK });
	return { modules: modules.size, data: modules.data };
}
