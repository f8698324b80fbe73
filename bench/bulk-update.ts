import { median, table } from './numbers.ts';
import { call, startLinkmill, timedCall } from './process.ts';
import { sampleLinks } from './sample-links.ts';

const LINKS = 10_000;

/** Links of other campaigns in the same database. */
const OTHERS = 100_000;

/** A campaign of 10,000 links switched by a filter, and switched back by reverting the change. */
export async function bulkUpdate({ rounds = 7 }: { rounds?: number }): Promise<string> {
	const linkmill = await startLinkmill({ LINKMILL_RATE_LIMIT: '0' });
	const [updates, reverts] = [[] as number[], [] as number[]];
	const timed = async (times: number[], method: string, path: string, body: unknown) => {
		const { answer, milliseconds } = await timedCall(linkmill, method, path, body);
		times.push(milliseconds);
		return answer;
	};
	try {
		for (let series = 0; series < OTHERS / LINKS; series++) await call(linkmill, 'POST', '/v1/links/batch', { links: sampleLinks(LINKS, `other${String(series)}`) });
		await call(linkmill, 'POST', '/v1/links/batch', { links: sampleLinks(LINKS, 'spring') });
		for (let round = 0; round < rounds; round++) {
			const body = { filter: { campaign: 'campaign-spring' }, replace: { find: '/products/', with: `/variant-b/${String(round)}/` }, add_tags: ['variant-b'] };
			const { changed, change_id: id } = (await timed(updates, 'PATCH', '/v1/links', body)) as { changed: number; change_id: string };
			if (changed !== LINKS) throw new Error(`Only ${String(changed)} links were changed.`);
			const { reverted } = (await timed(reverts, 'POST', `/v1/changes/${id}/revert`, {})) as { reverted: number };
			if (reverted !== LINKS) throw new Error(`Only ${String(reverted)} links were switched back.`);
		}
	} finally {
		await linkmill.stop();
	}
	return [
		`10,000 of ${(OTHERS + LINKS).toLocaleString('en-GB')} links: ${String(rounds)} rounds`,
		table(['', 'median ms', 'best ms'], [['PATCH /v1/links by campaign (target below 500)', median(updates), Math.min(...updates)], ['revert', median(reverts), Math.min(...reverts)]]),
	].join('\n');
}
