import type { IDataObject } from 'n8n-workflow';
import { LINK_LIMITS, REDIRECT_TYPES } from '../../contract/link';
import type { IfExists, NewLink, RedirectType } from '../../contract/link';
import { lengthProblem, slugProblem, tagsProblem, urlProblem } from './check';
import type { Parameters } from './parameters';

/** The link that the fields of {@link file://./linkProperties.ts} describe for one item. Empty fields are left out. */
export function readLink(parameters: Parameters): NewLink {
	const destination = parameters.text('destination', 'Destination', urlProblem);
	if (destination === '') throw parameters.error('Destination', urlProblem('') ?? '');
	return {
		destination,
		...filled({
			slug: parameters.text('slug', 'Slug', slugProblem),
			title: parameters.text('title', 'Title', lengthProblem(LINK_LIMITS.title)),
			campaign: parameters.text('campaign', 'Campaign', lengthProblem(LINK_LIMITS.campaign)),
		}),
		...readTags(parameters),
		...readAdditional(parameters, parameters.collection('additionalFields')),
		if_exists: parameters.text('ifExists', 'If the Slug Exists') as IfExists,
	};
}

function readTags(parameters: Parameters): Pick<NewLink, 'tags'> {
	const tags = parameters.list(parameters.raw('tags', ''), 'Tags');
	const problem = tagsProblem(tags);
	if (problem) throw parameters.error('Tags', problem);
	return tags.length > 0 ? { tags } : {};
}

function readAdditional(parameters: Parameters, fields: IDataObject): Partial<NewLink> {
	return {
		...filled({
			external_id: parameters.asText(fields.externalId, 'External ID', lengthProblem(LINK_LIMITS.externalId)),
			fallback_url: parameters.asText(fields.fallbackUrl, 'Fallback URL', urlProblem),
			starts_at: parameters.time(fields.startsAt, 'Starts At'),
			expires_at: parameters.time(fields.expiresAt, 'Expires At'),
		}),
		...(fields.enabled !== undefined && { enabled: fields.enabled === true }),
		...(fields.redirectType !== undefined && { redirect_type: redirectType(parameters, fields.redirectType) }),
		...readMetadata(parameters, fields),
	};
}

function redirectType(parameters: Parameters, value: unknown): RedirectType {
	const found = REDIRECT_TYPES.find((type) => type === Number(value));
	if (!found) throw parameters.error('Redirect Type', `must be one of ${REDIRECT_TYPES.join(', ')}`);
	return found;
}

function readMetadata(parameters: Parameters, fields: IDataObject): Pick<NewLink, 'metadata'> {
	const { entry = [] } = (fields.metadata ?? {}) as { entry?: Array<{ name: string; value: unknown }> };
	const pairs = entry.filter(({ name }) => name !== '').map(({ name, value }) => [name, value] as const);
	const metadata = { ...readJson(parameters, fields.metadataJson), ...Object.fromEntries(pairs) };
	if (Object.keys(metadata).length === 0) return {};
	if (Buffer.byteLength(JSON.stringify(metadata)) > LINK_LIMITS.metadata) {
		throw parameters.error('Metadata', `is larger than ${LINK_LIMITS.metadata} bytes as JSON`);
	}
	return { metadata };
}

function readJson(parameters: Parameters, value: unknown): Record<string, unknown> {
	if (value === undefined || value === null || value === '') return {};
	const parsed = typeof value === 'string' ? parse(value) : value;
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		throw parameters.error('Metadata (JSON)', 'must be a JSON object such as {"sku": 1001}');
	}
	return parsed as Record<string, unknown>;
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

function filled<T extends Record<string, string | undefined>>(values: T): Partial<Record<keyof T, string>> {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Partial<Record<keyof T, string>>;
}
