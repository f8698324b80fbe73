import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { IMPORT_FORMATS, type ImportAnswer, type ImportFormat } from '../../../contract/import.ts';
import { IF_EXISTS, type IfExists } from '../../../contract/link.ts';
import type { Settings } from '../config.ts';
import { decodeText } from '../imports/encoding.ts';
import { importLinks } from '../imports/import-links.ts';
import { readExport } from '../imports/read.ts';
import { exportedRow, type ImportRow } from '../imports/row.ts';
import type { Storage } from '../storage/storage.ts';
import { write } from '../writes/write.ts';
import { tell, UsageError, type Command } from './command.ts';
import { reconciliation } from './reconciliation.ts';
import { reach, serverUrl } from './reach.ts';

/** Links in one call: each is one transaction, and one change that can be reverted. */
const AT_ONCE = 50_000;

/** Milliseconds that one call may take. */
const PATIENCE = 600_000;

/** What the caller asked for, beside the file. */
interface Options {
	format: ImportFormat | undefined;
	if_exists: IfExists | undefined;
	campaign: string | undefined;
	tags: string[] | undefined;
	dry_run: boolean;
}

/** Sends the links of one call: as an export of ours, whatever they came from. */
type Send = (body: Omit<Options, 'format'> & { format: 'linkmill'; data: string }) => Promise<ImportAnswer>;

/** `linkmill import FILE` */
export const importCommand: Command = {
	usage: [`import FILE [--format ${IMPORT_FORMATS.join('|')}] [--if-exists ${IF_EXISTS.join('|')}] [--campaign NAME] [--tags A,B] [--dry-run]`],
	about: 'Imports links from an export of another shortener, a CSV with a header, or an export of linkmill; through the server while it runs.',
	async run(args, settings) {
		const { file, options } = readOptions(args);
		const read = readExport(decodeText(await contentOf(file)), options.format);
		const answers = await reach(settings, {
			inFolder: (storage) => inFolder(storage, settings, (send) => sendAll(read.rows, options, send)),
			throughServer: (ask) => sendAll(read.rows, options, (body) => ask('POST', '/v1/links/import', body, { timeout: PATIENCE })),
		});
		const bad = read.bad.map(({ line, problem }) => ({ line, ...problem }));
		tell(reconciliation({ file, format: read.format, warnings: read.warnings, bad, answers }));
	},
};

async function contentOf(file: string): Promise<Uint8Array> {
	return readFile(file).catch((error: unknown) => {
		throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new Error(`There is no file ${file}.`, { cause: error }) : error;
	});
}

function readOptions(args: string[]): { file: string; options: Options } {
	const { values, positionals } = parsed(args);
	const [file, ...more] = positionals;
	if (file === undefined || more.length > 0) throw new UsageError('Name one file.');
	return {
		file,
		options: {
			format: oneOf('--format', values.format, IMPORT_FORMATS),
			if_exists: oneOf('--if-exists', values['if-exists'], IF_EXISTS),
			campaign: values.campaign,
			tags: values.tags?.split(',').map((tag) => tag.trim()),
			dry_run: values['dry-run'] ?? false,
		},
	};
}

function parsed(args: string[]) {
	const text = { type: 'string' } as const;
	try {
		return parseArgs({ args, allowPositionals: true, options: { format: text, 'if-exists': text, campaign: text, tags: text, 'dry-run': { type: 'boolean' } } });
	} catch (error) {
		throw new UsageError((error as Error).message, { cause: error });
	}
}

function oneOf<Value extends string>(option: string, text: string | undefined, values: readonly Value[]): Value | undefined {
	const value = values.find((one) => one === text);
	if (text !== undefined && value === undefined) throw new UsageError(`${option} must be one of ${values.join(', ')}; it is "${text}".`);
	return value;
}

/** Sends everything, a call after the other; lines of errors are those of the file. */
async function sendAll(rows: readonly ImportRow[], { format: _recognised, ...options }: Options, send: Send): Promise<ImportAnswer[]> {
	const answers: ImportAnswer[] = [];
	for (let first = 0; first < rows.length; first += AT_ONCE) {
		const chunk = rows.slice(first, first + AT_ONCE);
		const data = chunk.map((row) => JSON.stringify(exportedRow(row))).join('\n');
		const answer = await send({ ...options, format: 'linkmill', data });
		answers.push({ ...answer, errors: answer.errors.map((error) => ({ ...error, line: chunk[error.line - 1]?.line ?? error.line })) });
		if (rows.length > AT_ONCE) tell(`${String(Math.min(first + AT_ONCE, rows.length))} of ${String(rows.length)} links`);
	}
	return answers;
}

/** The folder is this command's alone: it writes as the server's writer would. */
async function inFolder(storage: Storage, settings: Settings, work: (send: Send) => Promise<ImportAnswer[]>): Promise<ImportAnswer[]> {
	const [writer, analytics] = [storage.linkWriter(), storage.analyticsReader()];
	const dependencies = { writer, totals: (ids: readonly number[]) => analytics.totals(ids), baseUrl: settings.baseUrl ?? serverUrl(settings), logHead: () => 0 };
	try {
		return await work(async (body) => {
			const answer = await write(importLinks, { keyId: 0, params: {}, body }, { name: 'importLinks', idempotencyKey: undefined, bodyText: '' }, dependencies);
			return answer.body as ImportAnswer;
		});
	} finally {
		writer.close();
		analytics.close();
	}
}
