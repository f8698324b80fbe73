import { CLICK_KINDS, type ClickKind } from '../../../../contract/event.ts';
import { WEBHOOK_LIMITS } from '../../../../contract/webhook.ts';
import { api } from '../../api/client.ts';
import { formatNumber } from '../../format.ts';
import { Checkbox } from '../../ui/choice.tsx';
import type { Suggest } from '../../ui/combobox.tsx';
import { TextField } from '../../ui/field.tsx';
import { TokenField } from '../../ui/token-field.tsx';
import type { Draft, ListName, TextName } from './draft.ts';

const KIND_LABELS: Record<ClickKind, string> = { human: 'People', bot: 'Bots', prefetch: 'Prefetches', head: 'HEAD requests' };

interface ListField {
	name: ListName;
	label: string;
	noun: string;
	placeholder: string;
	suggest: Suggest;
}

const nothing: Suggest = async () => [];

const tags: Suggest = async (search, signal) => {
	const { tags: found } = await api.get<{ tags: Array<{ name: string; links: number }> }>('/v1/tags', { query: { search, sort: '-links', limit: 8 }, signal });
	return found.map(({ name, links }) => ({ value: name, hint: formatNumber(links) }));
};

const LIST_FIELDS: ListField[] = [
	{ name: 'slugs', label: 'One of these links', noun: 'link', placeholder: 'spring-sale', suggest: nothing },
	{ name: 'tags', label: 'With all of these tags', noun: 'tag', placeholder: 'newsletter', suggest: tags },
	{ name: 'tags_any', label: 'With one of these tags', noun: 'tag', placeholder: 'newsletter', suggest: tags },
	{ name: 'exclude_tags', label: 'With none of these tags', noun: 'tag', placeholder: 'test', suggest: tags },
	{ name: 'countries', label: 'Visitors from', noun: 'country', placeholder: 'DE, AT', suggest: nothing },
];

const TEXT_FIELDS: Array<{ name: TextName; label: string; hint?: string }> = [
	{ name: 'campaign', label: 'Campaign' },
	{ name: 'destination', label: 'Destination', hint: 'With a * at the end: every one that begins so.' },
	{ name: 'external_id', label: 'External id' },
];

export interface FilterFieldsProps {
	draft: Draft;
	set(change: Partial<Draft>): void;
	/** What is wrong with a field of the API. */
	wrong(pointer: string): string | undefined;
}

/** The conditions of a subscription: all that are given must hold. */
export function FilterFields({ draft: { events, lists, texts, kinds, unique, milestone }, set, wrong }: FilterFieldsProps) {
	const textField = ({ name, label, hint }: (typeof TEXT_FIELDS)[number]) => (
		<TextField key={name} label={label} hint={hint} value={texts[name]} onValue={(value) => { set({ texts: { ...texts, [name]: value } }); }} error={wrong(`/filter/${name}`)} />
	);
	// Ids are named by programs alone: shown where there are some.
	const shown = lists.link_ids.length > 0 ? [...LIST_FIELDS, { name: 'link_ids' as const, label: 'One of these links, by id', noun: 'link', placeholder: 'lnk_…', suggest: nothing }] : LIST_FIELDS;
	return (
		<fieldset class="fields">
			<legend>Conditions</legend>
			<p class="field-hint">All that are given must hold, of the link as it was at the event.</p>
			{TEXT_FIELDS.slice(0, 1).map(textField)}
			{shown.map(({ name, ...field }) => <TokenField key={name} {...field} tokens={lists[name]} onTokens={(tokens) => { set({ lists: { ...lists, [name]: tokens } }); }} error={wrong(`/filter/${name}`)} />)}
			{TEXT_FIELDS.slice(1).map(textField)}
			{events.includes('link.clicked') && (
				<>
					<fieldset class="choices">
						<legend>Clicks by</legend>
						{CLICK_KINDS.map((kind) => <Checkbox key={kind} label={KIND_LABELS[kind]} checked={kinds.includes(kind)} onChecked={(on) => { set({ kinds: CLICK_KINDS.filter((one) => (one === kind ? on : kinds.includes(one))) }); }} />)}
					</fieldset>
					<Checkbox label="Only the first click of a visitor on a link" checked={unique} onChecked={(on) => { set({ unique: on }); }} />
				</>
			)}
			{events.includes('link.milestone') && <TextField label="Milestone every so many clicks" type="number" min="1" value={milestone} onValue={(value) => { set({ milestone: value }); }} error={wrong('/filter/milestone_every')} placeholder={String(WEBHOOK_LIMITS.default_milestone)} />}
		</fieldset>
	);
}
