import { useSignal } from '@preact/signals';
import type { Webhook } from '../../../../contract/webhook.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Secret } from '../../ui/secret.tsx';

/** Makes a new secret, and shows it once. */
export function SecretPanel({ webhook, onClose }: { webhook: Webhook; onClose(changed: Webhook | undefined): void }) {
	const made = useSignal<Webhook | undefined>(undefined);
	if (!made.value) {
		return (
			<Confirm
				title="Make a new secret?"
				action="Make a new secret"
				run={async () => { made.value = await api.patch<Webhook>(`/v1/webhooks/${encodeURIComponent(webhook.id)}`, { rotate_secret: true }); }}
				onClose={(done) => { if (!done) onClose(undefined); }}
			>
				<p>For 24 hours deliveries are signed with the old one too, so that you can change the receiver in peace. The new one is shown once.</p>
			</Confirm>
		);
	}
	const close = () => { onClose(made.value); };
	return (
		<Panel title="The new secret" place="centre" size="wide" onClose={close} footer={<Button kind="primary" onClick={close}>I have kept it</Button>}>
			<p>Give it to the receiver. It is not shown again.</p>
			<Secret text={made.value.secret ?? ''} label="Secret" />
		</Panel>
	);
}
