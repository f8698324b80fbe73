import { navigate } from '../../router.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import type { BulkKind } from './bulk/actions.ts';
import { openPanel, type LinkRow } from './links-query.ts';

/** What can be done from a row. */
export interface RowActions {
	/** Whether the key may write. */
	writes: boolean;
	/** Opens the question for one link. */
	onBulk(kind: BulkKind, link: LinkRow): void;
}

/** What can be done with one link. */
export function RowMenu({ link, writes, onBulk }: RowActions & { link: LinkRow }) {
	const edit: MenuItem = { label: 'Edit', icon: 'edit', run: () => { openPanel('edit', link.id); } };
	const reading: MenuItem[] = [
		{ label: 'Clicks and history', icon: 'chart', run: () => { navigate('link', { id: link.id }); } },
		{ label: 'QR code', icon: 'qr', run: () => { openPanel('qr', link.id); } },
	];
	const writing: MenuItem[] = [
		link.enabled
			? { label: 'Disable', icon: 'pause', run: () => { onBulk('disable', link); } }
			: { label: 'Enable', icon: 'play', run: () => { onBulk('enable', link); } },
		{ label: 'Delete', icon: 'trash', danger: true, run: () => { onBulk('delete', link); } },
	];
	return <Menu label={`Actions for ${link.slug}`} items={writes ? [edit, ...reading, ...writing] : reading} />;
}
