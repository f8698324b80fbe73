import type { IDataObject } from 'n8n-workflow';
import { LINK_LIMITS, REDIRECT_TYPES, UTM_PARAMETERS } from '../../contract/link';
import type { LinkFields, Utm } from '../../contract/link';
import { lengthProblem, urlProblem } from './check';
import type { Parameters } from './parameters';
import { runTime } from './runTime';

/** What the fields of {@link file://./linkSettings.ts} say for one item. Empty fields are left out. */
export function readSettings(parameters: Parameters, fields: IDataObject): Partial<LinkFields> {
	return given({
		fallback_url: parameters.asText(fields.fallbackUrl, 'Fallback URL', urlProblem),
		starts_at: parameters.time(fields.startsAt, 'Starts At'),
		expires_at: readExpiry(parameters, fields),
		max_clicks: parameters.whole(fields.maxClicks, 'Max Clicks', 1, LINK_LIMITS.maxClicks),
		password: parameters.asText(fields.password, 'Password', lengthProblem(LINK_LIMITS.password)),
		redirect_type: parameters.oneOf(fields.redirectType, 'Redirect Type', REDIRECT_TYPES),
		append_click_id: parameters.flag(fields.appendClickId, 'Append Click ID'),
		utm: readUtm(parameters, fields),
		variants: readVariants(parameters, fields),
		metadata: readMetadata(parameters, fields),
		...readForwarding(parameters, fields),
	});
}

/** Without the members that were not given. */
export function given<T extends object>(values: T): Partial<T> {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as Partial<T>;
}

function readExpiry(parameters: Parameters, fields: IDataObject): string | undefined {
	const at = parameters.time(fields.expiresAt, 'Expires At');
	const days = parameters.asText(fields.expiresInDays, 'Expires In (Days)');
	if (days === '') return at;
	if (at) throw parameters.error('Expires In (Days)', 'is given beside Expires At; use one of the two');
	const milliseconds = Number(days) * 24 * 60 * 60 * 1000;
	if (Number.isNaN(milliseconds) || milliseconds <= 0) throw parameters.error('Expires In (Days)', `"${days.slice(0, 80)}" is not a number above 0`);
	const time = runTime(parameters.context).plus({ milliseconds }).toUTC().toISO();
	if (!time) throw parameters.error('Expires In (Days)', `${days} days from now is no date`);
	return time;
}

const FORWARDING = {
	no: { forward_query: false, forward_query_overrides: false },
	forward: { forward_query: true, forward_query_overrides: false },
	override: { forward_query: true, forward_query_overrides: true },
} as const;

function readForwarding(parameters: Parameters, fields: IDataObject): Pick<LinkFields, 'forward_query' | 'forward_query_overrides'> {
	const chosen = parameters.oneOf(fields.forwardQuery, 'Forward Query', ['no', 'forward', 'override'] as const);
	return chosen ? FORWARDING[chosen] : {};
}

function readUtm(parameters: Parameters, fields: IDataObject): Utm | undefined {
	const { parameters: written = {} } = (fields.utm ?? {}) as { parameters?: IDataObject };
	const utm = given(Object.fromEntries(UTM_PARAMETERS.map((name) => [name, parameters.asText(written[name], `UTM ${name}`, lengthProblem(LINK_LIMITS.utm))])));
	return Object.keys(utm).length > 0 ? utm : undefined;
}

function readVariants(parameters: Parameters, fields: IDataObject): LinkFields['variants'] | undefined {
	const { variant = [] } = (fields.variants ?? {}) as { variant?: IDataObject[] };
	if (variant.length > LINK_LIMITS.variants) throw parameters.error('A/B Variants', `are more than ${LINK_LIMITS.variants}`);
	const variants = variant.map(({ destination, name, weight }) => {
		const url = parameters.asText(destination, 'Variant Destination', urlProblem);
		if (url === '') throw parameters.error('Variant Destination', urlProblem('') ?? '');
		return {
			destination: url,
			weight: parameters.whole(weight, 'Weight', 0, LINK_LIMITS.weight) ?? 1,
			...given({ name: parameters.asText(name, 'Variant Name', lengthProblem(LINK_LIMITS.variantName)) }),
		};
	});
	if (variants.length > 0 && variants.every(({ weight }) => weight === 0)) throw parameters.error('Weight', 'is 0 for every variant, so that nobody would get anywhere');
	return variants.length > 0 ? variants : undefined;
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

function readJson(parameters: Parameters, value: unknown): Record<string, unknown> {
	if (value === undefined || value === null || value === '') return {};
	const parsed = typeof value === 'string' ? parse(value) : value;
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		throw parameters.error('Metadata (JSON)', 'must be a JSON object such as {"sku": 1001}');
	}
	return parsed as Record<string, unknown>;
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}
