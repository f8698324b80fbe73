import { useSignal } from '@preact/signals';
import { LINK_LIMITS, LINK_STATUSES, type LinkFilter } from '../../../../../contract/link.ts';
import type { Query } from '../../../api/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Combobox } from '../../../ui/combobox.tsx';
import { Select, TextField } from '../../../ui/field.tsx';
import { TokenField } from '../../../ui/token-field.tsx';
import { shiftDay, STATUS_LABELS, type Condition } from './conditions.ts';
import { suggestCampaigns, suggestTags } from './labels.ts';

export interface ConditionFormProps {
	condition: Condition;
	filter: LinkFilter;
	/** Told of the parameters of the address that make the condition; null takes one away. */
	onApply(changes: Query): void;
}

/** The value of one condition. */
export function ConditionForm({ condition, filter, onApply }: ConditionFormProps) {
	const { label, hint, editor, names } = condition;
	const [first = 'search', second = first] = names;
	const tags = useSignal(editor === 'tags' ? ((filter[first] as string[] | undefined) ?? []) : []);
	const one = useSignal(initial(filter[first], editor === 'status' ? 'active' : ''));
	const two = useSignal(second === first ? '' : editor === 'days' ? shiftDay(initial(filter[second]), -1) : initial(filter[second]));
	const error = useSignal<string | undefined>(undefined);
	const apply = (event: Event) => {
		event.preventDefault();
		const [low, high] = [one.value.trim(), two.value.trim()];
		const order = editor === 'numbers' ? Number(low) - Number(high) : low > high ? 1 : 0;
		error.value = low !== '' && high !== '' && order > 0 ? 'The second must not be before the first: no link would match.' : undefined;
		if (error.value !== undefined) return;
		if (editor === 'tags') onApply({ [first]: tags.value });
		else if (names.length === 1) onApply({ [first]: low });
		else onApply({ [first]: low, [second]: high === '' || editor === 'numbers' ? high : shiftDay(high, 1) });
	};
	const field = { label, hint };
	return (
		<form class="condition-form" noValidate onSubmit={apply}>
			{editor === 'status' && <Select {...field} value={one.value} options={LINK_STATUSES.map((value) => ({ value: value, label: STATUS_LABELS[value] }))} onValue={(value) => { one.value = value; }} />}
			{editor === 'campaign' && <Combobox {...field} value={one.value} onValue={(value) => { one.value = value; }} suggest={suggestCampaigns} maxLength={LINK_LIMITS.campaign} />}
			{editor === 'tags' && <TokenField {...field} noun="tag" tokens={tags.value} onTokens={(next) => { tags.value = next; }} suggest={suggestTags} maxLength={LINK_LIMITS.tag} />}
			{editor === 'text' && <TextField {...field} value={one.value} onValue={(value) => { one.value = value; }} maxLength={LINK_LIMITS.url + 1} spellcheck={false} />}
			{(editor === 'days' || editor === 'numbers') && (
				<div class="condition-range">
					<TextField label={editor === 'days' ? 'From' : 'At least'} {...RANGE[editor]} value={one.value} onValue={(value) => { one.value = value; }} error={error.value} />
					<TextField label={editor === 'days' ? 'To' : 'At most'} {...RANGE[editor]} value={two.value} onValue={(value) => { two.value = value; }} />
				</div>
			)}
			{editor === 'days' && <p class="field-hint">Whole days, both included, by universal time (UTC).</p>}
			<Button type="submit" kind="primary">Show these links</Button>
		</form>
	);
}

const RANGE = { days: { type: 'date' }, numbers: { type: 'number', min: '0', inputMode: 'numeric' } } as const;

function initial(value: LinkFilter[keyof LinkFilter], otherwise = ''): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
}
