import { useSignal } from '@preact/signals';
import { api } from '../../api/client.ts';
import { useResource } from '../../api/resource.ts';
import { formatDate, formatDateTime, formatRelative } from '../../format.ts';
import { can, session } from '../../session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/choice.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PageFrame } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { keyStatus, SCOPE_LABELS, type ApiKey } from './api-key.ts';
import { NewKeyPanel } from './new-key-panel.tsx';
import { NotForThisKey } from './not-for-this-key.tsx';
import { RevokeKey } from './revoke-key.tsx';

const ABOUT = 'What programs and people prove themselves with. Give each a key of its own, with no more scopes than it needs.';

/** API keys: for administrators. */
export function KeysPage() {
	return can('admin') ? <Keys /> : <NotForThisKey title="Keys" />;
}

function Keys() {
	const list = useResource<{ keys: ApiKey[] }>((signal) => api.get('/v1/keys', { signal }), []);
	const making = useSignal(false);
	const revoking = useSignal<ApiKey | undefined>(undefined);
	const old = useSignal(false);
	const all = list.data.value?.keys;
	const now = Date.now();
	const accepted = (key: ApiKey) => keyStatus(key, now).label === 'In use';
	const shown = all?.filter((key) => old.value || accepted(key)).toReversed();
	const hidden = all ? all.length - all.filter(accepted).length : 0;
	const columns: Array<Column<ApiKey>> = [
		{ key: 'name', label: 'Name', primary: true, render: ({ id, name }) => <span class="key-name"><span class="truncate" title={name}>{name}</span>{id === session.value?.key.id && <Badge tone="info">Yours</Badge>}</span> },
		{ key: 'scopes', label: 'May', render: ({ scopes }) => <span class="scope-badges">{scopes.map((scope) => <Badge key={scope} tone={scope === 'admin' ? 'warning' : 'neutral'}>{SCOPE_LABELS[scope].label}</Badge>)}</span> },
		{ key: 'status', label: 'Status', render: (key) => <Badge tone={keyStatus(key, now).tone}>{keyStatus(key, now).label}</Badge> },
		{ key: 'created', label: 'Made', numeric: true, render: ({ created_at: at }) => <time dateTime={at} title={formatDateTime(at)}>{formatDate(at)}</time> },
		{ key: 'ends', label: 'Ends', numeric: true, render: (key) => <Ends ended={key} /> },
		{ key: 'revoke', label: 'Revoke', hideLabel: true, numeric: true, render: (key) => accepted(key) && <Button size="small" aria-label={`Revoke ${key.name}`} onClick={() => { revoking.value = key; }}>Revoke</Button> },
	];
	const last = (key: ApiKey) => key.scopes.includes('admin') && (all ?? []).filter((one) => accepted(one) && one.scopes.includes('admin')).length === 1;
	return (
		<PageFrame title="Keys" about={ABOUT} actions={<Button kind="primary" icon="plus" onClick={() => { making.value = true; }}>New key</Button>}>
			{list.error.value && <ErrorNotice error={list.error.value} retry={list.refresh} />}
			{!shown && !list.error.value && <Skeleton lines={4} />}
			{hidden > 0 && <Switch label={`Show those that were revoked or have expired (${String(hidden)})`} checked={old.value} onChecked={(on) => { old.value = on; }} />}
			{shown && <Table caption="API keys" columns={columns} rows={shown} rowKey={({ id }) => id} />}
			{making.value && <NewKeyPanel onClose={(made) => { making.value = false; if (made) list.refresh(); }} />}
			{revoking.value && (
				<RevokeKey
					revoked={revoking.value}
					last={last(revoking.value)}
					onClose={(done) => {
						const name = revoking.value?.name ?? '';
						revoking.value = undefined;
						if (!done) return;
						toast(`The key “${name}” is not accepted any more.`);
						list.refresh();
					}}
				/>
			)}
		</PageFrame>
	);
}

function Ends({ ended: { revoked_at: revoked, expires_at: expires } }: { ended: ApiKey }) {
	const at = revoked ?? expires;
	if (at === null) return <span class="muted">never</span>;
	return <time dateTime={at} title={`${formatDateTime(at)}, ${formatRelative(at)}`}>{formatDate(at)}</time>;
}
