import type { ServerState } from '../../../../contract/server.ts';
import { api } from '../../api/client.ts';
import { useRefreshing } from '../../api/refresh.ts';
import { useResource } from '../../api/resource.ts';
import { can, session } from '../../session.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageFrame } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { AboutYou } from './about-you.tsx';
import { Health, PlainHealth } from './health.tsx';
import { SettingsTable } from './settings-table.tsx';

/** Seconds after which the server is asked again how it does. */
const EVERY_S = 5;

/** What is configured and healthy, and how this page looks. */
export function SettingsPage() {
	return (
		<PageFrame
			title="Settings"
			about={`Linkmill ${session.value?.version ?? ''} at ${session.value?.base_url ?? ''}`}
			actions={<a class="button plain normal" href="/docs" target="_blank" rel="noreferrer"><Icon name="file" size={16} />API documentation</a>}
		>
			{can('admin') ? <Server /> : <PlainHealth />}
			{!can('admin') && <AboutYou />}
		</PageFrame>
	);
}

function Server() {
	const server = useResource<ServerState>((signal) => api.get('/v1/server', { signal }), []);
	useRefreshing(() => { if (!server.loading.peek()) server.refresh(); }, EVERY_S);
	const state = server.data.value;
	return (
		<>
			{server.error.value && <ErrorNotice error={server.error.value} retry={server.refresh} />}
			{!state && !server.error.value && <Skeleton lines={8} />}
			{state && <Health state={state} />}
			<AboutYou />
			{state && <SettingsTable settings={state.settings} />}
		</>
	);
}
