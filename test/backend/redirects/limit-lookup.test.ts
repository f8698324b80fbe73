import { GroupCommit } from '../../../backend/src/clicks/group-commit.ts';
import { Limits, type LimitedTarget } from '../../../backend/src/redirects/limits.ts';
import { targetOf } from '../../../backend/src/redirects/target.ts';
import type { ClickLog, LinkUses, NewHit } from '../../../backend/src/storage/storage.ts';
import { aHit, aLink } from '../storage/conformance/samples.ts';

const NOW = Date.now();
const target = (differs: Parameters<typeof aLink>[1] = {}) => targetOf(aLink(7, { maxClicks: 10, version: 2, createdAt: NOW, ...differs })) as LimitedTarget;

/** A log that takes its time, and reports that have counted all of it. */
function subject(known: Partial<LinkUses> = {}, counted: (position: number) => number | undefined = (position) => position) {
	let head = 0;
	const log = {
		uses: async () => ({ counter: undefined, completeSince: NOW - 1, ...known }),
		catchUp: async () => head,
		append: async (hits: readonly NewHit[]) => {
			await new Promise((resolve) => setTimeout(resolve, 20));
			head += hits.length;
			return new Map<NewHit, never>();
		},
	};
	const clicks = new GroupCommit(log as unknown as ClickLog, { committed() {}, failed() {}, unanswered() {} });
	const asked: number[] = [];
	const countedUpTo = async ({ position }: { position: number }) => {
		asked.push(position);
		return counted(position);
	};
	return { limits: new Limits({ log, clicks, countedUpTo }), clicks, asked };
}

it('takes the log\'s own count of this version of the link', async () => {
	const { limits, asked } = subject({ counter: { version: 2, used: 4 } });
	const link = target();
	await limits.lookUp(link);
	expect([link.limit.used, asked]).toEqual([4, []]);
});

it('knows without asking that a new link has not been used but elsewhere', async () => {
	const { limits, asked } = subject();
	const link = target({ version: 1, importedClicks: 3 });
	await limits.lookUp(link);
	expect([link.limit.used, asked]).toEqual([3, []]);
});

it.each([
	['an earlier version was counted', { counter: { version: 1, used: 4 } }, {}],
	['it had other versions', {}, {}],
	['it is older than the log\'s knowledge', {}, { version: 1, createdAt: NOW - 2 }],
])('asks the reports where %s, and adds what was imported', async (_case, known, differs) => {
	const { limits, asked } = subject(known, () => 5);
	const link = target({ importedClicks: 3, ...differs });
	await limits.lookUp(link);
	expect([link.limit.used, asked]).toEqual([8, [0]]);
});

it('asks once for all who wait, and about everything that was on its way into the log', async () => {
	const { limits, clicks, asked } = subject();
	const link = target();
	// One batch is being written, another is waiting for it.
	clicks.add(aHit(7), () => undefined);
	await new Promise((resolve) => setTimeout(resolve, 5));
	clicks.add(aHit(7), () => undefined);
	clicks.add(aHit(7), () => undefined);
	await Promise.all([limits.lookUp(link), limits.lookUp(link)]);
	expect([link.limit.used, asked]).toEqual([3, [3]]);
});

it('lets nobody through while the reports are too far behind, and asks again', async () => {
	let behind = true;
	const { limits, asked } = subject({}, () => (behind ? undefined : 6));
	const link = target();
	await expect(limits.lookUp(link)).rejects.toThrow('not counted yet');
	expect(link.limit.used).toBeUndefined();
	behind = false;
	await limits.lookUp(link);
	expect([link.limit.used, asked.length]).toEqual([6, 2]);
});
