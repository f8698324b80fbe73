import { LINK_LIMITS, type LinkFields } from '../../../contract/link.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import type { StoredLink } from '../storage/storage.ts';
import { parseTime } from '../times.ts';
import { checkUrl } from './destination.ts';
import { slugProblem } from './slug.ts';

/** Fields of a link as they are kept, those that a caller set. */
export type SetFields = Partial<
	Pick<
		StoredLink,
		| 'slug' | 'destination' | 'location' | 'title' | 'tags' | 'campaign' | 'metadata' | 'externalId' | 'enabled' | 'startsAt'
		| 'expiresAt' | 'fallbackUrl' | 'fallbackLocation' | 'redirectType'
	>
>;

/** What the rules need to know beside the input. */
export interface FieldRules {
	ownHosts: ReadonlySet<string>;
}

/** The rules that a schema cannot say, applied to fields whose types are right already. */
export function checkFields(input: Partial<LinkFields> & { slug?: string }, rules: FieldRules): { fields: SetFields; problems: FieldProblem[] } {
	const problems: FieldProblem[] = [];
	const fields: SetFields = {};
	const bad = (name: string, code: string, message: string) => problems.push({ pointer: `/${name}`, code, message });

	if (input.destination !== undefined) {
		const checked = checkUrl('destination', input.destination, rules.ownHosts);
		if (checked.ok) Object.assign(fields, { destination: input.destination, location: checked.location });
		else bad('destination', 'invalid_url', checked.message);
	}
	if (input.fallback_url !== undefined) {
		const checked = input.fallback_url ? checkUrl('fallback_url', input.fallback_url, rules.ownHosts) : undefined;
		if (checked?.ok === false) bad('fallback_url', 'invalid_url', checked.message);
		else Object.assign(fields, { fallbackUrl: input.fallback_url || null, fallbackLocation: checked?.location ?? null });
	}
	if (input.slug !== undefined) {
		const problem = slugProblem(input.slug);
		if (problem) bad('slug', 'invalid_slug', problem);
		else fields.slug = input.slug;
	}
	for (const [name, key] of [['starts_at', 'startsAt'], ['expires_at', 'expiresAt']] as const) {
		const text = input[name];
		if (text === undefined) continue;
		const time = text ? parseTime(text) : null;
		if (time === undefined) bad(name, 'invalid_time', `${name} must be an ISO 8601 time, such as 2027-01-31T18:00:00Z; it is "${String(text)}".`);
		else fields[key] = time;
	}
	if (input.metadata !== undefined) {
		const json = input.metadata && JSON.stringify(input.metadata);
		if (json && Buffer.byteLength(json) > LINK_LIMITS.metadata) bad('metadata', 'too_large', 'metadata must be at most 16 kB as JSON.');
		else fields.metadata = json;
	}
	if (input.title !== undefined) fields.title = input.title || null;
	if (input.campaign !== undefined) fields.campaign = input.campaign?.trim() || null;
	if (input.external_id !== undefined) fields.externalId = input.external_id;
	if (input.tags !== undefined) fields.tags = cleanTags(input.tags ?? []);
	if (input.enabled !== undefined) fields.enabled = input.enabled;
	if (input.redirect_type !== undefined) fields.redirectType = input.redirect_type;
	return { fields, problems };
}

/** Trimmed, without empty ones and repeats, in the order given. */
export function cleanTags(tags: readonly string[]): string[] {
	return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
}

/** A problem with the order of two times that are each right; undefined where there is none. */
export function scheduleProblem(link: Pick<StoredLink, 'startsAt' | 'expiresAt'>): FieldProblem | undefined {
	if (link.startsAt === null || link.expiresAt === null || link.startsAt < link.expiresAt) return undefined;
	return { pointer: '/expires_at', code: 'invalid_time', message: 'expires_at must be later than starts_at.' };
}
