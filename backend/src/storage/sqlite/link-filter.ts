import type { SQLInputValue } from 'node:sqlite';
import type { LinkFilter } from '../../../../contract/link.ts';

/** A condition with its parameters. */
export interface Condition {
	sql: string;
	parameters: SQLInputValue[];
}

const CONDITIONS: { [Field in keyof LinkFilter]-?: (value: NonNullable<LinkFilter[Field]>) => Condition[] } = {
	campaign: (campaign) => [{ sql: 'campaign = ?', parameters: [campaign] }],
	tags: (tags) => tags.map((tag) => ({ sql: 'EXISTS (SELECT 1 FROM link_tags WHERE tag = ? AND link_id = links.id)', parameters: [tag] })),
	slug: (slug) => [{ sql: 'slug = ?', parameters: [slug] }],
	external_id: (externalId) => [{ sql: 'external_id = ?', parameters: [externalId] }],
};

/** The filter as a condition on `links`; deleted links never match. */
export function filterCondition(filter: LinkFilter): Condition {
	const conditions: Condition[] = [{ sql: 'deleted_at IS NULL', parameters: [] }];
	for (const field of Object.keys(CONDITIONS) as Array<keyof LinkFilter>) {
		const value = filter[field];
		if (value !== undefined) conditions.push(...(CONDITIONS[field] as (value: unknown) => Condition[])(value));
	}
	return {
		sql: conditions.map((condition) => condition.sql).join(' AND '),
		parameters: conditions.flatMap((condition) => condition.parameters),
	};
}
