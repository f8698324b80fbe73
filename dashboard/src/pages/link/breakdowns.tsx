import { useSignal } from '@preact/signals';
import type { Breakdown, Dimension, LinkAnalytics } from '../../../../contract/analytics.ts';
import type { Link } from '../../../../contract/link.ts';
import { byText, GROUP_LABELS, valueLabel } from '../../analytics/dimensions.ts';
import { api } from '../../api/client.ts';
import type { Query } from '../../api/query.ts';
import { useResource } from '../../api/resource.ts';
import { formatNumber } from '../../format.ts';
import { BarList } from '../../ui/bar-list.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Segments } from '../../ui/tabs.tsx';
import { CARDS, TAB_LABELS, type Card } from './cards.ts';
import { pathOf } from './link.ts';

/** Rows that a card shows, and those that can be asked for. */
const [SHOWN, ALL] = [7, 1000];

export interface BreakdownsProps {
	link: Link;
	found: LinkAnalytics;
	/** What the numbers were asked with. */
	parameters: Query;
}

/** Where, with what and from where people clicked. */
export function Breakdowns({ link, found, parameters }: BreakdownsProps) {
	const all = useSignal<Dimension | undefined>(undefined);
	const tables = found.breakdown ?? {};
	const isEmpty = ({ dimensions }: Card) => dimensions.every((dimension) => (tables[dimension]?.rows ?? []).every(({ value }) => value === null));
	const cards = CARDS.filter((card) => card.optional !== true || !isEmpty(card));
	return (
		<>
			<div class="breakdowns">
				{cards.map((card) => <BreakdownCard key={card.title} card={card} tables={tables} total={found.total_clicks} onAll={(dimension) => { all.value = dimension; }} />)}
			</div>
			{all.value && <AllRows {...{ link, parameters }} dimension={all.value} total={found.total_clicks} onClose={() => { all.value = undefined; }} />}
		</>
	);
}

function BreakdownCard({ card: { title, dimensions }, tables, total, onAll }: { card: Card; tables: Partial<Record<Dimension, Breakdown>>; total: number; onAll(dimension: Dimension): void }) {
	const chosen = useSignal(dimensions[0] ?? 'country');
	const dimension = chosen.value;
	const { rows, other } = tables[dimension] ?? { rows: [], other: 0 };
	return (
		<section class="card breakdown" aria-label={title}>
			<header>
				<h2>{title}</h2>
				{dimensions.length > 1 && <Segments label={`${title}: by what`} value={dimension} options={dimensions.map((value) => ({ value, label: TAB_LABELS[value] ?? value }))} onValue={(value) => { chosen.value = value; }} />}
			</header>
			{rows.length === 0 ? <p class="muted">No clicks by people in this range.</p> : <Bars {...{ dimension, total }} rows={rows.slice(0, SHOWN)} />}
			{(rows.length > SHOWN || other > 0) && <Button kind="quiet" size="small" class="show-all" onClick={() => { onAll(dimension); }}>Show all</Button>}
		</section>
	);
}

function Bars({ dimension, rows, total }: { dimension: Dimension; rows: Breakdown['rows']; total: number }) {
	return <BarList caption={`Clicks ${byText(dimension)}`} name={GROUP_LABELS[dimension]} total={total} bars={rows.map(({ value, total_clicks: clicks }) => ({ key: value ?? '', label: valueLabel(dimension, value), value: clicks }))} />;
}

/** Every row of one breakdown. */
function AllRows({ link, dimension, parameters: { interval: _none, ...parameters }, total, onClose }: { link: Link; dimension: Dimension; parameters: Query; total: number; onClose(): void }) {
	const all = useResource((signal) => api.get<LinkAnalytics>(`${pathOf(link.id)}/analytics`, { query: { ...parameters, breakdown: dimension, breakdown_limit: ALL }, signal }), [dimension]);
	const table = all.data.value?.breakdown?.[dimension];
	return (
		<Panel title={`Clicks ${byText(dimension)}`} onClose={onClose}>
			{all.error.value && <ErrorNotice error={all.error.value} retry={all.refresh} />}
			{!table && !all.error.value && <Skeleton lines={8} />}
			{table && <Bars {...{ dimension, total }} rows={table.rows} />}
			{table && table.other > 0 && <p class="muted">And {formatNumber(table.other)} clicks with other values.</p>}
		</Panel>
	);
}
