import { useSignal } from '@preact/signals';
import { api } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { Scope } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Secret } from '../../ui/secret.tsx';
import { SCOPE_LABELS, type ApiKey } from './api-key.ts';

/** How long a key lasts: days, for ever, or to a day that somebody chooses. */
const LIVES = [
	{ value: 'never', label: 'Until it is revoked' },
	{ value: '30', label: '30 days' },
	{ value: '90', label: '90 days' },
	{ value: '365', label: 'A year' },
	{ value: 'date', label: 'Until a day …' },
] as const;
type Life = (typeof LIVES)[number]['value'];

const DAY_MS = 86_400_000;

/** Makes a key, and shows its secret, once. */
export function NewKeyPanel({ onClose }: { onClose(made: boolean): void }) {
	const name = useSignal('');
	const scopes = useSignal<Scope[]>(['read', 'write']);
	const life = useSignal<Life>('never');
	const day = useSignal('');
	const busy = useSignal(false);
	const error = useSignal<ApiProblem | undefined>(undefined);
	const made = useSignal<(ApiKey & { secret: string }) | undefined>(undefined);
	const wrong = (pointer: string) => error.value?.field(pointer);
	const make = async (event: Event) => {
		event.preventDefault();
		busy.value = true;
		error.value = undefined;
		try {
			made.value = await api.post<ApiKey & { secret: string }>('/v1/keys', { name: name.value.trim(), scopes: scopes.value, expires_at: expiryOf(life.value, day.value) });
		} catch (reason) {
			error.value = ApiProblem.from(reason);
		}
		busy.value = false;
	};
	if (made.value) return <MadeKey made={made.value} onClose={() => { onClose(true); }} />;
	return (
		<Panel
			title="New key"
			onClose={() => { onClose(false); }}
			footer={(
				<>
					<Button onClick={() => { onClose(false); }}>Cancel</Button>
					<Button kind="primary" type="submit" form="new-key" busy={busy.value}>Make the key</Button>
				</>
			)}
		>
			<form id="new-key" class="form" noValidate onSubmit={(event) => void make(event)}>
				<TextField label="Name" value={name.value} onValue={(value) => { name.value = value; }} error={wrong('/name')} placeholder="n8n" hint="Who or what uses it. A key for each, so that one can be revoked without the others." maxLength={100} required />
				<fieldset class="scopes">
					<legend>What it may do</legend>
					{(Object.keys(SCOPE_LABELS) as Scope[]).map((scope) => (
						<Checkbox key={scope} label={SCOPE_LABELS[scope].label} hint={SCOPE_LABELS[scope].hint} checked={scopes.value.includes(scope)} onChecked={(on) => { scopes.value = (Object.keys(SCOPE_LABELS) as Scope[]).filter((one) => (one === scope ? on : scopes.value.includes(one))); }} />
					))}
					<p class="field-hint">None of them includes another. n8n needs Read and Write.</p>
					{wrong('/scopes') !== undefined && <p class="field-error" role="alert">{wrong('/scopes')}</p>}
				</fieldset>
				<Select label="It lasts" value={life.value} options={LIVES} onValue={(value) => { life.value = value; }} error={life.value === 'date' ? undefined : wrong('/expires_at')} />
				{life.value === 'date' && <TextField label="Last day" type="date" value={day.value} onValue={(value) => { day.value = value; }} error={wrong('/expires_at')} required />}
			</form>
			{error.value && error.value.fields.length === 0 && <ErrorNotice error={error.value} />}
		</Panel>
	);
}

function MadeKey({ made: { name, secret }, onClose }: { made: ApiKey & { secret: string }; onClose(): void }) {
	return (
		<Panel title={`The key “${name}”`} place="centre" size="wide" onClose={onClose} footer={<Button kind="primary" onClick={onClose}>I have kept it</Button>}>
			<div class="notice warning"><Icon name="key" /><div><p>Copy it now: it is shown this once. Linkmill keeps no more than its fingerprint.</p></div></div>
			<Secret text={secret} label="API key" />
			<p class="muted">In n8n, it belongs into a credential of the type Linkmill API; in other programs, into the header <code>Authorization: Bearer …</code></p>
		</Panel>
	);
}

/** When a key ends; null for never. What is no day is left for the API to say so. */
function expiryOf(life: Life, day: string): string | null {
	if (life === 'never') return null;
	if (life !== 'date') return new Date(Date.now() + Number(life) * DAY_MS).toISOString();
	const end = Date.parse(`${day}T23:59:59`);
	return Number.isNaN(end) ? day : new Date(end).toISOString();
}
