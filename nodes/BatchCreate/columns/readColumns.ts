import type { IDataObject } from 'n8n-workflow';
import { LINK_LIMITS } from '../../../contract/link';
import type { IfExists, NewLink } from '../../../contract/link';
import { lengthProblem, slugProblem, urlProblem } from '../../shared/check';
import type { Parameters } from '../../shared/parameters';
import { readTags } from '../../shared/readLink';
import { given, readSettings } from '../../shared/readSettings';
import { withCommon } from '../common';
import type { Common } from '../common';
import { slugFromTemplate } from '../csv/slugTemplate';
import { recognised } from './linkColumns';
import type { ColumnId } from './linkColumns';

/** What holds for all rows whose columns are mapped. */
export interface ColumnOptions {
	/** Columns are found by their names; else the mapping of each item says what is what. */
	automatic: boolean;
	otherAsMetadata: boolean;
	/** Empty for none. */
	slugTemplate: string;
	/** Values go into the template as they are. */
	slugAsIs: boolean;
	tagSeparator: string;
	tags: string[];
	campaign: string;
	common: Common;
	ifExists: IfExists;
}

/** The link that the columns of an item describe. */
export function readColumns(parameters: Parameters, json: IDataObject, options: ColumnOptions): NewLink {
	const { columns, others } = recognised(Object.keys(json));
	const values: Partial<Record<ColumnId, unknown>> = options.automatic
		? Object.fromEntries([...columns].map(([id, name]) => [id, json[name]]))
		: ((parameters.raw('mapping.value', {}) ?? {}));
	const destination = parameters.asText(values.destination, 'Destination', urlProblem);
	if (destination === '') throw parameters.error('Destination', options.automatic ? missing(columns) : 'is empty; it needs an http or https URL');
	const tags = typeof values.tags === 'string' ? values.tags.split(options.tagSeparator) : parameters.list(values.tags, 'Tags');
	return withCommon(options.common, {
		destination,
		...given({
			slug: parameters.asText(values.slug, 'Slug', slugProblem) || templateSlug(parameters, json, options),
			title: parameters.asText(values.title, 'Title', lengthProblem(LINK_LIMITS.title)),
			campaign: parameters.asText(values.campaign, 'Campaign', lengthProblem(LINK_LIMITS.campaign)) || options.campaign,
			external_id: parameters.asText(values.external_id, 'External ID', lengthProblem(LINK_LIMITS.externalId)),
			enabled: parameters.flag(values.enabled, 'Enabled'),
		}),
		...readTags(parameters, [...options.tags, ...tags], 'Tags'),
		...readSettings(parameters, settingsOf(parameters, values, options.otherAsMetadata ? others.map((name) => [name, json[name]]) : [])),
		if_exists: options.ifExists,
	});
}

function missing(columns: Map<ColumnId, string>): string {
	return columns.has('destination') ? 'is empty; it needs an http or https URL' : 'is missing: no field of the item is called destination or url; map the columns by hand';
}

function templateSlug(parameters: Parameters, json: IDataObject, { slugTemplate, slugAsIs }: ColumnOptions): string {
	if (slugTemplate === '') return '';
	const slug = slugFromTemplate(slugTemplate, (name) => parameters.asText(json[name], `Slug Template: ${name}`), slugAsIs);
	if (slug === undefined) throw parameters.error('Slug Template', `a value that "${slugTemplate}" needs is empty or has no letter or digit in it`);
	return parameters.asText(slug, 'Slug Template', slugProblem);
}

/** The columns under the names that the fields of the editor have. */
function settingsOf(parameters: Parameters, values: Partial<Record<ColumnId, unknown>>, others: Array<[string, unknown]>): IDataObject {
	const forward = parameters.flag(values.forward_query, 'Forward Query');
	const kept = others.filter(([, value]) => value !== '' && value !== null && value !== undefined);
	return {
		fallbackUrl: values.fallback_url,
		startsAt: values.starts_at,
		expiresAt: values.expires_at,
		maxClicks: values.max_clicks,
		password: values.password,
		redirectType: values.redirect_type,
		appendClickId: values.append_click_id,
		forwardQuery: forward === undefined ? '' : forward ? 'forward' : 'no',
		utm: { parameters: { source: values.utm_source, medium: values.utm_medium, campaign: values.utm_campaign, term: values.utm_term, content: values.utm_content } },
		metadataJson: values.metadata,
		metadata: { entry: kept.map(([name, value]) => ({ name, value })) },
	} as IDataObject;
}
