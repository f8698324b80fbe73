import { hostOf, pathOf } from '../slugs.ts';
import { asTags, asText } from '../values.ts';
import type { Format } from './format.ts';

/** Domains of Bitly's own: what is under them cannot be brought here. */
const OWN_HOSTS = ['bit.ly', 'bitly.com', 'bitly.is', 'j.mp'];

/**
 * Bitly. As JSON: answers of `GET /v4/groups/{guid}/bitlinks` (https://dev.bitly.com/api-reference/#getBitlinksByGroup).
 * As CSV: the export of the page "Links", whose columns Bitly's help does not list; they are told by others who read it:
 * `Link`, `Custom Link`, `Date created`, `Title`, `Destination URL`, `Engagements`, `Status` (docs.urlr.me/migration/bitly,
 * everett7623/Linketry), in older ones `long_url`, `custom_bitlink`, `title`, `archived`, `tags`, `created_at`
 * (docs.elido.app/docs/migrations/from-bitly).
 */
export const bitly: Format = {
	marks: [['link', 'destinationurl', 'engagements'], ['link', 'customlink', 'destinationurl'], ['link', 'longurl', 'createdat'], ['longurl', 'custombitlink'], ['longurl', 'custombitlinks'], ['bitlink', 'longurl']],
	read(row) {
		row.destination('longurl', 'destinationurl');
		const custom = asTags(row.value('custombitlinks', 'customlink', 'custombitlink'), /[,;]\s*/);
		for (const url of custom) row.addSlug(pathOf(url));
		const generated = asText(row.value('link', 'bitlink', 'id'));
		// The generated one goes on working beside the custom ones, where its domain is the customer's.
		if (generated !== undefined && (custom.length === 0 || !OWN_HOSTS.includes(hostOf(generated)))) row.addSlug(pathOf(generated));
		else if (generated !== undefined) row.note(`${hostOf(generated)}: links of that domain that have a custom one too come in with the custom one alone`);
		row.needsSlug();
		row.title('title');
		row.tags(/,\s*/, 'tags');
		row.createdAt('createdat', 'datecreated', 'created');
		row.clicks('engagements', 'totalengagements', 'totalclicks', 'clicks');
		row.disabledIf('archived');
		const status = asText(row.value('status'))?.toLowerCase();
		if (status !== undefined && status !== 'active') row.disable(`Status ${status}: such links come in disabled`);
		row.ignore('id', 'references', 'clientid', 'createdby', 'launchpadids', 'modifiedat');
	},
};
