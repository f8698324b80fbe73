/** `npm run bench [-- names] [--seconds n] [--rounds n] [--clicks n]`: what is fast, measured side by side. Prints; asserts nothing. */
import { parseArgs } from 'node:util';
import { batchCreate } from './batch-create.ts';
import { batchesBesideVisitors } from './batches-beside-visitors.ts';
import { bothStorages } from './both-storages.ts';
import { bulkUpdate } from './bulk-update.ts';
import { dashboard } from './dashboard.ts';
import { disk } from './disk.ts';
import { millionLinks } from './million-links.ts';
import { nodesBatch } from './nodes-batch.ts';
import { redirects } from './redirects.ts';
import { reports } from './reports.ts';
import { singleCreates } from './single-creates.ts';
import { steady } from './steady.ts';
import { webhooks } from './webhooks.ts';

const BENCHMARKS = {
	redirects,
	'batch-create': batchCreate,
	'batches-beside-visitors': batchesBesideVisitors,
	'bulk-update': bulkUpdate,
	'million-links': millionLinks,
	'nodes-batch': nodesBatch,
	reports,
	'both-storages': bothStorages,
	dashboard,
	disk,
	steady,
	'single-creates': singleCreates,
	webhooks,
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seconds: { type: 'string' }, rounds: { type: 'string' }, clicks: { type: 'string' } } });
const unknown = positionals.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}.`);
const options = {
	...(values.seconds !== undefined && { seconds: Number(values.seconds) }),
	...(values.rounds !== undefined && { rounds: Number(values.rounds) }),
	...(values.clicks !== undefined && { clicks: Number(values.clicks) }),
};

for (const [name, benchmark] of Object.entries(BENCHMARKS)) {
	if (positionals.length === 0 || positionals.includes(name)) process.stdout.write(`\n${await benchmark(options)}\n`);
}
