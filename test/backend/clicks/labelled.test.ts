import { readFileSync } from 'node:fs';
import { CLICK_KINDS } from '../../../contract/event.ts';
import { RULES } from '../../../backend/src/clicks/bots/rules.ts';
import { classify } from '../../../backend/src/clicks/classify.ts';
import { HEADER_RULES, PREFETCH_HEADERS, signalOf } from '../../../backend/src/clicks/signal.ts';
import { BOTS } from './labelled/bots.ts';
import { PEOPLE } from './labelled/people.ts';
import { SIGNALS } from './labelled/signals.ts';

const ALL = [...PEOPLE, ...BOTS, ...SIGNALS];
const DOCUMENTED = readFileSync('docs/how-clicks-are-counted.md', 'utf8');

describe('requests of which it is known what made them', () => {
	const told = ALL.map((request) => ({ request, told: classify({ userAgent: request.headers['user-agent'] ?? '', signal: signalOf(request) }) }));

	it('are some hundreds, of many kinds, each once and with a source', () => {
		expect(new Set(ALL.map(({ method, headers }) => JSON.stringify([method, headers]))).size).toBe(ALL.length);
		expect(PEOPLE.length).toBeGreaterThan(120);
		expect(BOTS.length).toBeGreaterThan(240);
		for (const { source } of ALL) expect(source).toMatch(/^https?:\/\/\S+$/);
	});

	it('are all told right', () => {
		const confusion = Object.fromEntries(CLICK_KINDS.map((is) => [is, Object.fromEntries(CLICK_KINDS.map((as) => [`told ${as}`, told.filter((one) => one.request.kind === is && one.told.kind === as).length]))]));
		console.table(confusion);
		expect(told.filter((one) => one.told.kind !== one.request.kind || one.told.bot !== one.request.bot).map((one) => [one.request.headers['user-agent'], one.request.bot, one.told])).toEqual([]);
	});

	it('are there for every rule', () => {
		const known = new Set(ALL.map(({ bot }) => bot));
		expect([...RULES, ...HEADER_RULES].map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
	});
});

describe('the rules', () => {
	it('have names of their own', () => {
		expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
		for (const { name } of RULES) expect(name).toMatch(/^[a-z]+:[a-z0-9]+(-[a-z0-9]+)*$/);
	});

	it('are in the documentation, as they are', () => {
		const rows = [...RULES, ...HEADER_RULES].map(({ name, who, source }) => `| \`${name}\` | ${who} | <${source}> |`);
		expect(rows.filter((row) => !DOCUMENTED.includes(row))).toEqual([]);
		expect(DOCUMENTED.match(/^\| `[a-z]+:[a-z0-9-]+` \|.*$/gm)).toEqual(rows);
	});

	it('that tell a prefetch are in the documentation', () => {
		for (const header of Object.keys(PREFETCH_HEADERS)) expect(DOCUMENTED.toLowerCase()).toContain(`\`${header}\``);
	});
});

it('is the same however the letters of a user agent are written', () => {
	for (const { headers, kind } of [...BOTS, ...PEOPLE]) {
		const [as, lower] = [headers['user-agent'] ?? '', (headers['user-agent'] ?? '').toLowerCase()];
		expect([as, classify({ userAgent: lower, signal: null }).kind]).toEqual([as, kind]);
	}
});
