import type { IDataObject } from 'n8n-workflow';
import { CONVERSION_LIMITS } from '../../contract/conversion';
import type { NewConversion } from '../../contract/conversion';
import { LINK_LIMITS } from '../../contract/link';
import { lengthProblem } from '../shared/check';
import { chosenLink } from '../shared/linkLocator';
import type { Parameters } from '../shared/parameters';

/** `clk_` and 24 hex digits: what the server appends to a destination. */
const CLICK_ID = /^clk_[0-9a-f]{24}$/;

/** A sum as the API keeps it exactly; a comma or a currency sign would be somebody's guess. */
const VALUE = new RegExp(`^\\d{1,12}(\\.\\d{1,${CONVERSION_LIMITS.decimals}})?$`);

/** Milliseconds by which clocks may differ; the server allows the same. */
const CLOCKS_DIFFER = 600_000;

/** The conversion that the parameters of one item describe. Empty fields are left out. */
export function readConversion(parameters: Parameters): NewConversion {
	const fields = parameters.collection('additionalFields');
	const event = parameters.text('event', 'Event', lengthProblem(CONVERSION_LIMITS.event));
	if (event === '') throw parameters.error('Event', 'is empty; say what happened, such as sale or signup');
	const external_id = parameters.text('externalId', 'External ID', lengthProblem(CONVERSION_LIMITS.externalId));
	const occurred_at = readTime(parameters, fields.occurredAt);
	const metadata = readMetadata(parameters, fields);
	return {
		...readSubject(parameters),
		event,
		...readValue(parameters),
		...(external_id && { external_id }),
		...(occurred_at && { occurred_at }),
		...(metadata && { metadata }),
	};
}

function readSubject(parameters: Parameters): Pick<NewConversion, 'click_id' | 'link_id'> {
	if (parameters.oneOf(parameters.raw('attributeTo', 'click'), 'Attribute To', ['click', 'link'] as const) === 'link') return { link_id: chosenLink(parameters, 'link') };
	const click_id = parameters.text('clickId', 'Click ID');
	if (click_id === '') throw parameters.error('Click ID', 'is empty; where no click is known, set Attribute To to Link');
	if (!CLICK_ID.test(click_id)) throw parameters.error('Click ID', `"${click_id.slice(0, 80)}" is not one: it is clk_ and 24 hexadecimal digits`);
	return { click_id };
}

function readValue(parameters: Parameters): Pick<NewConversion, 'value' | 'currency'> {
	const value = parameters.text('value', 'Value');
	const currency = parameters.text('currency', 'Currency').toUpperCase();
	if (value !== '' && (!VALUE.test(value) || Number(value) > CONVERSION_LIMITS.value)) {
		throw parameters.error('Value', `"${value.slice(0, 80)}" is not a number from 0 on with up to ${CONVERSION_LIMITS.decimals} decimals, such as 49.90`);
	}
	if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) throw parameters.error('Currency', `"${currency.slice(0, 80)}" is not a code of ISO 4217, such as EUR`);
	if (value !== '' && currency === '') throw parameters.error('Currency', 'is empty; a value needs one, such as EUR');
	return { ...(value && { value }), ...(currency && { currency }) };
}

function readTime(parameters: Parameters, value: unknown): string | undefined {
	const time = parameters.time(value, 'Occurred At');
	if (time && Date.parse(time) > Date.now() + CLOCKS_DIFFER) throw parameters.error('Occurred At', `${time} is in the future`);
	return time;
}

function readMetadata(parameters: Parameters, fields: IDataObject): Record<string, unknown> | undefined {
	const { entry = [] } = (fields.metadata ?? {}) as { entry?: Array<{ name: string; value: unknown }> };
	const pairs = entry.filter(({ name }) => name !== '').map(({ name, value }) => [name, value] as const);
	const metadata = { ...readJson(parameters, fields.metadataJson), ...Object.fromEntries(pairs) };
	if (Object.keys(metadata).length === 0) return undefined;
	if (Buffer.byteLength(JSON.stringify(metadata)) > LINK_LIMITS.metadata) {
		throw parameters.error('Metadata', `is larger than ${LINK_LIMITS.metadata} bytes as JSON`);
	}
	return metadata;
}

function readJson(parameters: Parameters, value: unknown): object {
	if (value === undefined || value === null || value === '') return {};
	const parsed = typeof value === 'string' ? parse(value) : value;
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		throw parameters.error('Metadata (JSON)', 'must be a JSON object such as {"plan": "pro"}');
	}
	return parsed;
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}
