import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo } from 'preact/hooks';
import { formatNumber } from '../../format.ts';
import { route, setQuery } from '../../router.ts';
import { can } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageFrame } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Table } from '../../ui/table.tsx';
import { useSelection, type Selection } from '../../ui/table-selection.tsx';
import { countLinks, type BulkKind, type Target } from './bulk/actions.ts';
import { UndoConflicts } from './bulk/undo.tsx';
import { columnsFor } from './columns.tsx';
import { DropZone } from './drop-zone.tsx';
import { readFilter } from './filter/conditions.ts';
import { FilterBar } from './filter/filter-bar.tsx';
import { closePanel, isEmpty, openPanel, readPanel, readSort, type LinkRow } from './links-query.ts';
import { LinksEmpty } from './links-empty.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useLinks } from './use-links.ts';

const BulkPanel = lazy(async () => (await import('./bulk/bulk-panel.tsx')).BulkPanel);
const EditorPanel = lazy(async () => (await import('./editor/editor-panel.tsx')).EditorPanel);
const ImportPanel = lazy(async () => (await import('./import/import-panel.tsx')).ImportPanel);
const QrPanel = lazy(async () => (await import('./qr/qr-panel.tsx')).QrPanel);

/** All links: found, sorted, made, changed, imported. What is shown stands in the address. */
export function LinksPage() {
	const { query } = route.value;
	const [filter, sort, panel] = [readFilter(query), readSort(query), readPanel(query)];
	const filterKey = JSON.stringify(filter);
	const links = useLinks(filter, sort);
	const writes = can('write');
	const file = useSignal<File | undefined>(undefined);
	const bulk = useSignal<{ kind: BulkKind; target: Target; count: number } | undefined>(undefined);

	const items = links.items.value;
	const total = links.total.value;
	const all = useSignal(false);
	useLayoutEffect(() => { all.value = false; }, [filterKey]);
	const single = useSelection([filterKey]);
	const selection = writes ? withAll(single, all, items ?? [], total) : undefined;
	const clear = () => {
		all.value = false;
		single.clear();
	};
	const columns = useMemo(() => columnsFor({ writes, onBulk: (kind, { id }) => { bulk.value = { kind, target: { ids: [id] }, count: 1 }; } }), [writes]);
	const busy = useComputed(() => links.loading.value && links.items.value !== undefined);
	const changed = () => {
		clear();
		links.refresh();
	};
	const start = (picked: File) => {
		file.value = picked;
		openPanel('import');
	};

	return (
		<PageFrame
			title="Links"
			about={total === undefined ? '…' : isEmpty(filter) ? countLinks(total, formatNumber) : `${formatNumber(total)} found`}
			actions={writes && (
				<>
					<Button icon="upload" onClick={() => { openPanel('import'); }}>Import CSV</Button>
					<Button kind="primary" icon="plus" onClick={() => { openPanel('new'); }}>New link</Button>
				</>
			)}
		>
			{(!isEmpty(filter) || (items?.length ?? 1) > 0) && <FilterBar filter={filter} sort={sort} />}
			{!writes && <p class="read-only muted">Your key may look, but not write: to make and change links, sign in with a key that has the scope <code>write</code>.</p>}
			{links.error.value && <ErrorNotice error={links.error.value} retry={links.refresh} />}
			{!items && !links.error.value && <Skeleton lines={10} label="Loading links" />}
			{items && items.length === 0 && !links.loading.value && !links.error.value && <LinksEmpty filtered={!isEmpty(filter)} />}
			{items && items.length > 0 && (
				<>
					<div class="links-table">
						<Table
							caption="Links"
							columns={columns}
							rows={items}
							rowKey={({ id }) => id}
							sorting={{ sort, onSort: (next) => { setQuery({ sort: next }); } }}
							{...(selection && { selection })}
							busy={busy.value}
							gradually={filter.search !== undefined}
							long
							currentKey={panel.id || undefined}
						/>
					</div>
					<LoadMore pages={links} total={total} />
				</>
			)}
			{selection && selection.size > 0 && (
				<SelectionBar
					count={selection.size}
					total={total}
					all={all.value}
					onAll={() => { all.value = true; }}
					onClear={clear}
					onBulk={(kind) => { bulk.value = { kind, target: all.value ? { filter } : { ids: single.keys }, count: selection.size }; }}
				/>
			)}
			{writes && <DropZone onFile={start} />}
			{bulk.value && <BulkPanel {...bulk.value} onClose={() => { bulk.value = undefined; }} onChanged={changed} />}
			{writes && panel.kind === 'new' && <EditorPanel onClose={closePanel} onSaved={links.refresh} />}
			{writes && panel.kind === 'edit' && <EditorPanel key={panel.id} id={panel.id} onClose={closePanel} onSaved={(link) => { links.update((rows) => rows.map((row) => (row.id === link.id ? link : row))); }} />}
			{panel.kind === 'qr' && <QrPanel key={panel.id} id={panel.id} onClose={closePanel} />}
			{writes && panel.kind === 'import' && <ImportPanel file={file.value} onClose={() => { file.value = undefined; closePanel(); }} onChanged={changed} />}
			<UndoConflicts />
			<p class="visually-hidden" role="status">{items?.length === 0 && !links.loading.value ? 'No links found' : ''}</p>
		</PageFrame>
	);
}

/** A selection that can be all that match: whoever then takes a row out has selected the others that are shown. */
function withAll(single: Selection, all: { value: boolean }, rows: readonly LinkRow[], total: number | undefined): Selection {
	if (!all.value) return single;
	return {
		...single,
		size: total ?? rows.length,
		keys: rows.map(({ id }) => id),
		has: () => true,
		toggle(keys, on) {
			all.value = false;
			single.toggle(rows.map(({ id }) => id), true);
			single.toggle(keys, on);
		},
	};
}
