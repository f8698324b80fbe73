import type { ClickList } from '../../contract/event.ts';
import { client } from '../support/api.ts';
import type { Backend } from '../support/backend.ts';
import { DIMENSIONS, inOrder, type Ledger } from './ledger.ts';
import { caughtUp } from './reports.ts';

/** Enters the clicks into the ledger that the list has after the event `seen`. Resolves with the id of the last one. */
export async function recount(server: Backend, ledger: Ledger, seen = ''): Promise<string> {
	await caughtUp(server);
	const api = client(server);
	let last = seen;
	for (let cursor: string | null = ''; cursor !== null; ) {
		const { status, data }: { status: number; data: ClickList } = await api.get(`/v1/clicks?cursor=${cursor}${seen === '' ? '' : `&after=${seen}`}`);
		expect(status).toBe(200);
		for (const click of data.clicks) {
			expect(click.id > last).toBe(true);
			ledger.record(click);
			last = click.id;
		}
		cursor = data.next_cursor;
	}
	return last;
}

/** Whether every report is what the ledger says. */
export async function compare(server: Backend, ledger: Ledger, slugs: readonly string[]): Promise<void> {
	const api = client(server);
	for (const slug of slugs) expect([slug, (await api.get(`/v1/links/slug:${slug}/analytics`)).data]).toEqual([slug, expect.objectContaining(ledger.link(slug))]);
	for (const dimension of DIMENSIONS) {
		const { data } = await api.get(`/v1/analytics?group_by=${dimension}`);
		expect(data.totals).toMatchObject(ledger.totals());
		const rows = (data.rows as Array<Record<string, string | number | null>>).filter(({ total_clicks: clicks }) => clicks !== 0);
		expect([dimension, inOrder(rows.map((row) => ({ value: row[dimension] as string | null, total_clicks: row['total_clicks'], unique_visitors: row['unique_visitors'] })))]).toEqual([dimension, ledger.groups(dimension)]);
	}
}
