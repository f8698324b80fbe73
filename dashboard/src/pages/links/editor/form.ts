import { UTM_PARAMETERS, type Link, type LinkFields, type RedirectType, type UtmParameter } from '../../../../../contract/link.ts';

/** One side of a split, as it is written. */
export interface VariantForm {
	/** Tells rows apart, whatever stands in them. */
	key: number;
	destination: string;
	weight: string;
	name: string;
}

/** A link as it is written: what is empty is not set. Times are those of the reader's clock, as `datetime-local` has them. */
export interface LinkForm {
	slug: string;
	destination: string;
	title: string;
	tags: string[];
	campaign: string;
	external_id: string;
	enabled: boolean;
	starts_at: string;
	expires_at: string;
	max_clicks: string;
	fallback_url: string;
	redirect_type: string;
	forward_query: boolean;
	forward_query_overrides: boolean;
	append_click_id: boolean;
	utm: Record<UtmParameter, string>;
	/** Undefined: as it is. Empty: none. */
	password: string | undefined;
	variants: VariantForm[];
	metadata: string;
}

/** Fields as the API takes them. */
export type LinkBody = LinkFields & { slug?: string };

let lastKey = 0;

/** A side of a split that is to be written. */
export function newVariant(variant: Partial<VariantForm> = {}): VariantForm {
	return { destination: '', weight: '1', name: '', ...variant, key: ++lastKey };
}

/** A link as a form; without one, a form that is to be filled in. */
export function formOf(link?: Link): LinkForm {
	return {
		slug: link?.slug ?? '',
		destination: link?.destination ?? '',
		title: link?.title ?? '',
		tags: link?.tags ?? [],
		campaign: link?.campaign ?? '',
		external_id: link?.external_id ?? '',
		enabled: link?.enabled ?? true,
		starts_at: localTime(link?.starts_at),
		expires_at: localTime(link?.expires_at),
		max_clicks: link?.max_clicks?.toString() ?? '',
		fallback_url: link?.fallback_url ?? '',
		redirect_type: String(link?.redirect_type ?? 302),
		forward_query: link?.forward_query ?? false,
		forward_query_overrides: link?.forward_query_overrides ?? false,
		append_click_id: link?.append_click_id ?? false,
		utm: Object.fromEntries(UTM_PARAMETERS.map((name) => [name, link?.utm?.[name] ?? ''])) as Record<UtmParameter, string>,
		password: undefined,
		variants: (link?.variants ?? []).map(({ destination, weight, name }) => newVariant({ destination, weight: String(weight), name })),
		metadata: link?.metadata ? JSON.stringify(link.metadata, null, 2) : '',
	};
}

/** What a form says, as the API takes it: every field, `null` where it is empty. */
export function bodyOf(form: LinkForm): LinkBody {
	const text = (written: string) => written.trim() || null;
	const utm = Object.fromEntries(Object.entries(form.utm).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])));
	return {
		...(form.slug.trim() !== '' && { slug: form.slug.trim() }),
		destination: form.destination.trim(),
		title: text(form.title),
		tags: form.tags,
		campaign: text(form.campaign),
		external_id: text(form.external_id),
		enabled: form.enabled,
		starts_at: utcTime(form.starts_at),
		expires_at: utcTime(form.expires_at),
		max_clicks: form.max_clicks.trim() === '' ? null : Number(form.max_clicks),
		fallback_url: text(form.fallback_url),
		redirect_type: Number(form.redirect_type) as RedirectType,
		forward_query: form.forward_query,
		forward_query_overrides: form.forward_query && form.forward_query_overrides,
		append_click_id: form.append_click_id,
		utm: Object.keys(utm).length > 0 ? utm : null,
		...(form.password !== undefined && { password: form.password || null }),
		variants: form.variants.map(({ destination, weight, name }) => ({ destination: destination.trim(), weight: Number(weight), ...(name.trim() !== '' && { name: name.trim() }) })),
		metadata: form.metadata.trim() === '' ? null : (JSON.parse(form.metadata) as Record<string, unknown>),
	};
}

/**
 * The fields in which a form differs from a link: nobody's change of another field is overwritten. Those of a new link differ from
 * one that has nothing.
 *
 * @param form whose metadata can be read
 */
export function changesOf(form: LinkForm, link?: Link): Partial<LinkBody> {
	const before = new Map<string, unknown>(Object.entries(bodyOf(formOf(link))));
	const entries = Object.entries(bodyOf(form)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before.get(name)));
	return Object.fromEntries(entries);
}

/** Whether a form says anything else than what it began with. */
export function isChanged(form: LinkForm, first: LinkForm): boolean {
	return JSON.stringify(withoutKeys(form)) !== JSON.stringify(withoutKeys(first));
}

function withoutKeys(form: LinkForm): unknown {
	return { ...form, password: form.password ?? null, variants: form.variants.map(({ key: _key, ...variant }) => variant) };
}

/** `2027-01-31T18:00:00.000Z` as the reader's clock has it: `2027-01-31T19:00`. */
function localTime(at: string | null | undefined): string {
	if (!at) return '';
	const time = new Date(at);
	const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
	// The field of the browser shows seconds where there are some.
	return shifted.toISOString().slice(0, shifted.getUTCSeconds() === 0 && shifted.getUTCMilliseconds() === 0 ? 16 : 19);
}

function utcTime(local: string): string | null {
	const time = new Date(local);
	return local === '' || Number.isNaN(time.getTime()) ? null : time.toISOString();
}
