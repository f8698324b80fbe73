import { useSignal } from '@preact/signals';
import type { BulkDeleteAnswer, BulkUpdateAnswer } from '../../../../contract/bulk.ts';
import type { Link } from '../../../../contract/link.ts';
import { api } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { navigate } from '../../router.ts';
import { can } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Icon } from '../../ui/icon.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { toastWithUndo } from './undo.ts';

const EditorPanel = lazy(async () => (await import('../links/editor/editor-panel.tsx')).EditorPanel);
const QrPanel = lazy(async () => (await import('../links/qr/qr-panel.tsx')).QrPanel);

/** What can be done with a link, as far as the key may. */
export function LinkActions({ link, onChange }: { link: Link; onChange(): void }) {
	const open = useSignal<'editor' | 'qr' | 'deletion' | undefined>(undefined);
	const close = () => { open.value = undefined; };
	const { id, slug, enabled } = link;
	// Through the calls for many links: what they do can be undone.
	const toggle = async () => {
		try {
			const { change_id: change } = await api.patch<BulkUpdateAnswer>('/v1/links', { ids: [id], set: { enabled: !enabled } });
			toastWithUndo(enabled ? `/${slug} is disabled: it answers 404.` : `/${slug} is enabled.`, change, onChange);
			onChange();
		} catch (error) {
			toast({ kind: 'error', message: ApiProblem.from(error).message });
		}
	};
	const remove = async () => {
		const { change_id: change } = await api.delete<BulkDeleteAnswer>('/v1/links', {}, { ids: [id] });
		toastWithUndo(`/${slug} is deleted.`, change, () => { navigate('link', { id }); });
	};
	const items: MenuItem[] = [
		{ label: enabled ? 'Disable' : 'Enable', icon: enabled ? 'pause' : 'play', run: () => void toggle() },
		{ label: 'Delete', icon: 'trash', danger: true, run: () => { open.value = 'deletion'; } },
	];
	return (
		<>
			<a class="button plain normal" href={link.short_url} target="_blank" rel="noreferrer"><Icon name="external" size={16} />Open</a>
			<Button icon="qr" onClick={() => { open.value = 'qr'; }}>QR code</Button>
			{can('write') && <Button icon="edit" onClick={() => { open.value = 'editor'; }}>Edit</Button>}
			{can('write') && <Menu label={`More for /${slug}`} items={items} />}
			{open.value === 'deletion' && (
				<Confirm title={`Delete /${slug}?`} action="Delete" kind="danger" run={remove} onClose={(done) => { close(); if (done) navigate('links'); }}>
					<p>Visitors get a 404 from the next request on, and the slug is free again. You can undo this for 30 days; until then and afterwards, its clicks stay in reports that include deleted links.</p>
				</Confirm>
			)}
			{open.value === 'editor' && <EditorPanel id={id} onClose={close} onSaved={onChange} />}
			{open.value === 'qr' && <QrPanel id={id} onClose={close} />}
		</>
	);
}
