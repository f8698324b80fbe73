import type { Dimension } from '../../../../contract/analytics.ts';

/** Breakdowns that answer one question. */
export interface Card {
	title: string;
	dimensions: readonly Dimension[];
	/** Whether it is left out where no click has any such value. */
	optional?: boolean;
}

/** In the order in which they are shown. */
export const CARDS: readonly Card[] = [
	{ title: 'Where', dimensions: ['country', 'region', 'city', 'language'] },
	{ title: 'From where', dimensions: ['source', 'referrer_host'] },
	{ title: 'With what', dimensions: ['device', 'browser', 'os'] },
	{ title: 'UTM', dimensions: ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'], optional: true },
	{ title: 'Variants', dimensions: ['variant'], optional: true },
];

/** Words for a dimension beside the title of its card. */
export const TAB_LABELS: Partial<Record<Dimension, string>> = {
	country: 'Countries', region: 'Regions', city: 'Cities', language: 'Languages', source: 'Sources', referrer_host: 'Referrers', device: 'Devices', browser: 'Browsers', os: 'Systems',
	utm_source: 'Source', utm_medium: 'Medium', utm_campaign: 'Campaign', utm_term: 'Term', utm_content: 'Content', variant: 'Variants',
};
