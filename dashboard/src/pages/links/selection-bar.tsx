import { formatNumber } from '../../format.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { countLinks, type BulkKind } from './bulk/actions.ts';

export interface SelectionBarProps {
	/** How many links are selected. */
	count: number;
	/** How many match; undefined as long as it is not known. */
	total: number | undefined;
	/** Whether all that match are selected, shown or not. */
	all: boolean;
	onAll(): void;
	onClear(): void;
	onBulk(kind: BulkKind): void;
}

/** What can be done with the links that are selected. It floats, so that nothing moves when it comes. */
export function SelectionBar({ count, total, all, onAll, onClear, onBulk }: SelectionBarProps) {
	return (
		<div class="selection-bar" role="region" aria-label="Selected links">
			<p class="selection-count" role="status">
				<strong>{all ? `All ${total === undefined ? 'links that match' : countLinks(total, formatNumber)}` : `${formatNumber(count)} selected`}</strong>
			</p>
			{!all && total !== undefined && total > count && <Button kind="quiet" size="small" onClick={onAll}>Select all {formatNumber(total)}</Button>}
			<div class="actions">
				<Button size="small" icon="tag" onClick={() => { onBulk('tags'); }}>Tags</Button>
				<Button size="small" icon="external" onClick={() => { onBulk('destination'); }}>Destination</Button>
				<Menu
					label="More for the selected links"
					items={[
						{ label: 'Campaign', icon: 'archive', run: () => { onBulk('campaign'); } },
						{ label: 'Enable', icon: 'play', run: () => { onBulk('enable'); } },
						{ label: 'Disable', icon: 'pause', run: () => { onBulk('disable'); } },
					]}
				/>
				<Button size="small" icon="trash" class="delete" onClick={() => { onBulk('delete'); }}>Delete</Button>
			</div>
			<IconButton icon="close" size="small" label="Clear the selection" onClick={onClear} />
		</div>
	);
}
