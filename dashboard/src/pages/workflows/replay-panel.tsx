import { useSignal } from '@preact/signals';
import type { ReplayRequest, Webhook, WebhookReplay } from '../../../../contract/webhook.ts';
import { api } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segments } from '../../ui/tabs.tsx';
import { countOf } from './words.ts';

type Way = 'time' | 'after' | 'parked';

/** Milliseconds before now that the form begins with. */
const BEFORE = 86_400_000;

/** Asks which events are to be sent again, and has them sent. */
export function ReplayPanel({ webhook, onClose }: { webhook: Webhook; onClose(done: boolean): void }) {
	const way = useSignal<Way>('time');
	const since = useSignal(localTime(Date.now() - BEFORE));
	const until = useSignal('');
	const after = useSignal('');
	const busy = useSignal(false);
	const error = useSignal<ApiProblem | undefined>(undefined);
	const send = async (event: Event) => {
		event.preventDefault();
		busy.value = true;
		error.value = undefined;
		const body: ReplayRequest = way.value === 'parked' ? { parked: true } : way.value === 'after' ? { after: after.value.trim() } : { since: utc(since.value), ...(until.value !== '' && { until: utc(until.value) }) };
		try {
			await api.post<WebhookReplay>(`/v1/webhooks/${encodeURIComponent(webhook.id)}/replay`, body);
			onClose(true);
		} catch (reason) {
			error.value = ApiProblem.from(reason);
		}
		busy.value = false;
	};
	const wrong = (pointer: string) => error.value?.field(pointer);
	const general = error.value && !['/since', '/until', '/after'].some((pointer) => wrong(pointer) !== undefined) ? error.value : undefined;
	const options: Array<{ value: Way; label: string }> = [{ value: 'time', label: 'Of a time' }, { value: 'after', label: 'After an event' }];
	if (webhook.parked_events > 0) options.push({ value: 'parked', label: 'Set aside' });
	return (
		<Panel
			title="Send events again"
			onClose={() => { onClose(false); }}
			footer={(
				<>
					<Button onClick={() => { onClose(false); }}>Cancel</Button>
					<Button kind="primary" type="submit" form="replay" busy={busy.value}>Send again</Button>
				</>
			)}
		>
			<p class="muted">Events that the conditions of this workflow let through are sent once more, in turns with new ones. n8n starts the workflow for each of them again.</p>
			{webhook.replay && <p class="notice warning"><span>A replay is under way. A new one takes its place.</span></p>}
			<Segments label="Which events" value={way.value} options={options} onValue={(value) => { way.value = value; }} />
			<form id="replay" class="form" noValidate onSubmit={(event) => void send(event)}>
				{way.value === 'time' && (
					<>
						<TextField label="Since" type="datetime-local" value={since.value} onValue={(value) => { since.value = value; }} error={wrong('/since')} required />
						<TextField label="Until" type="datetime-local" value={until.value} onValue={(value) => { until.value = value; }} error={wrong('/until')} hint="Now, if you leave it empty." />
					</>
				)}
				{way.value === 'after' && <TextField label="After the event" value={after.value} onValue={(value) => { after.value = value; }} error={wrong('/after')} placeholder="evt_…" hint="Everything that came later than this one. The id of an event is in its body, and in the deliveries." spellcheck={false} required />}
				{way.value === 'parked' && <p>{countOf(webhook.parked_events, 'event')} that the receiver had refused.</p>}
			</form>
			{general && <ErrorNotice error={general} />}
		</Panel>
	);
}

/** A time as a field of the browser has it: by its clock, without a zone. */
function localTime(at: number): string {
	const date = new Date(at);
	return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The same the other way round, for the API; what is no time is left for it to say so. */
function utc(text: string): string {
	const at = Date.parse(text);
	return Number.isNaN(at) ? text : new Date(at).toISOString();
}
