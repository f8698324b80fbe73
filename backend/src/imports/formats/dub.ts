import { pathOf } from '../slugs.ts';
import { asCount, asJson, asText } from '../values.ts';
import type { Format } from './format.ts';

/**
 * Dub. As JSON: answers of `GET /links` (https://dub.co/docs/api-reference/links/list). As CSV: "Export as CSV" of the
 * dashboard, whose columns are chosen by the caller: `Short link`, `Destination URL`, `Clicks`, `Created at`,
 * `Updated at`, `Tags`, `Archived` (dubinc/dub, `formatLinksForExport`, `exportLinksColumns`).
 */
export const dub: Format = {
	marks: [['shortlink', 'destinationurl'], ['shortlink', 'url', 'key'], ['domain', 'url', 'key']],
	read(row) {
		row.destination('url', 'destinationurl');
		row.slug('key');
		row.shortUrl(pathOf, 'shortlink');
		row.needsSlug();
		row.title('title');
		row.tags(/,\s*/, 'tags');
		row.createdAt('createdat');
		row.clicks('clicks');
		row.text('external_id', 'externalid');
		row.time('expires_at', 'expiresat');
		row.text('fallback_url', 'expiredurl');
		row.text('password', 'password');
		row.utm('utm');
		row.metadata('comments', 'comments');
		// The test of a link that has been decided is over.
		if (row.value('testcompletedat') === undefined) row.variants(variants(row.value('testvariants')));
		row.disabledIf('archived', 'disabledat', 'banned');
		row.ignore('id', 'domain', 'shortlink', 'qrcode', 'userid', 'user', 'workspaceid', 'projectid', 'programid', 'partnerid', 'tenantid', 'folderid', 'tagid', 'tagids', 'webhookids', 'identifier', 'updatedat', 'lastclicked', 'testvariants', 'teststartedat', 'testcompletedat');
	},
};

/** `[{url, percentage}]` */
function variants(value: unknown) {
	return asJson(value, Array.isArray)?.flatMap((one: unknown) => {
		const { url, percentage } = one as { url?: unknown; percentage?: unknown };
		const [destination, weight] = [asText(url), asCount(percentage)];
		return destination === undefined || weight === undefined ? [] : [{ destination, weight }];
	});
}
