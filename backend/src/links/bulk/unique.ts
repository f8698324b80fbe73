import type { FieldProblem } from '../../../../contract/problem.ts';
import { publicId } from '../../ids.ts';
import type { LinkReader, StoredLink } from '../../storage/storage.ts';
import type { Pair } from '../change.ts';

/** Fields that no two links may share, with their names on the wire. */
const UNIQUE = { slug: 'slug', externalId: 'external_id' } as const;
type UniqueField = keyof typeof UNIQUE;

/** A link that cannot be written because another one has its slug or external id. */
export interface Taken<P extends Pair> {
	pair: P;
	code: 'slug_taken' | 'external_id_taken';
	problem: FieldProblem;
}

/**
 * Which of these can be written together. Slugs and external ids may change places among them; of two that want the same
 * one, the earlier gets it. A link that stays as it is keeps what it has from the others, which then stay as well.
 */
export async function separateTaken<P extends Pair>(pairs: readonly P[], reader: Pick<LinkReader, 'bySlugs' | 'byExternalIds'>): Promise<{ free: P[]; taken: Array<Taken<P>> }> {
	const claims = { slug: new Map<string, P>(), externalId: new Map<string, P>() };
	const taken = new Map<P, Taken<P>>();
	const staying: P[] = [];
	const refuse = (pair: P, field: UniqueField, holder: StoredLink) => {
		if (taken.has(pair)) return;
		taken.set(pair, refusal(pair, field, holder));
		staying.push(pair);
	};
	for (const field of Object.keys(UNIQUE) as UniqueField[]) {
		const moving = pairs.filter(({ before, after }) => held(after, field) !== null && held(after, field) !== held(before, field));
		if (moving.length === 0) continue;
		const leaving = new Set(pairs.filter(({ before, after }) => held(after, field) !== held(before, field)).map(({ before }) => before.id));
		const values = moving.map(({ after }) => after[field] as string);
		const holders = field === 'slug' ? await reader.bySlugs(values) : await reader.byExternalIds(values);
		const kept = new Map(holders.filter(({ id }) => !leaving.has(id)).map((link) => [link[field], link]));
		for (const pair of moving) {
			const value = pair.after[field] as string;
			const [earlier, holder] = [claims[field].get(value), kept.get(value)];
			if (!earlier) claims[field].set(value, pair);
			if (earlier ?? holder) refuse(pair, field, earlier?.after ?? (holder as StoredLink));
		}
	}
	for (let pair = staying.pop(); pair; pair = staying.pop()) {
		for (const field of Object.keys(UNIQUE) as UniqueField[]) {
			const value = held(pair.before, field);
			const waiting = value === null ? undefined : claims[field].get(value);
			if (waiting && waiting !== pair) refuse(waiting, field, pair.before);
		}
	}
	return { free: pairs.filter((pair) => !taken.has(pair)), taken: [...taken.values()] };
}

/** What a link keeps from others; a deleted one nothing. */
function held(link: StoredLink, field: UniqueField): string | null {
	return link.deletedAt === null ? link[field] : null;
}

function refusal<P extends Pair>(pair: P, field: UniqueField, holder: StoredLink): Taken<P> {
	const name = UNIQUE[field];
	const code = `${name}_taken` as const;
	const message = `${name} "${String(pair.after[field])}" is taken by another link, ${publicId('link', holder.id)}. Choose another.`;
	return { pair, code, problem: { pointer: `/${name}`, code, message } };
}
