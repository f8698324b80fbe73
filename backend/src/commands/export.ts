import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { EXPORT_FORMATS, type ExportFormat } from '../../../contract/import.ts';
import { exportAll, exportPart } from '../exports/export-page.ts';
import type { Place, Storage } from '../storage/storage.ts';
import { tell, UsageError, type Command } from './command.ts';
import { reach } from './reach.ts';

/** `linkmill export` */
export const exportCommand: Command = {
	usage: [`export [FILE] [--format ${EXPORT_FORMATS.join('|')}]`],
	about: 'Writes every link to FILE, or to standard output: all that "linkmill import" needs to make them again, hashes of passwords included.',
	async run(args, settings) {
		const { file, format } = readOptions(args);
		const to = file === undefined ? process.stdout : createWriteStream(file, { mode: 0o600 });
		const write = async (source: Readable) => {
			await (file === undefined ? pipeline(source, to, { end: false }) : pipeline(source, to));
		};
		await reach(settings, {
			inFolder: (storage) => inFolder(storage, format, write),
			throughServer: async (ask) => { await write(await ask<Readable>('GET', `/v1/links/export?format=${format}`, undefined, { responseType: 'stream', timeout: 0 })); },
		});
		if (file !== undefined) tell(`Exported the links to ${file}.`);
	},
};

async function inFolder(storage: Storage, format: ExportFormat, write: (source: Readable) => Promise<void>): Promise<void> {
	const sources = { links: storage.linkReader(), analytics: storage.analyticsReader() };
	try {
		const part = (after?: Place) => exportPart({ criteria: {}, format, secrets: true, after }, sources);
		await write(Readable.from(exportAll(await part(), part)));
	} finally {
		sources.links.close();
		sources.analytics.close();
	}
}

function readOptions(args: string[]): { file: string | undefined; format: ExportFormat } {
	const { values, positionals } = parsed(args);
	const [file, ...more] = positionals;
	if (more.length > 0) throw new UsageError('Name one file, or none for standard output.');
	const wanted = values.format ?? (file?.endsWith('.csv') ? 'csv' : 'ndjson');
	const format = EXPORT_FORMATS.find((one) => one === wanted);
	if (!format) throw new UsageError(`--format must be one of ${EXPORT_FORMATS.join(', ')}; it is "${wanted}".`);
	return { file, format };
}

function parsed(args: string[]) {
	try {
		return parseArgs({ args, allowPositionals: true, options: { format: { type: 'string' } } });
	} catch (error) {
		throw new UsageError((error as Error).message, { cause: error });
	}
}
