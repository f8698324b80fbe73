import { LINK_LIMITS, REDIRECT_TYPES, UTM_PARAMETERS, type LinkFields, type RedirectType, type UtmParameter } from '../../../contract/link.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import type { SourceRecord } from './record.ts';
import type { BadRow, ImportRow } from './row.ts';
import { importedSlugProblem, lastSegment, withoutSlashes } from './slugs.ts';
import { asCount, asFlag, asJson, asTags, asText, asTime, isObject } from './values.ts';
import type { Warnings } from './warnings.ts';

type Flag = 'forward_query' | 'forward_query_overrides' | 'append_click_id';

/**
 * Makes a row out of a record, told by a format which field is in which of its columns (names as `plainName` has them;
 * the first one with a value counts). What a link would be wrong without makes the line a bad one; what it can do
 * without becomes a warning, and so does every column that nobody asked for.
 */
export class RowReader {
	readonly #record: SourceRecord;
	readonly #warnings: Warnings;
	readonly #fields: Partial<LinkFields> = {};
	readonly #problems: FieldProblem[] = [];
	readonly #slugs: string[] = [];
	#createdAt: number | null = null;
	#clicks = 0;

	constructor(record: SourceRecord, warnings: Warnings) {
		this.#record = record;
		this.#warnings = warnings;
	}

	/** What a column holds, for formats that have to look closer. */
	value(...columns: string[]): unknown {
		return this.#record.find(columns)?.value;
	}

	destination(...columns: string[]): void {
		const text = asText(this.value(...columns));
		if (text === undefined) this.#bad('destination', 'required', 'destination is missing: the line does not say where the link goes.');
		else this.#fields.destination = text;
	}

	/** The slug as it is; where people put the whole short URL, its last segment. */
	slug(...columns: string[]): void {
		const text = asText(this.value(...columns)) ?? '';
		this.addSlug(/^https?:\/\//i.test(text) ? lastSegment(text) : withoutSlashes(text));
	}

	/** The slug out of a short URL, where there is none yet. */
	shortUrl(slugOf: (url: string) => string, ...columns: string[]): void {
		const url = asText(this.value(...columns));
		if (url !== undefined && this.#slugs.length === 0) this.addSlug(slugOf(url));
	}

	/** A slug; the second one and others make links of their own, for they all worked. */
	addSlug(slug: string): void {
		if (slug !== '' && !this.#slugs.includes(slug)) this.#slugs.push(slug);
	}

	/** For exports in which every link has one: what has none is the front page of a domain. */
	needsSlug(): void {
		if (this.#slugs.length === 0) this.#bad('slug', 'required', 'slug is missing: the line has none, as the front page of a domain has none. Give it one.');
	}

	text(field: 'campaign' | 'external_id' | 'fallback_url' | 'password', ...columns: string[]): void {
		const text = asText(this.value(...columns));
		if (text !== undefined) this.#fields[field] = text;
	}

	title(...columns: string[]): void {
		const text = asText(this.value(...columns));
		if (text === undefined) return;
		if (text.length > LINK_LIMITS.title) this.note(`title: longer than ${String(LINK_LIMITS.title)} characters, and cut off there`);
		// Not through the middle of a character that takes two.
		this.#fields.title = text.slice(0, LINK_LIMITS.title).replace(/[\ud800-\udbff]$/, '');
	}

	tags(separators: RegExp, ...columns: string[]): void {
		const tags = asTags(this.value(...columns), separators);
		if (tags.length > 0) this.#fields.tags = tags;
	}

	/** Campaign parameters, each in a column whose name is `prefix` and its own. */
	utm(prefix: string): void {
		for (const name of UTM_PARAMETERS) this.#utm(name, asText(this.value(prefix + name)));
	}

	metadata(name: string, ...columns: string[]): void {
		const value = this.value(...columns);
		if (value !== undefined) this.#fields.metadata = { ...this.#fields.metadata, [name]: value };
	}

	variants(variants: LinkFields['variants']): void {
		if (variants && variants.length > 0) this.#fields.variants = variants;
	}

	/** `metadata`, `utm` and `variants` as the API has them, as JSON in a table. */
	ownObjects(): void {
		this.#read(['metadata'], (value) => asJson(value, isObject), 'a JSON object', (value) => (this.#fields.metadata = value));
		this.#read(['variants'], (value) => asJson(value, Array.isArray), 'a JSON list', (value) => (this.#fields.variants = value as LinkFields['variants']));
		this.#read(['utm'], (value) => asJson(value, isObject), 'a JSON object', (value) => {
			for (const name of UTM_PARAMETERS) this.#utm(name, asText(value[name]));
		});
	}

	/** A link that goes elsewhere too early or for too long is worse than none: what is no time makes the line a bad one. */
	time(field: 'starts_at' | 'expires_at', ...columns: string[]): void {
		this.#read(columns, asTime, 'a time, such as 2027-01-31T18:00:00Z', (time) => (this.#fields[field] = new Date(time).toISOString()));
	}

	/** 0 is how exports say that there is no limit. */
	maxClicks(...columns: string[]): void {
		this.#read(columns, asCount, 'a whole number', (count) => {
			if (count > 0) this.#fields.max_clicks = count;
		});
	}

