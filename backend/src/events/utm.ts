/** The five parameters that a campaign link carries; an event names them without `utm_`. */
const PARAMETERS = ['source', 'medium', 'campaign', 'term', 'content'] as const;

/** Characters kept of a value. */
const LIMIT = 200;

/** What the visitor's own query string says of the campaign. Of a repeated parameter, the first counts. */
export function utmOf(query: string): Record<string, string> {
	if (!/utm_/i.test(query)) return {};
	const parameters = new URLSearchParams(query);
	return Object.fromEntries(
		PARAMETERS.flatMap((name) => {
			const value = parameters.get(`utm_${name}`)?.trim();
			return value ? [[name, value.slice(0, LIMIT).toWellFormed()]] : [];
		}),
	);
}
