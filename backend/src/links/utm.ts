import { UTM_PARAMETERS, type LinkFields, type Utm } from '../../../contract/link.ts';
import { oneLine } from './one-line.ts';

/** The parameters that are set, trimmed; null where none is. */
export function cleanUtm(input: NonNullable<LinkFields['utm']>): Utm | null {
	const entries = UTM_PARAMETERS.flatMap((name) => {
		const value = oneLine(input[name] ?? null);
		return value ? [[name, value] as const] : [];
	});
	return entries.length > 0 ? Object.fromEntries(entries) : null;
}

/**
 * A `Location` value with campaign parameters: each once, in place of one of that name that is there already. All other
 * parameters keep their spelling and order.
 *
 * @param location ASCII, as `checkUrl` makes it
 */
export function withUtm(location: string, utm: Utm | null): string {
	if (utm === null) return location;
	const entries = Object.entries(utm).map(([name, value]) => [`utm_${name}`, value] as const);
	const replaced = new Set<string>(entries.map(([name]) => name));
	const { path, query, fragment } = splitUrl(location);
	const kept = query === '' ? [] : query.split('&').filter((pair) => !replaced.has(parameterName(pair)));
	return `${path}?${[...kept, ...entries.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)].join('&')}${fragment}`;
}

/** A URL taken apart: `query` without its `?`, `fragment` with its `#`; both empty where there is none. */
export function splitUrl(url: string): { path: string; query: string; fragment: string } {
	const hash = url.indexOf('#');
	const [base, fragment] = hash === -1 ? [url, ''] : [url.slice(0, hash), url.slice(hash)];
	const mark = base.indexOf('?');
	return mark === -1 ? { path: base, query: '', fragment } : { path: base.slice(0, mark), query: base.slice(mark + 1), fragment };
}

/** The name of one `name=value` pair of a query string, decoded as a form is; as it stands where it cannot be. */
export function parameterName(pair: string): string {
	const end = pair.indexOf('=');
	const name = (end === -1 ? pair : pair.slice(0, end)).replaceAll('+', ' ');
	if (!name.includes('%')) return name;
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
