/** What `GET /` and the files of the dashboard are sent as. `npm test` builds it first. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { pathToFileURL } from 'node:url';
import axios from 'axios';
import { readDashboard } from '../../../backend/src/dashboard/files.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
beforeAll(async () => { backend = await startBackend(); });
afterAll(() => backend.stop());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
	axios.request<Buffer>({ method, url: backend.url + path, headers: { 'accept-encoding': 'identity', ...headers }, responseType: 'arraybuffer', decompress: false, validateStatus: () => true });

/** Addresses that a page loads by itself. */
const loaded = (html: string) => [...html.matchAll(/(?:src|href)="(\/_\/assets\/[^"]+)"/g)].map(([, address]) => address!);

test('the page allows nothing from elsewhere, nothing inline, and nobody to frame it', async () => {
	for (const path of ['/', ...loaded((await get('/')).data.toString())]) {
		const { status, headers } = await get(path);
		expect(status).toBe(200);
		expect(headers['content-security-policy']).toBe("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
		expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin' });
	}
	expect((await get('/')).data.toString()).not.toMatch(/<script(?![^>]* src="\/_\/)|<style|\sstyle=|\son\w+=|(src|href)="(?!\/)|javascript:/);
});

test('the page is asked for again each time, and sent only where it is another', async () => {
	const { headers } = await get('/');
	expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
	expect((await get('/', { 'if-none-match': String(headers['etag']) })).status).toBe(304);
	expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200);
	// Other colours are another page.
	expect((await get('/', { 'if-none-match': String(headers['etag']), cookie: 'a=b; linkmill_theme=dark' })).status).toBe(200);
});

test.each([['dark', ' data-theme="dark"'], ['light', ' data-theme="light"'], ['system', ''], ['"><script>', ''], ['darker', '']])('the page with the theme %j says it, or nothing at all', async (theme, attribute) => {
	const { data } = await get('/', { cookie: `linkmill_theme=${theme}` });
	expect(/<html([^>]*) lang="en">/.exec(data.toString())?.[1]).toBe(attribute);
});

test('files are sent compressed as the client takes them, and kept for ever', async () => {
	const script = loaded((await get('/')).data.toString()).find((address) => address.endsWith('.js'))!;
	const plain = await get(script);
	expect(plain.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding', 'content-type': 'text/javascript; charset=utf-8' });
	expect(plain.headers).not.toHaveProperty('content-encoding');
	const brotli = await get(script, { 'accept-encoding': 'gzip, deflate, br, zstd' });
	expect(brotli.headers['content-encoding']).toBe('br');
	expect(brotliDecompressSync(brotli.data)).toEqual(plain.data);
	const gzip = await get(script, { 'accept-encoding': 'br;q=0, GZIP' });
	expect(gzip.headers['content-encoding']).toBe('gzip');
	expect(gunzipSync(gzip.data)).toEqual(plain.data);
	const head = await get(script, {}, 'HEAD');
	expect([head.status, head.headers['content-length'], head.data.length]).toEqual([200, String(plain.data.length), 0]);
});

test.each(['/_/assets/nothing.js', '/_/assets/..%2Findex.html', '/_/assets/main.css.br', '/_/assets/', '/_/nothing', '/_'])('there is nothing at %s', async (path) => {
	expect((await get(path)).status).toBe(404);
});

/** A file and all that it imports before it runs. */
function withImports(names: Iterable<string>, assets: NonNullable<ReturnType<typeof readDashboard>>['assets']): Set<string> {
	const all = new Set(names);
	// A set goes on with what is added to it.
	for (const name of all) {
		if (!name.endsWith('.js')) continue;
		for (const [, imported] of assets.get(name)!.forms.at(-1)!.bytes.toString().matchAll(/\b(?:from|import)\s*"\.\/([^"]+)"/g)) all.add(imported!);
	}
	return all;
}

test('the first view, which is the page of links, takes less than 150 kB, compressed by either', async () => {
	const { assets, page } = readDashboard()!;
	const named = loaded(page).map((address) => address.split('/').at(-1)!);
	const first = withImports(named, assets);
	// It asks for all that its script imports at once, and the links are in there.
	expect([...first].sort()).toEqual([...new Set(named)].sort());
	expect([...first].some((name) => assets.get(name)!.forms.at(-1)!.bytes.includes('/v1/links'))).toBe(true);
	expect([...assets.keys()].filter((name) => name.startsWith('links-page'))).toEqual([]);
	for (const coding of ['br', 'gzip']) {
		const bytes = [...first].map((name) => assets.get(name)!.forms.find((form) => form.coding === coding)!.bytes.length);
		expect(bytes.reduce((sum, one) => sum + one, page.length)).toBeLessThan(150_000);
	}
});

test('every package in the bundle comes with its licence', () => {
	const licences = readDashboard()!.assets.get('licences.txt')!.forms.at(-1)!.bytes.toString();
	for (const name of ['preact', '@preact/signals', '@preact/signals-core', 'uplot']) expect(licences).toContain(`${name} `);
	expect(licences.match(/MIT License|The MIT License/gi)!.length).toBeGreaterThanOrEqual(4);
});

test('where nothing was built there is nothing to read', () => {
	expect(readDashboard(pathToFileURL('/nowhere/'))).toBeUndefined();
});
