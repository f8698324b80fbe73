import type { Dimension } from '../../../contract/analytics.ts';
import { languageOf } from '../clicks/language.ts';
import { utmOf } from '../events/utm.ts';
import type { Enrichment, Hit } from '../storage/storage.ts';

/** What a link is at one of its versions, as far as clicks are told apart by it. */
export interface LinkLabels {
	campaign: string | null;
	tags: readonly string[];
}

/** Characters kept of a value. */
const LIMIT = 200;

type Value = (click: { hit: Hit; enrichment: Enrichment; link: LinkLabels | undefined; utm: Record<string, string> }) => string | null | undefined;

/** Where each dimension is found. A new one needs a line here and a column in storage. */
const VALUES: Record<Exclude<Dimension, 'tag'>, Value> = {
	country: ({ hit }) => hit.country,
	region: ({ hit }) => hit.region,
	city: ({ hit }) => hit.city,
	language: ({ hit }) => languageOf(hit.language),
	device: ({ enrichment }) => enrichment.device,
	browser: ({ enrichment }) => enrichment.browser,
	os: ({ enrichment }) => enrichment.os,
	referrer_host: ({ enrichment }) => enrichment.referrerHost,
	source: ({ enrichment }) => enrichment.source,
	utm_source: ({ utm }) => utm['source'],
	utm_medium: ({ utm }) => utm['medium'],
	utm_campaign: ({ utm }) => utm['campaign'],
	utm_term: ({ utm }) => utm['term'],
	utm_content: ({ utm }) => utm['content'],
	variant: ({ hit }) => hit.variant,
	campaign: ({ link }) => link?.campaign,
};

type Values = Partial<Record<keyof typeof VALUES, string | null>>;

/** What a click can be told apart by. */
export function valuesOfClick(hit: Hit, enrichment: Enrichment, link: LinkLabels | undefined): Values {
	const click = { hit, enrichment, link, utm: utmOf(hit.query) };
	const values: Values = {};
	for (const [dimension, value] of Object.entries(VALUES) as Array<[keyof typeof VALUES, Value]>) {
		const text = value(click);
		if (text) values[dimension] = text.slice(0, LIMIT).toWellFormed();
	}
	return values;
}
