import { pathOf } from '../slugs.ts';
import { asCount, asFlag, asText } from '../values.ts';
import type { Format } from './format.ts';

/**
 * Short.io. As JSON: answers of `GET /api/links` (https://developers.short.io/reference/get_api-links; types in
 * Short-io/client-node). As CSV: the export of the dashboard (`idString`, `shortURL`, `originalPath`, `originalURL`,
 * `title`, `clicks`, `createdAt`, `updatedAt`, `expiresAt`, `createdBy`, `tags`, as everett7623/Linketry reads it), or the
 * same members in snake case, as pyshortio writes them.
 */
export const shortIo: Format = {
	marks: [['originalurl', 'shorturl', 'idstring'], ['originalurl', 'shorturl', 'path'], ['originalurl', 'shorturl', 'originalpath'], ['originalurls', 'shorturls']],
	read(row) {
		row.destination('originalurl', 'originalurls');
		row.slug('path', 'originalpath', 'originalpaths');
		row.shortUrl(pathOf, 'shorturl', 'secureshorturl', 'shorturls');
		row.needsSlug();
		row.title('title', 'titles');
		row.tags(/,\s*/, 'tags');
		row.createdAt('createdat', 'createdatdate');
		row.clicks('clicks', 'totalclicks');
		row.time('expires_at', 'expiresat', 'expiresatdate', 'expireat');
		row.text('fallback_url', 'expiredurl', 'expireurl');
		row.maxClicks('clickslimit');
		row.redirectType('redirecttype');
		row.utm('utm');
		// Short.io merges the visitor's query unless it is told not to.
		const skips = asFlag(row.value('skipqs'));
		if (skips !== undefined) row.setFlag('forward_query', !skips);
		row.variants(split(asText(row.value('originalurl')), asText(row.value('spliturl')), asCount(row.value('splitpercent'))));
		row.disabledIf('archived');
		// What the API gives is not documented to be the password itself.
		row.lockedIf('haspassword', 'password');
		row.ignore('id', 'idstring', 'idstrings', 'lcpath', 'domainid', 'ownerid', 'folderid', 'updatedat', 'updatedatdate', 'source', 'duplicate', 'shorturl', 'shorturls', 'secureshorturl', 'icon');
	},
};

/** `splitPercent` of the visitors go to `splitURL`. */
function split(original: string | undefined, other: string | undefined, percent: number | undefined) {
	if (original === undefined || other === undefined || percent === undefined || percent > 100) return null;
	return [{ destination: original, weight: 100 - percent }, { destination: other, weight: percent }];
}
