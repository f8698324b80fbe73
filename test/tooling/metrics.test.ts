/** The page for operators tells of every number that `/metrics` serves, and of no other. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/repository.ts';
import { client } from '../support/api.ts';
import { startBackend } from '../support/backend.ts';

/** Names in the first cell of a row. */
const told = [...readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8').matchAll(/^\| (`(?:linkmill|process|nodejs)_[^|]+) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));

it('names every metric, and no other', async () => {
	const backend = await startBackend();
	try {
		const { data } = (await client(backend).get('/metrics')) as { data: string };
		const served = [...data.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
		expect(served).toContain('linkmill_clicks_recorded_total');
		// Some of a process are there on Linux alone.
		expect(served.filter((name) => !told.includes(name))).toEqual([]);
		if (process.platform === 'linux') expect(told.filter((name) => !served.includes(name))).toEqual([]);
	} finally {
		await backend.stop();
	}
});
