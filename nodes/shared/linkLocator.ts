import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { LINK_LIMITS, SLUG_PATTERN } from '../../contract/link';
import type { LinkList } from '../../contract/link';
import { callApi } from './client';
import { linkReference, slugOf } from './linkReference';
import type { Parameters } from './parameters';

/** A field that chooses one link. */
export const linkLocator: INodeProperties = {
	displayName: 'Link',
	name: 'link',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'slug', value: '' },
	description: 'The short link',
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
	],
};

/** What the locator chose for an item, as the API takes it in `/v1/links/{id}`. */
export function chosenLink(parameters: Parameters, name: string): string {
	const chosen = parameters.raw(name, '');
	const { mode = '', value = chosen } = (typeof chosen === 'object' && chosen !== null ? chosen : {}) as { mode?: string; value?: unknown };
	const text = parameters.asText(value, 'Link');
	if (text === '') throw parameters.error('Link', 'is empty; choose a link, or give its slug, short URL or ID');
	if (mode === 'id' || mode === 'list') return text;
	if (mode !== 'slug' && mode !== 'url') return linkReference(text);
	const slug = slugOf(text);
	if (!SLUG_PATTERN.test(slug)) throw parameters.error('Link', `"${text}" is not a slug or a short URL`);
	return `slug:${slug}`;
}

/** One page of links for the list of {@link linkLocator}, narrowed to those that hold the text typed in. */
export async function searchLinks(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
	const { links, next_cursor } = await callApi<LinkList>(this, {
		method: 'GET',
		path: '/v1/links',
		query: { limit: LINK_LIMITS.page, cursor: paginationToken },
	});
	const wanted = filter?.toLowerCase() ?? '';
	const found = links.filter(({ slug, title, destination }) => `${slug} ${title ?? ''} ${destination}`.toLowerCase().includes(wanted));
	return {
		results: found.map(({ id, slug, title, short_url }) => ({ name: title ? `${title} (${slug})` : slug, value: id, url: short_url })),
		paginationToken: next_cursor ?? undefined,
	};
}
