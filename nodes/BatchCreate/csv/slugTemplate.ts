import { slugSafe } from '../../shared/slugSafe';

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** The column headers that a template such as `shop-{sku}` names. */
export function templateColumns(template: string): string[] {
	return [...template.matchAll(PLACEHOLDER)].map((match) => (match[1] ?? '').trim());
}

/**
 * The slug that a template gives for a row. Undefined where one of its values is empty, or has nothing in it that a slug
 * can hold: `shop-` for every such row would make them collide. `asIs` takes the values over, whatever is in them.
 */
export function slugFromTemplate(template: string, valueOf: (column: string) => string, asIs = false): string | undefined {
	const make = asIs ? (value: string) => value : slugSafe;
	const values = new Map(templateColumns(template).map((column) => [column, make(valueOf(column))]));
	if ([...values.values()].includes('')) return undefined;
	return make(template.replace(PLACEHOLDER, (_, column: string) => values.get(column.trim()) ?? '')) || undefined;
}
