/** Parameters of an address. What is undefined, null or empty is left out; a list is one parameter for each of its items. */
export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

/** Parameters as text, with the `?`; empty where there are none. */
export function queryString(query: Query = {}): string {
	const parameters = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) {
		if (value === undefined || value === null || value === '') continue;
		if (typeof value !== 'object') parameters.append(name, String(value));
		else for (const item of value) parameters.append(name, item);
	}
	const text = parameters.toString();
	return text === '' ? '' : `?${text}`;
}

/** The same for the API, which splits a list that is given once at its commas: a comma within its only item asks for a second one. */
export function apiQueryString(query: Query = {}): string {
	const marked = Object.entries(query).map(([name, value]) => [name, Array.isArray(value) && value.length === 1 && String(value[0]).includes(',') ? [...(value as string[]), ''] : value]);
	return queryString(Object.fromEntries(marked) as Query);
}
