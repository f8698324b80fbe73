import { useSignal } from '@preact/signals';
import type { Webhook, WebhookChange, WebhookTestResult } from '../../../../contract/webhook.ts';
import { api } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { receiverOf } from './receiver.ts';
import type { Open } from './workflow-page.tsx';

export interface ActionsProps {
	webhook: Webhook;
	onChanged(webhook: Webhook): void;
	onTested(result: WebhookTestResult): void;
	onOpen(what: Open): void;
}

/** What can be done with a subscription. */
export function Actions({ webhook, onChanged, onTested, onOpen }: ActionsProps) {
	const busy = useSignal<'test' | 'status' | undefined>(undefined);
	const path = `/v1/webhooks/${encodeURIComponent(webhook.id)}`;
	const active = webhook.status === 'active';
	const doing = async (what: 'test' | 'status', run: () => Promise<void>) => {
		busy.value = what;
		await run().catch((error: unknown) => { toast({ kind: 'error', message: ApiProblem.from(error).message }); });
		busy.value = undefined;
	};
	const test = async () => { onTested(await api.post<WebhookTestResult>(`${path}/test`, {})); };
	const turn = async () => {
		onChanged(await api.patch<Webhook>(path, { status: active ? 'paused' : 'active' } satisfies WebhookChange));
		toast(active ? 'Paused. Events wait in the log.' : 'Resumed. What waited is delivered now.');
	};
	const items: MenuItem[] = [
		{ label: 'Edit', icon: 'edit', run: () => { onOpen('edit'); } },
		{ label: 'Send events again', icon: 'refresh', run: () => { onOpen('replay'); } },
		// The trigger of n8n keeps a secret of its own making.
		...(receiverOf(webhook).n8n ? [] : [{ label: 'New secret', icon: 'key' as const, run: () => { onOpen('secret'); } }]),
		{ label: 'Delete', icon: 'trash', danger: true, run: () => { onOpen('delete'); } },
	];
	return (
		<>
			<Button icon="play" busy={busy.value === 'test'} onClick={() => void doing('test', test)}>Send a test</Button>
			<Button kind={active ? 'plain' : 'primary'} icon={active ? 'pause' : 'play'} busy={busy.value === 'status'} onClick={() => void doing('status', turn)}>{active ? 'Pause' : 'Resume'}</Button>
			<Menu label="More" items={items}>More</Menu>
		</>
	);
}
