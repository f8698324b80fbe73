import { computed, signal } from '@preact/signals';
import { queryString, type Query } from './api/query.ts';
import { PATHS, type ParamsOf, type RouteName } from './routes.ts';

/** Where somebody is. */
export interface Route {
	/** Undefined where the address is that of no page. */
	name: RouteName | undefined;
	params: Record<string, string>;
	/** What stands behind the `?`: the state of a page that can be shared, gone back to, and reloaded. */
	query: URLSearchParams;
	/** The path without the query: another one is another page. */
	path: string;
}

const hash = signal(location.hash);
addEventListener('hashchange', () => { hash.value = location.hash; });

/** Where somebody is now. */
export const route = computed<Route>(() => read(hash.value));

/** How often somebody has gone to another address since the page was loaded. */
export const moves = signal(0);
addEventListener('hashchange', () => { moves.value++; });

/** The address of a page, for a link. */
export function href<Name extends RouteName>(name: Name, ...[params, query]: Address<Name>): string {
	const path = PATHS[name].replaceAll(/:(\w+)/g, (_match, key: string) => encodeURIComponent((params as Record<string, string> | undefined)?.[key] ?? ''));
	return `#${path}${queryString(query)}`;
}

/** Goes to a page, as a click on a link does. */
export function navigate<Name extends RouteName>(name: Name, ...address: Address<Name>): void {
	location.hash = href(name, ...address);
}

/** A page without parameters in its path needs none. */
type Address<Name extends RouteName> = keyof ParamsOf<Name> extends never ? [params?: Record<string, never>, query?: Query] : [params: ParamsOf<Name>, query?: Query];

/**
 * Changes parameters behind the `?` of the page that is shown; undefined, null and empty ones are taken away.
 *
 * @param step whether back leads to what was before: yes for a choice, no for every letter of a search
 */
export function setQuery(changes: Query, { step = true }: { step?: boolean } = {}): void {
	const { path, query } = route.peek();
	const all: Record<string, Query[string]> = {};
	for (const name of query.keys()) all[name] = query.getAll(name);
	const target = `#${path}${queryString({ ...all, ...changes })}`;
	if (target === location.hash) return;
	history[step ? 'pushState' : 'replaceState'](null, '', target);
	hash.value = location.hash;
}

function read(text: string): Route {
	const [path = '', query = ''] = text.replace(/^#/, '').split(/\?(.*)/s);
	const wanted = path === '' || path === '/' ? PATHS.links : path;
	for (const name of Object.keys(PATHS) as RouteName[]) {
		const params = match(PATHS[name], wanted);
		if (params) return { name, params, query: new URLSearchParams(query), path: wanted };
	}
	return { name: undefined, params: {}, query: new URLSearchParams(query), path: wanted };
}

/** The parameters of a path that has this pattern; undefined for another. */
function match(pattern: string, path: string): Record<string, string> | undefined {
	const [wanted, given] = [pattern.split('/'), path.split('/')];
	if (wanted.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, part] of wanted.entries()) {
		const text = given[index] ?? '';
		if (part.startsWith(':')) {
			const value = decoded(text);
			// In an address of the API, a browser would make another path of these.
			if (/^\.{0,2}$/.test(value)) return undefined;
			params[part.slice(1)] = value;
		} else if (part !== text) return undefined;
	}
	return params;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
