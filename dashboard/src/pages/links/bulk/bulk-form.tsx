import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { LINK_LIMITS } from '../../../../../contract/link.ts';
import type { ApiProblem } from '../../../api/problem.ts';
import { Combobox } from '../../../ui/combobox.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Segments } from '../../../ui/tabs.tsx';
import { TokenField } from '../../../ui/token-field.tsx';
import { suggestCampaigns, suggestTags } from '../filter/labels.ts';
import type { BulkChange, BulkKind } from './actions.ts';

/** What is to be done where nothing has to be asked: null deletes; undefined where the form has to say it. */
export function firstChange(kind: BulkKind): BulkChange | null | undefined {
	if (kind === 'delete') return null;
	if (kind === 'enable' || kind === 'disable') return { set: { enabled: kind === 'enable' } };
	return undefined;
}

export interface BulkFormProps {
	kind: BulkKind;
	/** Why the API does not accept it. */
	error: ApiProblem | undefined;
	/** Told of the change that the form asks for; undefined as long as it asks for none. */
	onChange(change: BulkChange | null | undefined): void;
}

/** What to change: nothing to be asked where links are enabled, disabled or deleted. */
export function BulkForm({ kind, ...props }: BulkFormProps) {
	if (kind === 'tags') return <TagsForm {...props} />;
	if (kind === 'destination') return <DestinationForm {...props} />;
	if (kind === 'campaign') return <CampaignForm {...props} />;
	return <p>{{ enable: 'Visitors are redirected again, at once.', disable: 'Visitors get a page that says that there is no such link (404), from the next request on.', delete: 'Visitors get a page that says that there is no such link (404), and the slugs are free again. Clicks stay in reports. This can be undone for 30 days.' }[kind]}</p>;
}

type FormProps = Omit<BulkFormProps, 'kind'>;

function TagsForm({ error, onChange }: FormProps) {
	const added = useSignal<string[]>([]);
	const removed = useSignal<string[]>([]);
	const tell = () => {
		const nothing = added.value.length === 0 && removed.value.length === 0;
		onChange(nothing ? undefined : { ...(added.value.length > 0 && { add_tags: added.value }), ...(removed.value.length > 0 && { remove_tags: removed.value }) });
	};
	const field = { noun: 'tag', suggest: suggestTags, maxLength: LINK_LIMITS.tag };
	return (
		<>
			<TokenField {...field} label="Add tags" tokens={added.value} onTokens={(tokens) => { added.value = tokens; tell(); }} error={error?.field('/add_tags')} />
			<TokenField {...field} label="Remove tags" tokens={removed.value} onTokens={(tokens) => { removed.value = tokens; tell(); }} error={error?.field('/remove_tags')} />
		</>
	);
}

function DestinationForm({ error, onChange }: FormProps) {
	const way = useSignal<'replace' | 'set'>('replace');
	const [find, replacement, destination] = [useSignal(''), useSignal(''), useSignal('')];
	useLayoutEffect(() => {
		if (way.value === 'set') onChange(destination.value.trim() === '' ? undefined : { set: { destination: destination.value.trim() } });
		else onChange(find.value === '' ? undefined : { replace: { find: find.value, with: replacement.value } });
	}, [way.value, find.value, replacement.value, destination.value]);
	return (
		<>
			<Segments label="How to change the destination" value={way.value} options={[{ value: 'replace', label: 'Find and replace' }, { value: 'set', label: 'One for all' }]} onValue={(value) => { way.value = value; }} />
			{way.value === 'replace' ? (
				<>
					<TextField label="Find" placeholder="old.example.com" value={find.value} onValue={(value) => { find.value = value; }} spellcheck={false} error={error?.field('/replace/find')} hint="Every occurrence in the destination, and in those of its variants. Upper and lower case differ." />
					<TextField label="Replace with" placeholder="new.example.com" value={replacement.value} onValue={(value) => { replacement.value = value; }} spellcheck={false} error={error?.field('/replace/with')} />
				</>
			) : (
				<TextField label="Destination" type="url" placeholder="https://example.com/page" maxLength={LINK_LIMITS.url} value={destination.value} onValue={(value) => { destination.value = value; }} spellcheck={false} error={error?.field('/set/destination')} />
			)}
		</>
	);
}

function CampaignForm({ error, onChange }: FormProps) {
	const way = useSignal<'set' | 'clear'>('set');
	const campaign = useSignal('');
	useLayoutEffect(() => {
		if (way.value === 'clear') onChange({ set: { campaign: null } });
		else onChange(campaign.value.trim() === '' ? undefined : { set: { campaign: campaign.value.trim() } });
	}, [way.value, campaign.value]);
	return (
		<>
			<Segments label="What to do with the campaign" value={way.value} options={[{ value: 'set', label: 'Move to a campaign' }, { value: 'clear', label: 'Take out of campaigns' }]} onValue={(value) => { way.value = value; }} />
			{way.value === 'set' && <Combobox label="Campaign" value={campaign.value} onValue={(value) => { campaign.value = value; }} suggest={suggestCampaigns} maxLength={LINK_LIMITS.campaign} error={error?.field('/set/campaign')} />}
		</>
	);
}
