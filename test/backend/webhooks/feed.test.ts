import { EventFeed } from '../../../backend/src/webhooks/feed.ts';
import type { EnrichedEvent } from '../../../backend/src/storage/storage.ts';
import { aHit, aLink, anEnrichment, MORNING } from '../storage/conformance/samples.ts';

/** A log of clicks on one link, which counts how often it is read. */
function log(head: number) {
	const state = { head, begin: 1, reads: 0, lookups: 0, broken: false };
	const click = (position: number): EnrichedEvent => ({
		position, type: 'link.clicked', occurredAt: MORNING, linkId: 7, linkVersion: 1, data: null, hit: aHit(7), enrichment: anEnrichment(position),
	});
	const feed = new EventFeed({
		events: {
			enrichedHead: async () => state.head,
			begin: async () => state.begin,
			epochs: async () => [{ epoch: 1, from: 1 }],
			enriched: async (after, limit) => {
				state.reads++;
				if (state.broken) throw new Error('disk I/O error');
				const first = Math.max(after + 1, state.begin);
				return Array.from({ length: Math.min(limit, state.head - first + 1) }, (_, index) => click(first + index));
			},
		},
		links: { asOf: async (versions) => { state.lookups += versions.length; return [aLink(7)]; } },
		baseUrl: 'http://127.0.0.1',
	});
	return { feed, state };
}

it('reads and presents once what many subscriptions ask for, and each link version once', async () => {
	const { feed, state } = log(50);
	expect(await feed.look()).toBe(true);
	const chunks = await Promise.all(Array.from({ length: 20 }, () => feed.after(0)));
	expect(new Set(chunks.flat()).size).toBe(50);
	expect(chunks[0]?.map(({ position }) => position)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
	expect(state).toMatchObject({ reads: 1, lookups: 1 });
});

it('touches nothing at the head', async () => {
	const { feed, state } = log(3);
	await feed.look();
	expect(await feed.after(3)).toEqual([]);
	expect(state.reads).toBe(0);
});

it('knows of later events once it has looked', async () => {
	const { feed, state } = log(3);
	await feed.look();
	state.head = 5;
	expect(await feed.after(3)).toEqual([]);
	expect([await feed.look(), await feed.look()]).toEqual([true, false]);
	expect((await feed.after(3)).map(({ position }) => position)).toEqual([4, 5]);
});

it('asks again for what could not be read', async () => {
	const { feed, state } = log(3);
	await feed.look();
	state.broken = true;
	await expect(feed.after(0)).rejects.toThrow('disk I/O error');
	state.broken = false;
	expect(await feed.after(0)).toHaveLength(3);
});

it('tells of what the log has dropped, in its place', async () => {
	const { feed, state } = log(50);
	await feed.look();
	state.begin = 21;
	const [first, second] = await feed.after(5);
	const [from, to] = ['evt_0000000000001_000000000000006', 'evt_0000000000001_000000000000020'];
	expect([first?.position, first?.event]).toEqual([20, { id: to, type: 'log.gap', occurred_at: expect.any(String), from, to, count: 15 }]);
	expect(second?.position).toBe(21);
	expect((await feed.after(20))[0]?.position).toBe(21);
});
