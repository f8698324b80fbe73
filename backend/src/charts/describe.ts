import type { ChartContent } from './plan.ts';
import { formatNumber, formatShare } from './words.ts';

/** The picture in words: a sentence for who cannot see it. @param summary what stands below the title */
export function describe(content: ChartContent, summary: string): string {
	return `${summary}. ${shown(content)}`;
}

function shown(content: ChartContent): string {
	switch (content.type) {
		case 'empty':
			return `${content.sentence}.`;
		case 'bars': {
			const more = content.more > 0 ? `, and ${formatNumber(content.more)} more` : '';
			return `${content.rows.map(({ label, value }) => `${label}: ${formatNumber(value)}`).join(', ')}${more}.`;
		}
		case 'ring': {
			const whole = content.rows.reduce((sum, { value }) => sum + value, content.rest);
			const rows = content.rest > 0 ? [...content.rows, { label: 'Other', value: content.rest }] : content.rows;
			return `${rows.map(({ label, value }) => `${label}: ${formatNumber(value)} (${formatShare(value / whole)})`).join(', ')}.`;
		}
		default: {
			const most = Math.max(...content.values.map((value) => value ?? 0));
			const label = content.labels[content.values.indexOf(most)];
			return most === 0 ? 'Nothing in this period.' : `The most were ${formatNumber(most)}, ${label ?? ''}.`;
		}
	}
}
