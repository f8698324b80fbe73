import type { ComponentChildren } from 'preact';
import type { Link } from '../../../../contract/link.ts';
import { formatDate, formatDateTime, formatNumber, formatRelative } from '../../format.ts';
import { href } from '../../router.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { isWebAddress, withoutScheme } from './link.ts';

/** What a link is: its address, where it leads, its labels, its limits. */
export function LinkDetails({ link }: { link: Link }) {
	const { short_url: shortUrl, destination, variants, status, campaign, tags } = link;
	return (
		<section class="link-details" aria-label="What this link is">
			<p class="link-address">
				<a class="link-short" href={shortUrl} target="_blank" rel="noreferrer">{withoutScheme(shortUrl)}</a>
				<CopyButton text={shortUrl} label={`Copy ${shortUrl}`} />
				<StatusBadge status={status} />
			</p>
			<p class="link-destination">
				<Icon name="arrowRight" size={16} /><span class="visually-hidden">leads to</span>
				<Destination url={destination} />
			</p>
			{variants.length > 0 && (
				<ul class="link-variants" aria-label="Variants">
					{variants.map(({ name, destination: url, weight }) => <li key={name}><span class="tag">{name} · {weight}</span> <Destination url={url} /></li>)}
				</ul>
			)}
			<ul class="link-facts">
				{campaign !== null && <li><a class="link-label" href={href('links', {}, { campaign })}><Icon name="archive" size={14} />{campaign}</a></li>}
				{tags.map((tag) => <li key={tag}><a class="link-label" href={href('links', {}, { tags: [tag] })}><Icon name="tag" size={14} />{tag}</a></li>)}
				{facts(link).map((fact, index) => <li key={index} class="muted">{fact}</li>)}
			</ul>
		</section>
	);
}

/** A destination: a link where it is one. Whoever made it wrote it. */
function Destination({ url }: { url: string }) {
	if (!isWebAddress(url)) return <span class="truncate">{url}</span>;
	return <a class="truncate" href={url} target="_blank" rel="noreferrer" title={url}>{withoutScheme(url)}</a>;
}

/** What else holds, as far as it is not the usual. */
function facts(link: Link): ComponentChildren[] {
	const { starts_at: starts, expires_at: expires, max_clicks: most, total_clicks: clicks, imported_clicks: imported, created_at: created, last_clicked_at: clicked, external_id: externalId } = link;
	return [
		<span title={formatDateTime(created)}>Created {formatDate(created)}</span>,
		clicked !== null && <span title={formatDateTime(clicked)}>Last click {formatRelative(clicked)}</span>,
		starts !== null && <span>{Date.parse(starts) > Date.now() ? 'Starts' : 'Started'} {formatDateTime(starts)}</span>,
		expires !== null && <span>{Date.parse(expires) > Date.now() ? 'Expires' : 'Expired'} {formatDateTime(expires)}</span>,
		most !== null && <span>{formatNumber(clicks)} of at most {formatNumber(most)} clicks</span>,
		imported > 0 && <span>{formatNumber(imported)} clicks were imported; the numbers below do not include them</span>,
		link.has_password && <span>Asks for a password</span>,
		link.redirect_type !== 302 && <span>Redirects with {link.redirect_type}</span>,
		externalId !== null && <span>External id <code>{externalId}</code></span>,
	].filter((fact) => fact !== false);
}
