import { lastSegment } from '../slugs.ts';
import type { Format } from './format.ts';

/**
 * Shlink. As JSON: answers of `GET /rest/v3/short-urls` (https://api-spec.shlink.io). As CSV: the export of its web client
 * (`ExportShortUrlsBtn` in shlinkio/shlink-web-component): `createdAt`, `domain`, `shortCode`, `shortUrl`, `longUrl`,
 * `title`, `tags` with `|` between them, `visits`; before 2024 without `domain` and `shortCode`.
 */
export const shlink: Format = {
	marks: [['shortcode', 'longurl', 'datecreated'], ['shortcode', 'longurl', 'visits'], ['shorturl', 'longurl', 'visits']],
	spread: ['meta', 'visitsSummary'],
	read(row) {
		row.destination('longurl');
		row.slug('shortcode');
		row.shortUrl(lastSegment, 'shorturl');
		row.needsSlug();
		row.title('title');
		row.tags(/\|/, 'tags');
		row.createdAt('datecreated', 'createdat');
		// Visits of bots are no clicks here; older versions do not tell them apart.
		row.clicks('visitssummarynonbots', 'visitssummarytotal', 'visitscount', 'visits');
		row.time('starts_at', 'metavalidsince');
		row.time('expires_at', 'metavaliduntil');
		row.maxClicks('metamaxvisits');
		row.flag('forward_query', 'forwardquery');
		row.ignore('shorturl', 'domain', 'visitscount', 'visitssummarytotal', 'visitssummarybots');
	},
};