	flag(field: Flag, ...columns: string[]): void {
		this.#read(columns, asFlag, 'true or false', (flag) => (this.#fields[field] = flag));
	}

	setFlag(field: Flag, flag: boolean): void {
		this.#fields[field] = flag;
	}

	redirectType(...columns: string[]): void {
		const cell = this.#record.find(columns);
		const type = asCount(cell?.value);
		if (REDIRECT_TYPES.includes(type as RedirectType)) this.#fields.redirect_type = type as RedirectType;
		else if (cell) this.note(`${cell.name}: ${show(cell.value)} is no redirect that there is here, so the link answers 302`);
	}

	enabled(...columns: string[]): void {
		this.#read(columns, asFlag, 'true or false', (flag) => (this.#fields.enabled = flag));
	}

	/** A column that says so, or since when, takes the link out of service. */
	disabledIf(...columns: string[]): void {
		for (const column of columns) {
			const cell = this.#record.find([column]);
			if (cell && asFlag(cell.value) !== false) this.disable(`${cell.name}: such links come in disabled`);
		}
	}

	/** A password that is not in the export: open to everybody would be the wrong guess. */
	lockedIf(...columns: string[]): void {
		const cell = this.#record.find(columns);
		if (cell && asFlag(cell.value) !== false) this.disable(`${cell.name}: the password is not in the export, so such links come in disabled. Give them one and enable them`);
	}

	disable(why: string): void {
		this.#fields.enabled = false;
		this.note(why);
	}

	createdAt(...columns: string[]): void {
		const cell = this.#record.find(columns);
		const time = asTime(cell?.value);
		if (time !== undefined) this.#createdAt = time;
		else if (cell) this.note(`${cell.name}: no time that can be read, so such links are as old as the import`);
	}

	clicks(...columns: string[]): void {
		const cell = this.#record.find(columns);
		const count = asCount(cell?.value);
		if (count !== undefined) this.#clicks = count;
		else if (cell) this.note(`${cell.name}: no number that can be read, so such links begin with 0 clicks`);
	}

	ignore(...columns: string[]): void {
		this.#record.ignore(columns);
	}

	/** Says something of this line; the same words for many lines are said once. */
	note(sentence: string): void {
		this.#warnings.note(this.#record.line, sentence);
	}

	/** What became of the line. Of several links, the first has the clicks. */
	done(): { rows: ImportRow[]; bad: BadRow[] } {
		const { line } = this.#record;
		for (const name of this.#record.unused()) this.note(`${name}: there is no place for it here, it is left out`);
		const [problem, ...more] = this.#problems;
		if (problem) {
			return { rows: [], bad: [{ line, problem: { ...problem, message: [problem, ...more].map(({ message }) => message).join(' ') } }] };
		}
		const slugs = this.#slugs.map((slug) => ({ slug, wrong: importedSlugProblem(slug) }));
		const good: Array<{ slug?: string }> = this.#slugs.length === 0 ? [{}] : slugs.filter(({ wrong }) => wrong === undefined).map(({ slug }) => ({ slug }));
		return {
			rows: good.map((slug, place) => ({ line, fields: { ...slug, ...this.#fields }, createdAt: this.#createdAt, clicks: place === 0 ? this.#clicks : 0 })),
			bad: slugs.flatMap(({ wrong }) => (wrong === undefined ? [] : [{ line, problem: { pointer: '/slug', code: 'invalid_slug', message: wrong } }])),
		};
	}

	#utm(name: UtmParameter, value: string | undefined): void {
		if (value !== undefined) this.#fields.utm = { ...this.#fields.utm, [name]: value };
	}

	#read<T>(columns: readonly string[], as: (value: unknown) => T | undefined, expected: string, take: (value: T) => void): void {
		const cell = this.#record.find(columns);
		if (!cell) return;
		const value = as(cell.value);
		if (value === undefined) this.#bad(cell.name, 'invalid', `${cell.name} must be ${expected}; it is ${show(cell.value)}.`);
		else take(value);
	}

	#bad(name: string, code: string, message: string): void {
		this.#problems.push({ pointer: `/${name}`, code, message });
	}
}

function show(value: unknown): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
}
