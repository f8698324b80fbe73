import type { BatchResult, IfExists } from '../../../contract/link.ts';
import type { FieldProblem, ProblemCode } from '../../../contract/problem.ts';
import type { LinkTransaction, StoredLink } from '../storage/storage.ts';
import { changed } from './change.ts';
import { linkOf, type Draft } from './draft.ts';
import { combinationProblem } from './fields.ts';
import { SlugSource } from './slug-source.ts';
import { numberedSlug } from './slug.ts';

/** What became of one draft: a link and how it came about, or why there is none. */
export type Created =
	| { link: StoredLink; result: BatchResult }
	| { problem: FieldProblem; code: ProblemCode; existing: StoredLink };

/** Numbers that `unique` tries before it gives up on a slug and takes a random one. */
const NUMBERED_TRIES = 1000;

/**
 * Turns drafts into links within one transaction, in order: a slug or external id that an earlier draft took is taken
 * for a later one. Nothing is written yet; {@link Creation.write} does that.
 */
export class Creation {
	readonly #transaction: LinkTransaction;
	readonly #keyId: number;
	readonly #now: number;
	readonly #bySlug = new Map<string, StoredLink>();
	readonly #byExternalId = new Map<string, StoredLink>();
	/** Links of this creation, by id: new ones, and the next versions of old ones with what they were. */
	readonly #new = new Map<number, StoredLink>();
	readonly #slugs: SlugSource;
	/** Slugs that nobody else has, where {@link #bySlug} does not say so. */
	readonly #lookedUp = new Set<string>();
	readonly #replaced = new Map<number, { before: StoredLink; after: StoredLink }>();

	/** @param keyId whose doing it is */
	constructor(transaction: LinkTransaction, { keyId, now }: { keyId: number; now: number }) {
		this.#transaction = transaction;
		this.#slugs = new SlugSource(transaction);
		this.#keyId = keyId;
		this.#now = now;
	}

	/** Looks up what the drafts could collide with, at once. `ifExists` is that of {@link add}, for drafts that say nothing else. */
	async prepare(drafts: readonly Draft[], ifExists: IfExists): Promise<void> {
		const slugs = drafts.flatMap(({ fields }) => fields.slug ?? []);
		const externalIds = drafts.flatMap(({ fields }) => fields.externalId ?? []);
		this.#remember(await this.#transaction.bySlugs(slugs));
		this.#remember(await this.#transaction.byExternalIds(externalIds));
		await this.#prepareNumbers(drafts.flatMap((draft) => ((draft.ifExists ?? ifExists) === 'unique' ? (draft.fields.slug ?? []) : [])));
		await this.#slugs.draw(drafts.length - slugs.length, slugs);
	}

	/** Decides about one draft. */
	async add(draft: Draft, ifExists: IfExists): Promise<Created> {
		const { slug, externalId } = draft.fields;
		const sameId = externalId ? this.#byExternalId.get(externalId) : undefined;
		if (sameId) return this.#meet(sameId, draft, ifExists, 'external_id');
		const sameSlug = slug === undefined ? undefined : this.#bySlug.get(slug);
		if (slug === undefined || !sameSlug) return this.#create(draft, slug ?? (await this.#slugs.next()));
		if (ifExists === 'unique') return this.#create(draft, await this.#numbered(slug));
		// With an external id, that is what says which link is meant: another link's slug is simply taken.
		return this.#meet(sameSlug, draft, externalId ? 'fail' : ifExists, 'slug');
	}

