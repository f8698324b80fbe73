import fc from 'fast-check';
import type { LinkmillEvent } from '../../../contract/event.ts';
import type { DeliveryOutcome, DeliveryProgress, DeliveryWriter, StoredWebhook } from '../../../backend/src/storage/storage.ts';
import { FeedEvent } from '../../../backend/src/webhooks/feed-event.ts';
import { Line, type Delivery } from '../../../backend/src/webhooks/line.ts';
import type { AttemptResult } from '../../../backend/src/webhooks/verdict.ts';
import { aWebhook } from '../storage/conformance/samples.ts';

/** What becomes of an attempt; `lost` is one that was taken, and of which the server that died knew nothing. */
type Fate = 200 | 500 | 422 | 413 | 'lost' | 'restart';

const BLOCK = 7;
const never = new AbortController().signal;

/** A log in which some events are wanted, kept in memory, with whatever stores progress; time jumps over every pause. */
class World {
	readonly wanted: number[];
	readonly sent: Delivery[] = [];
	readonly taken: number[] = [];
	readonly parked: number[] = [];
	#now = Date.UTC(2026, 10, 22);
	#stored: DeliveryProgress | undefined;
	readonly #log: FeedEvent[];
	readonly #webhook: StoredWebhook;

	constructor(wanted: readonly boolean[], webhook: Partial<StoredWebhook>) {
		this.#log = wanted.map((is, index) => {
			const id = `evt_1_${String(index + 1).padStart(9, '0')}`;
			return new FeedEvent(index + 1, { id, type: is ? 'link.clicked' : 'link.created', kind: 'human', link_id: 'x', link_slug: 'x', tags: [], occurred_at: '2026-11-22T00:00:00.000Z' } as unknown as LinkmillEvent);
		});
		this.wanted = this.#log.filter(({ event }) => event.type === 'link.clicked').map(({ position }) => position);
		this.#webhook = { id: 1, ...aWebhook({ events: ['link.clicked'], filter: {}, startPosition: 0, ...webhook }) };
	}

	get head(): number {
		return this.#log.length;
	}

	get cursor(): number {
		return this.#stored?.cursor ?? 0;
	}

	line(): Promise<Line> {
		const after = async (position: number) => this.#log.slice(position, Math.floor(position / BLOCK + 1) * BLOCK);
		const save = async (progress: DeliveryProgress, outcome?: DeliveryOutcome) => {
			this.#stored = progress;
			if (outcome?.parked) this.parked.push(outcome.parked.position);
		};
		const deliveries = { progress: async () => this.#stored && { ...this.#stored }, save } as unknown as DeliveryWriter;
		const clock = { now: () => this.#now, random: () => 0.5, sleep: async () => undefined };
		return Line.of(this.#webhook, null, { feed: { after, head: this.head }, deliveries, clock, report: (error) => { throw error; } }, never);
	}

	/** Sends until everything was dealt with. A fate that runs out is a success. */
	async run(fates: readonly Fate[]): Promise<void> {
		let line = await this.line();
		for (let turn = 0; turn < 5000; turn++) {
			const next = await line.next(never);
			if (!next.delivery) {
				if (next.at === Infinity) return;
				this.#now = next.at;
				continue;
			}
			this.sent.push(next.delivery);
			const fate = fates[this.sent.length - 1] ?? 200;
			if (fate === 200 || fate === 'lost') this.taken.push(...next.delivery.events.map(({ position }) => position));
			if (fate === 'lost' || fate === 'restart') line = await this.line();
			else await line.settle(next.delivery, answered(fate), this.#now);
		}
		throw new Error('It never comes to an end');
	}
}

function answered(status: number): AttemptResult {
	return { status, retryAfter: null, response: '', error: null, latencyMs: 1, told: String(status) };
}

const logs = fc.array(fc.boolean(), { maxLength: 60 });
const fates = fc.array(fc.constantFrom<Fate>(200, 200, 500, 422, 413, 'lost', 'restart'), { maxLength: 25 });
const sizes = fc.integer({ min: 1, max: 12 });

it('sends every event that is wanted, in order, whatever fails and whenever it dies', async () => {
	await fc.assert(fc.asyncProperty(logs, fates, sizes, async (wanted, given, maxEvents) => {
		const world = new World(wanted, { maxEvents, onFailure: 'block' });
		await world.run(given);
		const highest = (upTo: number) => Math.max(0, ...world.taken.slice(0, upTo));
		// What a receiver sees that drops what it has seen before.
		expect(world.taken.filter((position, index) => position > highest(index))).toEqual(world.wanted);
		expect(world.parked).toEqual([]);
	}), { numRuns: 300 });
});

it('never sends more together than asked for, nor the cursor ahead of what was taken', async () => {
	await fc.assert(fc.asyncProperty(logs, fates, sizes, async (wanted, given, maxEvents) => {
		const world = new World(wanted, { maxEvents, onFailure: 'block' });
		await world.run(given);
		for (const { events, upTo } of world.sent) {
			expect(events.length).toBeGreaterThan(0);
			expect(events.length).toBeLessThanOrEqual(maxEvents);
			expect(upTo).toBeGreaterThanOrEqual(events.at(-1)!.position);
			// Nothing that is wanted lies between the last event of a delivery and the cursor after it.
			expect(world.wanted.filter((position) => position > events.at(-1)!.position && position <= upTo)).toEqual([]);
		}
		expect(world.cursor).toBe(world.wanted.at(-1) === undefined ? world.cursor : Math.max(world.cursor, world.wanted.at(-1)!));
	}), { numRuns: 200 });
});

it('gives one id to one body, and another to another', async () => {
	await fc.assert(fc.asyncProperty(logs, fates, sizes, async (wanted, given, maxEvents) => {
		const world = new World(wanted, { maxEvents, onFailure: 'block' });
		await world.run(given);
		const bodies = new Map<string, string>();
		for (const { message } of world.sent) bodies.set(message.id, bodies.get(message.id) ?? message.body);
		for (const { message } of world.sent) expect(bodies.get(message.id)).toBe(message.body);
		expect(new Set(bodies.values()).size).toBe(bodies.size);
	}), { numRuns: 200 });
});

it('repeats a delivery that failed as it was', async () => {
	await fc.assert(fc.asyncProperty(logs, fc.array(fc.constantFrom<Fate>(200, 500), { maxLength: 20 }), sizes, async (wanted, given, maxEvents) => {
		const world = new World(wanted, { maxEvents });
		await world.run(given);
		world.sent.forEach(({ message }, index) => {
			if (given[index] === 500) expect(world.sent[index + 1]?.message).toEqual(message);
		});
	}), { numRuns: 200 });
});

it('sets aside the one event that is refused, and sends all others', async () => {
	await fc.assert(fc.asyncProperty(logs, sizes, fc.nat(), async (wanted, maxEvents, which) => {
		const world = new World(wanted, { maxEvents, onFailure: 'park' });
		const bad = world.wanted[which % Math.max(world.wanted.length, 1)];
		const refusing = new Proxy<Fate[]>([], { get: (_, index) => (world.sent[Number(index)]?.events.some(({ position }) => position === bad) ? 422 : 200) });
		await world.run(refusing);
		expect(world.parked).toEqual(bad === undefined ? [] : [bad]);
		expect(world.taken).toEqual(world.wanted.filter((position) => position !== bad));
	}), { numRuns: 200 });
});
