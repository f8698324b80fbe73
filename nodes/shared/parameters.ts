import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';
import { instant } from './check';
import { ASK, plainExpression } from './plainExpression';
import { parameterError } from './problem';

/** A check of {@link file://./check.ts}. */
type Check = (value: string) => string | undefined;

/**
 * Makes texts, lists and times of values that people typed or expressions gave. What is wrong is thrown as
 * an error that names the parameter by its label, before a request is made.
 */
export class Values {
	private readonly of: { getNode(): INode; getTimezone(): string };
	private readonly itemIndex: number | undefined;

	constructor(of: { getNode(): INode; getTimezone(): string }, itemIndex?: number) {
		this.of = of;
		this.itemIndex = itemIndex;
	}

	/** A text without spaces around it; empty when the field is. Numbers come from expressions. */
	asText(value: unknown, label: string, check?: Check): string {
		const text = plain(value)?.trim();
		if (text === undefined) throw this.error(label, 'must be text, but the expression gives a list or an object');
		const problem = text === '' ? undefined : check?.(text);
		if (problem) throw this.error(label, problem);
		return text;
	}

	/** A list from text with commas or line breaks, or from an expression that gives a list. */
	list(value: unknown, label: string): string[] {
		const parts: unknown[] = Array.isArray(value) ? value : this.asText(value, label).split(/[,\n]/);
		const texts = parts.map((part) => this.asText(part, label)).filter((part) => part !== '');
		return [...new Set(texts)];
	}

	/** An instant in RFC 3339 UTC; a time without a zone is read in the workflow's. Undefined when empty. */
	time(value: unknown, label: string): string | undefined {
		if (value === undefined || value === null || value === '') return undefined;
		const time = instant(value, this.of.getTimezone());
		if (!time) throw this.error(label, `"${plain(value) ?? 'An object'}" is not a date or time such as 2026-12-24 or 2026-12-24T18:00:00Z`);
		return time;
	}

	/** A whole number from `least` to `most`; undefined when empty. */
	whole(value: unknown, label: string, least = 0, most = Number.MAX_SAFE_INTEGER): number | undefined {
		if (value === undefined || value === null || value === '') return undefined;
		const number = typeof value === 'string' ? Number(value.trim()) : value;
		if (!Number.isInteger(number) || Number(number) < least || Number(number) > most) {
			const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
			throw this.error(label, `"${plain(value) ?? 'An object'}" is not a whole number, ${range}`);
		}
		return Number(number);
	}

	/** One of the values that an option has, also where an expression gives it; undefined when empty. */
	oneOf<T extends string | number>(value: unknown, label: string, values: readonly T[]): T | undefined {
		const text = this.asText(value, label);
		if (text === '') return undefined;
		const found = values.find((one) => String(one) === text);
		if (found === undefined) throw this.error(label, `"${text.slice(0, 80)}" is none of ${values.join(', ')}`);
		return found;
	}

	/** On or off, also from an expression that gives the words; undefined when empty. */
	flag(value: unknown, label: string): boolean | undefined {
		if (typeof value === 'boolean') return value;
		const word = this.oneOf(asLower(value), label, ['true', 'false', 'yes', 'no', '1', '0'] as const);
		return word && ['true', 'yes', '1'].includes(word);
	}

	/** An error that names the parameter and the item. */
	error(label: string, sentence: string): Error {
		return parameterError(this.of.getNode(), label, sentence, this.itemIndex);
	}
}

/**
 * How the parameters of a run are read: those without an expression are the same for every item, plain expressions need no
 * more than the item. Asking n8n costs microseconds for the former and 0.1 ms for the latter, and 50,000 items ask for seven.
 */
type Readers = Map<string, { constant: unknown } | { plain: (json: IDataObject) => unknown } | 'ask'>;

const runs = new WeakMap<IExecuteFunctions, Readers>();

function readersOf(context: IExecuteFunctions): Readers {
	const known = runs.get(context) ?? (new Map() as Readers);
	runs.set(context, known);
	return known;
}

/** n8n takes a text that begins with an equals sign for an expression, wherever it is in a parameter. */
function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
}

/** Reads the parameters of one item. */
export class Parameters extends Values {
	readonly context: IExecuteFunctions;
	readonly item: number;

	constructor(context: IExecuteFunctions, item: number) {
		super(context, item);
		this.context = context;
		this.item = item;
	}

	/** The value as it is; collections come as objects. Not to be changed: items share what has no expression in it. */
	raw(name: string, fallback?: unknown): unknown {
		const readers = readersOf(this.context);
		const reader = readers.get(name);
		if (reader && reader !== 'ask') {
			const value = 'constant' in reader ? reader.constant : reader.plain(this.context.getInputData()[this.item]?.json ?? {});
			if (value !== ASK) return value;
		}
		const value: unknown = this.context.getNodeParameter(name, this.item, fallback as object);
		if (!reader) {
			const written: unknown = this.context.getNodeParameter(name, this.item, fallback as object, { rawExpressions: true });
			const plain = holdsExpression(written) ? plainExpression(written) : undefined;
			readers.set(name, plain ? { plain } : holdsExpression(written) ? 'ask' : { constant: value });
		}
		return value;
	}

	/** A collection, empty when nothing was added to it. */
	collection(name: string): IDataObject {
		const value = this.raw(name, {});
		return typeof value === 'object' && value !== null ? (value as IDataObject) : {};
	}

	/** {@link Values.asText} of a parameter. */
	text(name: string, label: string, check?: Check): string {
		return this.asText(this.raw(name, ''), label, check);
	}
}

const asLower = (value: unknown): unknown => (typeof value === 'string' ? value.trim().toLowerCase() : value);

/** Text, or a number or boolean as text; undefined for anything that is made of parts. */
function plain(value: unknown): string | undefined {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
