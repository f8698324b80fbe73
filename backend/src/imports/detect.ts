import type { ImportFormat } from '../../../contract/import.ts';
import { bitly } from './formats/bitly.ts';
import { dub } from './formats/dub.ts';
import type { Format } from './formats/format.ts';
import { kutt } from './formats/kutt.ts';
import { plain } from './formats/plain.ts';
import { shlink } from './formats/shlink.ts';
import { shortIo } from './formats/short-io.ts';
import { yourls } from './formats/yourls.ts';

/** What is read column by column. An export of our own is not: it says what it is, and holds our fields as they are. */
export const FORMATS: Record<Exclude<ImportFormat, 'linkmill'>, Format> = { bitly, short_io: shortIo, dub, yourls, kutt, shlink, csv: plain };

/** The column by which an export of our own is known: it holds the version of its format. */
export const OWN_MARK = 'linkmill';

/** The format of an export with these columns (names as `plainName` has them); undefined where it is none. */
export function detectFormat(columns: ReadonlySet<string>): ImportFormat | undefined {
	if (columns.has(OWN_MARK)) return 'linkmill';
	// A table that only names our fields comes last: any of the others may have a column called url.
	return (Object.keys(FORMATS) as Array<keyof typeof FORMATS>).find((name) => isOf(FORMATS[name], columns));
}

/** Whether an export with these columns can be of a format. */
export function isOf({ marks }: Format, columns: ReadonlySet<string>): boolean {
	return marks.some((mark) => mark.every((column) => columns.has(column)));
}
