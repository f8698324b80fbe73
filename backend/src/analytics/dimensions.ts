import type { Dimension } from '../../../contract/analytics.ts';
import { languageOf } from '../clicks/language.ts';
import type { KeptClick } from '../events/conversion.ts';
import { utmOf } from '../events/utm.ts';
import type { Enrichment, Hit } from '../storage/storage.ts';

/** What a link is at one of its versions, as far as clicks are told apart by it. */
export interface LinkLabels {
	campaign: string | null;
	tags: readonly string[];
}

/** What a click can be told apart by; but for tags, of which it has many. */
export type Values = Partial<Record<Exclude<Dimension, 'tag'>, string | null>>;

/** Characters kept of a value. */
const LIMIT = 200;

/** Values of a hit and of its link. Compilers ask for every dimension. */
export function valuesOfClick(hit: Hit, enrichment: Enrichment, link: LinkLabels | undefined): Values {
	const { country, region, city, variant } = hit;
	const { device, browser, os, referrerHost: referrer_host, source } = enrichment;
	const language = languageOf(hit.language);
	return cropped({ country, region, city, variant, language, device, browser, os, referrer_host, source, ...utmValues(utmOf(hit.query)), campaign: link?.campaign ?? null });
}

/** The same of the click that led to a conversion; without one, of the link alone. */
export function valuesOfConversion(click: KeptClick | null, link: LinkLabels | undefined): Values {
	const campaign = link?.campaign ?? null;
	if (!click) return cropped({ campaign });
	const { country, region, city, variant, language = null, device, browser, os, referrer_host, source, utm } = click;
	return cropped({ country, region, city, variant, language, device, browser, os, referrer_host, source, ...utmValues(utm), campaign });
}

function utmValues(utm: Record<string, string>): Values {
	return { utm_source: utm['source'] ?? null, utm_medium: utm['medium'] ?? null, utm_campaign: utm['campaign'] ?? null, utm_term: utm['term'] ?? null, utm_content: utm['content'] ?? null };
}

function cropped(values: Values): Values {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ? value.slice(0, LIMIT).toWellFormed() : null]));
}
