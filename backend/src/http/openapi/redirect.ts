import { SLUG_PATTERN } from '../../../../contract/link.ts';
import { PROBLEM_MEDIA_TYPE } from '../../../../contract/problem.ts';
import type { Operation, Parameter, PathItem, Response, Schema } from './document.ts';
import { exampleProblem } from './problems.ts';

const slug: Parameter = {
	name: 'slug',
	in: 'path',
	required: true,
	description: 'Of the link; case-sensitive. A trailing query is for the destination, where the link forwards it.',
	schema: { type: 'string', pattern: SLUG_PATTERN.source } as Parameter['schema'],
	example: 'spring-sale',
};

const page = (description: string, title: string): Response => ({
	description,
	content: { 'text/html': { schema: { type: 'string' }, example: `<!doctype html><html lang="en">…<h1>${title}</h1>…` } },
});

const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };

const redirected = (description: string): Response => ({
	description,
	headers: {
		Location: { description: 'The destination, percent-encoded, with its host in punycode.', schema: { type: 'string', examples: ['https://shop.example/products/1?ref=mail'] } },
		'Cache-Control': { description: 'Never cached: every click is counted.', schema: { type: 'string', enum: ['private, no-store'] } },
	},
});

const responses: Operation['responses'] = {
	200: page('The link has a password: a page that asks for it.', 'Password needed'),
	301: redirected('Redirected for good.'),
	302: redirected('Redirected: the default.'),
	307: redirected('Redirected, with the same method.'),
	308: redirected('Redirected for good, with the same method.'),
	404: page('There is no such link, or it is disabled, or not open yet.', 'Link not found'),
	410: page('The link has expired or been used up, and has no `fallback_url`.', 'Link has expired'),
	429: { ...page('Your network has asked for many links that do not exist.', 'Too many wrong addresses'), headers: RETRY_AFTER },
	503: { ...page('Not available at the moment.', 'Not available at the moment'), headers: RETRY_AFTER },
};

const FORM = 'application/x-www-form-urlencoded';
const Password: Schema = { type: 'object', required: ['password'], properties: { password: { type: 'string', description: 'Of the link.' } } };

/** Redirects are answered before any routing, so no route describes them. */
export const REDIRECT: PathItem = {
	post: {
		operationId: 'unlockLink',
		tags: ['Redirects'],
		summary: 'Enter the password of a link',
		description: 'What the page that asks for it sends. Only the unlocked redirect counts as a click. Needs no key.',
		parameters: [slug],
		requestBody: { required: true, content: { [FORM]: { schema: Password, example: { password: 'correct horse battery staple' } } } },
		responses: {
			303: redirected('Right: redirected, to be followed with GET.'),
			403: page('Wrong: the page again.', 'Password needed'),
			404: { description: 'A page: the link is disabled or not open yet. A problem: there is no such link, or it has no password.', content: { ...page('', 'Link not found').content, [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' }, examples: { not_found: { value: exampleProblem('not_found') } } } } },
			410: page('The link has expired or been used up, and has no `fallback_url`.', 'Link has expired'),
			413: page('More than a form with a password.', 'Password needed'),
			415: page('Not a form.', 'Password needed'),
			429: { ...page('Too many tries.', 'Too many tries'), headers: RETRY_AFTER },
			503: { ...page('Other passwords are being checked right now.', 'Password needed'), headers: RETRY_AFTER },
		},
		security: [],
	},
	get: {
		operationId: 'followLink',
		tags: ['Redirects'],
		summary: 'Follow a link',
		description: 'Redirects with the status of the link, or asks for its password. The click is in the log before the answer leaves. Needs no key.',
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
