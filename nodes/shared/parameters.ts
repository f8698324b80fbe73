import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';
import { instant } from './check';
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

	/** An error that names the parameter and the item. */
	error(label: string, sentence: string): Error {
		return parameterError(this.of.getNode(), label, sentence, this.itemIndex);
	}
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

	/** The value as it is; collections come as objects. */
	raw(name: string, fallback?: unknown): unknown {
		return this.context.getNodeParameter(name, this.item, fallback as object);
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

/** Text, or a number or boolean as text; undefined for anything that is made of parts. */
function plain(value: unknown): string | undefined {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
