import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

const require = createRequire(import.meta.url);

/** The family that pictures of pixels are written in. */
export const FAMILY = 'Roboto';

/** Servers may have no fonts at all: ours come with us. Latin, Greek and Cyrillic; all others from the system, if it has some. */
export function registerFonts(): void {
	for (const weight of ['Regular', 'Bold']) GlobalFonts.registerFromPath(require.resolve(`roboto-fontface/fonts/roboto/Roboto-${weight}.woff2`), FAMILY);
}
