import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { LINK_LIMITS, SLUG_PATTERN } from '../../contract/link';
import type { LinkList } from '../../contract/link';
import { callApi } from './client';
import { linkReference, slugOf } from './linkReference';
import type { Parameters } from './parameters';

/** Links on one page of the list. */
const PAGE = 100;

/** A field that chooses one link. */
export const linkLocator: INodeProperties = {
	displayName: 'Link',
	name: 'link',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'slug', value: '' },
	description: 'The short link: its slug, short URL, Linkmill ID or your own external ID',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a link...',
			typeOptions: { searchListMethod: 'searchLinks', searchable: true },
		},
		{ displayName: 'By Slug', name: 'slug', type: 'string', placeholder: 'e.g. spring-sale' },
		{ displayName: 'By Short URL', name: 'url', type: 'string', placeholder: 'e.g. https://go.example.com/spring-sale' },
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. lnk_06y813ppg00' },
		{ displayName: 'By External ID', name: 'externalId', type: 'string', placeholder: 'e.g. SKU-1001' },
	],
};

/** What the locator chose for an item, as the API takes it in `/v1/links/{id}`. */
export function chosenLink(parameters: Parameters, name: string): string {
	const chosen = parameters.raw(name, '');
	const { mode = '', value = chosen } = (typeof chosen === 'object' && chosen !== null ? chosen : {}) as { mode?: string; value?: unknown };
	const text = parameters.asText(value, 'Link');
	if (text === '') throw parameters.error('Link', 'is empty; choose a link, or give its slug, short URL, ID or external ID');
	if (mode === 'id' || mode === 'list') return text;
	if (mode === 'externalId') return text.startsWith('external:') ? text : `external:${text}`;
	if (mode !== 'slug' && mode !== 'url') return linkReference(text);
	const slug = slugOf(text);
	if (!SLUG_PATTERN.test(slug)) throw parameters.error('Link', `"${text}" is not a slug or a short URL`);
	return `slug:${slug}`;
}

/**
 * One page of links for the list of {@link linkLocator}, newest first, narrowed to those in whose slug, title or destination
 * every word typed in occurs. To the server a word of one or two characters is the beginning of a slug; beside longer
 * words it is looked for here, as a person expects who types "Offer 2".
 */
export async function searchLinks(this: ILoadOptionsFunctions, filter = '', paginationToken?: string): Promise<INodeListSearchResult> {
	const words = filter.toLowerCase().slice(0, LINK_LIMITS.search).split(/\s+/).filter(Boolean);
	const long = words.filter((word) => word.length > 2);
	const { links, next_cursor } = await callApi<LinkList>(this, {
		method: 'GET',
		path: '/v1/links',
		query: { search: (long.length > 0 ? long : words).join(' '), limit: PAGE, cursor: paginationToken, fields: 'id,slug,title,short_url,destination' },
	});
	const found = links.filter(({ slug, title, destination }) => {
		const text = `${slug} ${title ?? ''} ${destination}`.toLowerCase();
		return long.length === 0 || words.every((word) => text.includes(word));
	});
	return {
		results: found.map(({ id, slug, title, short_url }) => ({ name: title ? `${title} (${slug})` : slug, value: id, url: short_url })),
		paginationToken: next_cursor ?? undefined,
	};
}
