import { CONVERSION_LIMITS } from '../../../contract/conversion.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { clickId, parseClickId, type ClickName } from '../events/click-id.ts';
import { parserFor, withoutBad } from '../http/parse.ts';
import { readMetadata } from '../links/metadata.ts';
import { oneLine } from '../links/one-line.ts';
import { parseReference } from '../links/reference.ts';
import { parseTime } from '../times.ts';
import { readAmount, readCurrency } from './amount.ts';
import { NewConversionSchema, type NewConversionInput } from './schema.ts';

const parse = parserFor(NewConversionSchema);

/** Milliseconds by which the clock of whoever sends a conversion may be ahead. */
const CLOCKS_DIFFER = 600_000;

/** What a conversion is of. */
export type Subject = { click: ClickName; clickId: string } | { link: string; field: 'link_id' | 'slug' };

/** A conversion that is valid in itself; whether there is such a click or link is not known yet. */
export interface ConversionDraft {
	subject: Subject;
	event: string;
	amount: number | null;
	currency: string | null;
	externalId: string | null;
	/** JSON. */
	metadata: string | null;
	occurredAt: number;
}

/** Reads one row of input. */
export function readConversion(input: unknown, now: number): { draft: ConversionDraft } | { problems: FieldProblem[] } {
	const parsed = parse(input);
	const given = parsed.ok ? parsed.value : withoutBad<NewConversionInput>(input, parsed.problems);
	const problems: FieldProblem[] = parsed.ok ? [] : parsed.problems;
	const said = (name: string) => problems.some(({ pointer }) => pointer === `/${name}`);
	const bad = (name: string, code: string, message: string) => { problems.push({ pointer: `/${name}`, code, message }); };

	const subject = readSubject(given);
	// What is wrong with the shape of a name has been said, and that there is none would be untrue.
	if ('problem' in subject && !['click_id', 'link_id', 'slug'].some(said)) problems.push(subject.problem);
	const event = oneLine(given.event ?? null);
	if (given.event !== undefined && event === null) bad('event', 'required', 'event must say what happened, such as "sale" or "signup".');
	const amount = given.value === undefined || given.value === null || given.value === '' ? null : readAmount(given.value);
	if (amount === undefined) {
		bad('value', 'invalid_value', `value must be a number from 0 to ${CONVERSION_LIMITS.value.toLocaleString('en')} with at most ${String(CONVERSION_LIMITS.decimals)} decimals, such as 19.99; it is ${JSON.stringify(given.value)}.`);
	}
	const currency = given.currency ? readCurrency(given.currency) : null;
	if (currency === undefined) bad('currency', 'invalid_currency', `currency must be a code of ISO 4217, such as EUR; it is ${JSON.stringify(given.currency)}.`);
	else if (currency === null && amount !== null && !said('currency')) bad('currency', 'required', 'currency is required with a value: a code of ISO 4217, such as EUR.');
	const occurredAt = given.occurred_at ? parseTime(given.occurred_at) : now;
	if (occurredAt === undefined || occurredAt < 0 || occurredAt > now + CLOCKS_DIFFER) {
		bad('occurred_at', 'invalid_time', `occurred_at must be an ISO 8601 time since 1970 and not in the future, such as 2027-01-31T18:00:00Z; it is ${JSON.stringify(given.occurred_at)}.`);
	}
	const metadata = given.metadata && readMetadata(given.metadata);
	if (metadata && 'message' in metadata) bad('metadata', metadata.code, metadata.message);

	if (problems.length > 0 || 'problem' in subject || event === null || amount === undefined || currency === undefined || occurredAt === undefined) return { problems };
	const json = metadata && 'json' in metadata ? metadata.json : null;
	return { draft: { subject, event, amount, currency, externalId: oneLine(given.external_id ?? null), metadata: json, occurredAt } };
}

function readSubject(given: Partial<NewConversionInput>): Subject | { problem: FieldProblem } {
	const names = (['click_id', 'link_id', 'slug'] as const).filter((name) => given[name]);
	const [name, other] = names;
	if (name === undefined || other !== undefined) {
		const message = `Give ${name === undefined ? 'one' : 'only one'} of click_id, link_id and slug: a click knows its link.`;
		return { problem: { pointer: `/${other ?? 'click_id'}`, code: name === undefined ? 'required' : 'ambiguous', message } };
	}
	const text = (given[name] as string).trim();
	if (name === 'slug') return { link: `slug:${text}`, field: 'slug' };
	if (name === 'link_id') {
		if (parseReference(text)) return { link: text, field: 'link_id' };
		return { problem: { pointer: '/link_id', code: 'invalid_id', message: `link_id must be lnk_…, slug:… or external:…; it is "${text}".` } };
	}
	const click = parseClickId(text);
	if (click) return { click, clickId: clickId(click) };
	return { problem: { pointer: '/click_id', code: 'invalid_id', message: `click_id must be what the destination got as lm_click (clk_ and 24 hex digits); it is "${text}".` } };
}
