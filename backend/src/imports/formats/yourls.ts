import { lastSegment } from '../slugs.ts';
import type { Format } from './format.ts';

/**
 * YOURLS, which has no export of its own. As JSON: answers of its API's `action=stats` (`yourls_get_stats` in
 * includes/functions.php) or of the plugin yourls-shlink-import-plugin. As CSV: the table `yourls_url` with its names
 * (`keyword`, `url`, `title`, `timestamp`, `ip`, `clicks`), as phpMyAdmin exports it, or what the plugin
 * YOURLS-Import-Export writes: `source`, `target`, `hits`.
 */
export const yourls: Format = {
	marks: [['keyword', 'url', 'timestamp'], ['shorturl', 'url', 'timestamp'], ['source', 'target', 'hits']],
	read(row) {
		row.destination('url', 'target');
		row.slug('keyword', 'source');
		row.shortUrl(lastSegment, 'shorturl');
		row.needsSlug();
		row.title('title');
		row.createdAt('timestamp');
		row.clicks('clicks', 'hits');
		row.ignore('shorturl');
	},
};
