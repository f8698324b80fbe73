const VERBS: Record<string, string> = { GET: 'get', HEAD: 'head', POST: 'create', PUT: 'replace', PATCH: 'update', DELETE: 'delete' };

/**
 * The name of a call in client libraries, from its method and path: `GET /v1/links` is `listLinks`, `PATCH /v1/links/{id}`
 * is `updateLink`, `POST /v1/changes/{id}/revert` is `revertChange`. A route whose name should be another says so in its schema.
 */
export function operationIdOf(method: string, path: string): string {
	const segments = path.replace(/^\/v1(?=\/)/, '').split('/').filter((segment) => segment !== '');
	const isParameter = (segment: string | undefined) => segment !== undefined && /^[:{]/.test(segment);
	const last = segments.at(-1);
	const action = method === 'POST' && isParameter(segments.at(-2)) ? last : undefined;
	const lists = method === 'GET' && last !== undefined && /(?<!ic|s)s$/.test(last);
	const nouns = segments.slice(0, action === undefined ? undefined : -1).flatMap((segment, index, all) => {
		if (isParameter(segment)) return [];
		const many = index === all.length - 1 && method !== 'POST';
		return [many ? segment : singular(segment)];
	});
	return camelCase([action ?? (lists ? 'list' : (VERBS[method] ?? method.toLowerCase())), ...nouns]);
}

function singular(noun: string): string {
	return noun.replace(/ies$/, 'y').replace(/(?<!s)s$/, '');
}

function camelCase(words: string[]): string {
	return words.flatMap((word) => word.split(/[^A-Za-z0-9]+/)).map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}
