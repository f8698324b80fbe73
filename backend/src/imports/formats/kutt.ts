import type { Format } from './format.ts';

/**
 * Kutt: answers of `GET /api/v2/links` (https://docs.kutt.it; `sanitize.link` in server/utils/utils.js). Of a password it
 * tells that there is one. Times of an SQLite database have no zone and are UTC.
 */
export const kutt: Format = {
	marks: [['address', 'target']],
	read(row) {
		row.destination('target');
		row.slug('address');
		row.needsSlug();
		row.title('description');
		row.createdAt('createdat');
		row.clicks('visitcount');
		row.time('expires_at', 'expirein');
		row.disabledIf('banned');
		row.lockedIf('password');
		row.ignore('id', 'link', 'domain', 'updatedat', 'relativecreatedat', 'relativeexpirein');
	},
};
