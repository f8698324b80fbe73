import { SLUG_PATTERN } from '../../../../contract/link.ts';
import type { Operation, Parameter, PathItem, Response } from './document.ts';

const slug: Parameter = {
	name: 'slug',
	in: 'path',
	required: true,
	description: 'Of the link; case-sensitive. A trailing query is for the destination, where the link forwards it.',
	schema: { type: 'string', pattern: SLUG_PATTERN.source } as Parameter['schema'],
	example: 'spring-sale',
};

const page = (description: string): Response => ({
	description,
	content: { 'text/html': { schema: { type: 'string' }, example: '<!doctype html><html lang="en"><title>Link not found</title>…' } },
});

const redirected = (description: string): Response => ({
	description,
	headers: {
		Location: { description: 'The destination, percent-encoded, with its host in punycode.', schema: { type: 'string', examples: ['https://shop.example/products/1?ref=mail'] } },
		'Cache-Control': { description: 'Never cached: every click is counted.', schema: { type: 'string', enum: ['private, no-store'] } },
	},
});

const responses: Operation['responses'] = {
	301: redirected('Redirected for good.'),
	302: redirected('Redirected: the default.'),
	307: redirected('Redirected, with the same method.'),
	308: redirected('Redirected for good, with the same method.'),
	404: page('There is no such link, or it is disabled, or not open yet.'),
	410: page('The link has expired and has no `fallback_url`.'),
	503: { ...page('Not available at the moment.'), headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } },
};

/** Redirects are answered before any routing, so no route describes them. */
export const REDIRECT: PathItem = {
	get: {
		operationId: 'followLink',
		tags: ['Redirects'],
		summary: 'Follow a link',
		description: 'Redirects with the status of the link. The click is in the log before the answer leaves. Needs no key.',
		parameters: [slug],
		responses,
		security: [],
	},
	head: {
		operationId: 'checkLink',
		tags: ['Redirects'],
		summary: 'Look where a link leads',
		description: 'As GET, without a page. Counted apart from clicks by people. Needs no key.',
		parameters: [slug],
		responses: Object.fromEntries(Object.entries(responses).map(([status, response]) => {
			const { content: _page, ...rest } = response as Response;
			return [status, rest];
		})),
		security: [],
	},
};
