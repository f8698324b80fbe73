import type { ComponentChildren } from 'preact';
import type { ServerState } from '../../../../contract/server.ts';
import { api } from '../../api/client.ts';
import { useRefreshing } from '../../api/refresh.ts';
import { useResource } from '../../api/resource.ts';
import { formatBytes, formatDateTime, formatNumber, formatRelative } from '../../format.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Stat } from '../../ui/stat.tsx';

/** Below this, a disk is soon full: bytes. */
const LITTLE_ROOM = 1e9;

/** Seconds by which two clocks may differ before somebody should know. */
const CLOCKS_S = 60;

const KINDS = { sqlite: 'SQLite, in the data folder', postgres: 'PostgreSQL' };

/** How the server does. */
export function Health({ state }: { state: ServerState }) {
	const { storage, reader_lag_events: readerLag, index_lag_changes: indexLag, unrecorded_clicks: unrecorded } = state;
	const apart = Math.round((Date.parse(state.server_time) - Date.now()) / 1000);
	return (
		<>
			<Recording recording={state.recording} unrecorded={unrecorded} />
			{storage.bytes_free !== null && storage.bytes_free < LITTLE_ROOM && <Warning>The disk of the data folder has {formatBytes(storage.bytes_free)} left. When it is full, visitors are still redirected, and their clicks are lost.</Warning>}
			{Math.abs(apart) > CLOCKS_S && <Warning>The clock of the server is {formatNumber(Math.abs(apart))} s {apart > 0 ? 'ahead of' : 'behind'} yours. Ranges of time and signatures of webhooks go by it.</Warning>}
			<div class="stats">
				<Stat label="Room taken" value={formatBytes(storage.bytes)} note={storage.bytes_free === null ? KINDS[storage.kind] : `${KINDS[storage.kind]} · ${formatBytes(storage.bytes_free)} free`} />
				<Stat label="Not yet in reports" value={formatNumber(readerLag)} note={readerLag === 0 ? 'every event is counted' : 'events'} />
				<Stat label="Not yet in the search" value={formatNumber(indexLag)} note={indexLag === 0 ? 'every change is found' : 'changes of links'} />
				<Stat label="Running" value={<time dateTime={state.started_at} title={formatDateTime(state.started_at)}>{formatRelative(state.started_at).replace(/ ago$/, '')}</time>} note={`version ${state.version}, ${formatDateTime(state.server_time)}`} />
			</div>
		</>
	);
}

interface Readiness {
	status: 'ready' | 'degraded';
	unrecorded_clicks: number;
	reader_lag_events: number;
}

/** The same for who does not administer: what everybody may know. */
export function PlainHealth() {
	const ready = useResource<Readiness>((signal) => api.get('/readyz', { signal }), []);
	useRefreshing(() => { if (!ready.loading.peek()) ready.refresh(); }, 10);
	const state = ready.data.value;
	if (ready.error.value) return ready.error.value.status === 503 ? <Recording recording={false} unrecorded={0} /> : <ErrorNotice error={ready.error.value} retry={ready.refresh} />;
	if (!state) return <Skeleton lines={2} />;
	return (
		<>
			<Recording recording={state.status === 'ready'} unrecorded={state.unrecorded_clicks} />
			<p class="muted">How the server is set up and how much room it takes is shown to keys with the scope admin.</p>
		</>
	);
}

function Recording({ recording, unrecorded }: { recording: boolean; unrecorded: number }) {
	const lost = unrecorded > 0 ? ` Since the start, ${formatNumber(unrecorded)} could not be written.` : '';
	return (
		<p class={`notice ${recording ? (unrecorded > 0 ? 'warning' : 'ok') : 'danger'}`} role="status">
			<Icon name={recording && unrecorded === 0 ? 'check' : 'alert'} />
			<span>{recording ? `Links redirect, and clicks are recorded.${lost}` : `Visitors are redirected, but their clicks cannot be written: see the log of the server, and whether its disk is full.${lost}`}</span>
		</p>
	);
}

function Warning({ children }: { children: ComponentChildren }) {
	return <p class="notice warning"><Icon name="alert" /><span>{children}</span></p>;
}
