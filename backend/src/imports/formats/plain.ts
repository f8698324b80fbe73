import { lastSegment } from '../slugs.ts';
import type { Format } from './format.ts';

const DESTINATION = ['destination', 'destinationurl', 'url', 'longurl', 'longlink', 'originalurl', 'targeturl', 'target', 'fullurl', 'redirecturl'];

/** Any table with a header, or list of objects, that names our fields, or calls them what others do. */
export const plain: Format = {
	marks: DESTINATION.map((name) => [name]),
	read(row) {
		row.destination(...DESTINATION);
		row.slug('slug', 'alias', 'keyword', 'shortcode', 'code', 'backhalf', 'customslug', 'path');
		row.shortUrl(lastSegment, 'shorturl', 'shortlink');
		row.title('title', 'name', 'label');
		row.tags(/[,;|]/, 'tags', 'tag', 'labels');
		row.text('campaign', 'campaign', 'campaignname');
		row.text('external_id', 'externalid', 'sku');
		row.ownObjects();
		row.utm('utm');
		row.createdAt('createdat', 'created', 'datecreated', 'createddate', 'creationdate', 'date');
		row.clicks('clicks', 'totalclicks', 'clickcount', 'visits', 'visitcount', 'hits');
		row.time('starts_at', 'startsat', 'validsince', 'validfrom');
		row.time('expires_at', 'expiresat', 'expires', 'expiry', 'expirydate', 'expirationdate', 'expireat', 'validuntil');
		row.text('fallback_url', 'fallbackurl', 'expiredurl');
		row.maxClicks('maxclicks', 'clicklimit', 'clickslimit', 'maxvisits');
		row.redirectType('redirecttype');
		row.flag('forward_query', 'forwardquery');
		row.flag('forward_query_overrides', 'forwardqueryoverrides');
		row.flag('append_click_id', 'appendclickid');
		row.enabled('enabled', 'active', 'isactive');
		row.disabledIf('archived', 'disabled', 'deleted', 'deletedat');
		row.text('password', 'password');
		row.lockedIf('haspassword');
		// Of a link as our own API shows it.
		row.ignore('id', 'shorturl', 'shortlink', 'status', 'version', 'updatedat', 'lastclickedat', 'importedclicks', 'destinationhostascii');
	},
};
