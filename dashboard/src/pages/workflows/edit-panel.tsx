import { useSignal } from '@preact/signals';
import { EVENT_TYPES } from '../../../../contract/event.ts';
import { WEBHOOK_LIMITS, type Webhook } from '../../../../contract/webhook.ts';
import { api } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/panel.tsx';
import { changeOf, draftOf, type Draft } from './draft.ts';
import { FilterFields } from './filter-fields.tsx';
import { receiverOf } from './receiver.ts';
import { EVENT_LABELS } from './words.ts';

/** Changes a subscription: what it is sent, and how. */
export function EditPanel({ webhook, onClose }: { webhook: Webhook; onClose(changed: Webhook | undefined): void }) {
	const draft = useSignal<Draft>(draftOf(webhook));
	const busy = useSignal(false);
	const error = useSignal<ApiProblem | undefined>(undefined);
	const set = (change: Partial<Draft>) => { draft.value = { ...draft.value, ...change }; };
	const { name, url, events, maxEvents, maxWait, rate, onFailure } = draft.value;
	const wrong = (pointer: string) => error.value?.field(pointer);
	const save = async (event: Event) => {
		event.preventDefault();
		const change = changeOf(webhook, draft.value);
		if (Object.keys(change).length === 0) {
			onClose(undefined);
			return;
		}
		busy.value = true;
		error.value = undefined;
		try {
			onClose(await api.patch<Webhook>(`/v1/webhooks/${encodeURIComponent(webhook.id)}`, change));
		} catch (reason) {
			error.value = ApiProblem.from(reason);
		}
		busy.value = false;
	};
	return (
		<Panel
			title="Edit the workflow's subscription"
			onClose={() => { onClose(undefined); }}
			footer={(
				<>
					<Button onClick={() => { onClose(undefined); }}>Cancel</Button>
					<Button kind="primary" type="submit" form="subscription" busy={busy.value}>Save</Button>
				</>
			)}
		>
			{receiverOf(webhook).n8n && <p class="notice"><Icon name="info" /><span>The settings of the node in n8n take the place of these when the workflow is published again.</span></p>}
			{error.value && error.value.fields.length === 0 && <ErrorNotice error={error.value} />}
			<form id="subscription" class="form" noValidate onSubmit={(event) => void save(event)}>
				<TextField label="Name" value={name} onValue={(value) => { set({ name: value }); }} error={wrong('/name')} maxLength={200} />
				<TextField label="URL" type="url" value={url} onValue={(value) => { set({ url: value }); }} error={wrong('/url')} spellcheck={false} required />
				<fieldset class="choices">
					<legend>Events</legend>
					{EVENT_TYPES.map((type) => <Checkbox key={type} label={EVENT_LABELS[type]} checked={events.includes(type)} onChecked={(on) => { set({ events: EVENT_TYPES.filter((one) => (one === type ? on : events.includes(one))) }); }} />)}
					{wrong('/events') !== undefined && <p class="field-error" role="alert">{wrong('/events')}</p>}
				</fieldset>
				<FilterFields draft={draft.value} set={set} wrong={wrong} />
				<fieldset class="fields">
					<legend>Deliveries</legend>
					<div class="pair">
						<TextField label="Events in a delivery" type="number" min="1" max={WEBHOOK_LIMITS.batch_events} value={maxEvents} onValue={(value) => { set({ maxEvents: value }); }} error={wrong('/batch/max_events')} hint="1: each by itself." />
						<TextField label="Wait for others (seconds)" type="number" min="0" step="any" value={maxWait} onValue={(value) => { set({ maxWait: value }); }} error={wrong('/batch/max_wait_ms')} disabled={maxEvents === '1'} />
					</div>
					<TextField label="Deliveries a second, at most" type="number" min="0" step="any" value={rate} onValue={(value) => { set({ rate: value }); }} error={wrong('/rate')} hint="No limit, if you leave it empty." />
					<Select
						label="What the receiver goes on refusing"
						value={onFailure}
						options={[{ value: 'park', label: 'Set it aside and go on' }, { value: 'block', label: 'Try it for ever; what follows waits' }]}
						onValue={(value) => { set({ onFailure: value }); }}
						error={wrong('/on_failure')}
					/>
				</fieldset>
			</form>
		</Panel>
	);
}