	/** Links as they will be, in the order of their creation. */
	get newLinks(): StoredLink[] {
		return [...this.#new.values()];
	}

	/** Old links that change. */
	get replacements(): Array<{ before: StoredLink; after: StoredLink }> {
		return [...this.#replaced.values()];
	}

	/** The newest state of a link that {@link add} answered: a later draft may have changed it since. */
	latest(link: StoredLink): StoredLink {
		return this.#new.get(link.id) ?? this.#replaced.get(link.id)?.after ?? link;
	}

	/** Writes all of it, with the events that tell of it. */
	async write(changeId: number | null): Promise<void> {
		const event = (type: 'link.created' | 'link.updated') => (link: StoredLink) =>
			({ type, occurredAt: this.#now, linkId: link.id, linkVersion: link.version }) as const;
		// A new link may have the slug that an old one has left.
		await this.#transaction.replace(this.replacements, { keyId: this.#keyId, at: this.#now, changeId });
		await this.#transaction.insert(this.newLinks);
		await this.#transaction.emit([
			...this.newLinks.map(event('link.created')),
			...this.replacements.map(({ after }) => event('link.updated')(after)),
		]);
	}

	#create(draft: Draft, slug: string): Created {
		const link = linkOf(draft, { id: this.#transaction.nextId(), slug, keyId: this.#keyId, now: this.#now });
		this.#new.set(link.id, link);
		this.#remember([link]);
		return { link, result: 'created' };
	}

	#meet(existing: StoredLink, draft: Draft, ifExists: IfExists, by: 'slug' | 'external_id'): Created {
		if (ifExists === 'return') return { link: existing, result: 'existing' };
		if (ifExists !== 'update') return taken(existing, by);
		const owner = draft.fields.slug === undefined ? undefined : this.#bySlug.get(draft.fields.slug);
		if (owner && owner.id !== existing.id) return taken(owner, 'slug');
		const after = changed(existing, draft.fields, this.#now);
		if (after === existing) return { link: existing, result: 'existing' };
		const together = combinationProblem(after);
		if (together) return { problem: together, code: 'invalid_request', existing };
		if (this.#new.has(existing.id)) this.#new.set(existing.id, { ...after, version: existing.version });
		else {
			// Two rows of one batch make one new version.
			const before = this.#replaced.get(existing.id)?.before ?? existing;
			this.#replaced.set(existing.id, { before, after: { ...after, version: before.version + 1 } });
		}
		this.#bySlug.delete(existing.slug);
		const latest = this.latest(after);
		this.#remember([latest]);
		return { link: latest, result: 'updated' };
	}

	/** Of slugs that are taken or come more than once, as in a file that is imported again, the numbered ones that they will need, and one more. */
	async #prepareNumbers(slugs: readonly string[]): Promise<void> {
		const times = new Map<string, number>();
		for (const slug of slugs) times.set(slug, (times.get(slug) ?? (this.#bySlug.has(slug) ? 1 : 0)) + 1);
		const numbered = [...times].flatMap(([slug, count]) => (count === 1 ? [] : Array.from({ length: Math.min(count, NUMBERED_TRIES) }, (_, index) => numberedSlug(slug, index + 2))));
		this.#remember(await this.#transaction.bySlugs(numbered));
		for (const slug of numbered) this.#lookedUp.add(slug);
	}

	/** The first of `spring-sale-2`, `spring-sale-3`, … that nobody has. */
	async #numbered(wanted: string): Promise<string> {
		for (let number = 2; number < NUMBERED_TRIES; number++) {
			const slug = numberedSlug(wanted, number);
			if (this.#bySlug.has(slug)) continue;
			if (this.#lookedUp.has(slug)) return slug;
			const [holder] = await this.#transaction.bySlugs([slug]);
			if (!holder) return slug;
			this.#remember([holder]);
		}
		return this.#slugs.next();
	}

	#remember(links: readonly StoredLink[]): void {
		for (const link of links) {
			const latest = this.latest(link);
			this.#bySlug.set(latest.slug, latest);
			if (latest.externalId !== null) this.#byExternalId.set(latest.externalId, latest);
		}
	}
}

function taken(existing: StoredLink, by: 'slug' | 'external_id'): Created {
	const value = by === 'slug' ? existing.slug : (existing.externalId ?? '');
	const remedy = 'Choose another, or say with if_exists what to do: return, update or unique.';
	const code = by === 'slug' ? 'slug_taken' : 'external_id_taken';
	const message = `${by} "${value}" is taken. ${by === 'slug' ? remedy : 'Use if_exists return or update, or another external_id.'}`;
	return { problem: { pointer: `/${by}`, code, message }, code, existing };
}
