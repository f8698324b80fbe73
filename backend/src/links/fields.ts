import { LINK_LIMITS, type LinkFields } from '../../../contract/link.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import type { StoredLink } from '../storage/storage.ts';
import { parseTime } from '../times.ts';
import { checkUrl, LOCATION_LIMIT } from './destination.ts';
import { readMetadata } from './metadata.ts';
import { oneLine } from './one-line.ts';
import { fitsForm, PASSWORDS_A_CALL, PasswordHasher } from './password.ts';
import { slugProblem } from './slug.ts';
import { cleanUtm, withUtm } from './utm.ts';
import { readVariants } from './variants.ts';

/** Fields of a link as they are kept, those that a caller set. */
export type SetFields = Partial<
	Pick<
		StoredLink,
		| 'slug' | 'destination' | 'location' | 'title' | 'tags' | 'campaign' | 'metadata' | 'externalId' | 'enabled' | 'startsAt'
		| 'expiresAt' | 'fallbackUrl' | 'fallbackLocation' | 'redirectType' | 'utm' | 'maxClicks' | 'forwardQuery'
		| 'forwardQueryOverrides' | 'appendClickId' | 'passwordHash' | 'variants'
	>
>;

/** What the rules need to know beside the input; made once a call. */
export interface FieldRules {
	ownHosts: ReadonlySet<string>;
	passwords: PasswordHasher;
}

/** The rules of one call. */
export function fieldRules(ownHosts: ReadonlySet<string>): FieldRules {
	return { ownHosts, passwords: new PasswordHasher() };
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
	if (input.variants !== undefined) {
		const read = readVariants(input.variants ?? [], rules.ownHosts);
		problems.push(...read.problems);
		fields.variants = read.variants;
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
		const read = input.metadata && readMetadata(input.metadata);
		if (read && 'message' in read) bad('metadata', read.code, read.message);
		else fields.metadata = read && read.json;
	}
	if (input.password && !fitsForm(input.password)) {
		bad('password', 'too_large', 'password must be shorter: in the form that visitors send, letters beyond ASCII take six to twelve bytes each, and it holds 1,000.');
	} else if (input.password !== undefined) {
		const hash = input.password ? rules.passwords.hash(input.password) : null;
		if (hash === undefined) bad('password', 'too_many', `password: one call may set at most ${String(PASSWORDS_A_CALL)} different passwords. Send the others in further calls.`);
		else fields.passwordHash = hash;
	}
	Object.assign(fields, plainFields(input));
	return { fields, problems };
}

/** Fields that cannot be wrong once their type is right. */
function plainFields(input: Partial<LinkFields>): SetFields {
	return {
		...(input.title !== undefined && { title: oneLine(input.title) }),
		...(input.campaign !== undefined && { campaign: oneLine(input.campaign) }),
		...(input.external_id !== undefined && { externalId: oneLine(input.external_id) }),
		...(input.tags !== undefined && { tags: cleanTags(input.tags ?? []) }),
		...(input.enabled !== undefined && { enabled: input.enabled }),
		...(input.redirect_type !== undefined && { redirectType: input.redirect_type }),
		...(input.utm !== undefined && { utm: input.utm && cleanUtm(input.utm) }),
		...(input.max_clicks !== undefined && { maxClicks: input.max_clicks }),
		...(input.forward_query !== undefined && { forwardQuery: input.forward_query }),
		...(input.forward_query_overrides !== undefined && { forwardQueryOverrides: input.forward_query_overrides }),
		...(input.append_click_id !== undefined && { appendClickId: input.append_click_id }),
	};
}

/** Each on one line, without empty ones and repeats, in the order given. */
export function cleanTags(tags: readonly string[]): string[] {
	return [...new Set(tags.flatMap((tag) => oneLine(tag) ?? []))];
}

/** What is wrong between fields that are each right; undefined where nothing is. Absent ones are what a new link has. */
export function combinationProblem({ startsAt = null, expiresAt = null, tags = [], location = '', utm = null, variants = [] }: Partial<StoredLink>): FieldProblem | undefined {
	if (startsAt !== null && expiresAt !== null && startsAt >= expiresAt) {
		return { pointer: '/expires_at', code: 'invalid_time', message: 'expires_at must be later than starts_at.' };
	}
	if (tags.length > LINK_LIMITS.tags) {
		return { pointer: '/tags', code: 'too_many', message: `tags must be at most ${String(LINK_LIMITS.tags)}; with those added there would be ${String(tags.length)}.` };
	}
	if (utm !== null && [location, ...variants.map((variant) => variant.location)].some((one) => withUtm(one, utm).length > LOCATION_LIMIT)) {
		return { pointer: '/utm', code: 'too_large', message: `utm makes the address longer than ${LOCATION_LIMIT.toLocaleString('en')} characters; shorten it or the destination.` };
	}
	return undefined;
}
