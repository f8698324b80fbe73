import { formatNumber } from '../../../format.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { PreparedRow } from './rows.ts';

/** How many rows are shown: the first, and the first of those with something wrong. */
const [SHOWN, SHOWN_BAD] = [5, 5];

/** The first rows as they will be, and those that are known to be wrong. */
export function PreviewRows({ rows }: { rows: readonly PreparedRow[] }) {
	const bad = rows.filter(({ problem }) => problem !== undefined);
	const good = rows.filter(({ problem }) => problem === undefined).slice(0, SHOWN);
	return (
		<section class="preview" aria-label="Preview">
			<h3>Preview</h3>
			{good.length > 0 && (
				<ul class="row-list">
					{good.map(({ line, link }) => (
						<li key={line}>
							<strong class="truncate">{link.slug === undefined ? <span class="muted">a random slug</span> : `/${link.slug}`}</strong>
							<span class="truncate">{link.destination}</span>
							<span class="muted truncate">{[link.title, link.campaign, ...(link.tags ?? [])].filter(Boolean).join(' · ')}</span>
						</li>
					))}
				</ul>
			)}
			{bad.length > 0 && (
				<div class="notice warning">
					<Icon name="alert" />
					<div>
						<p>{formatNumber(bad.length)} {bad.length === 1 ? 'row has' : 'rows have'} something wrong, and will not be imported:</p>
						<ul>{bad.slice(0, SHOWN_BAD).map(({ line, problem }) => <li key={line}>Line {line}: {problem}</li>)}</ul>
						{bad.length > SHOWN_BAD && <p class="muted">… and {formatNumber(bad.length - SHOWN_BAD)} more.</p>}
					</div>
				</div>
			)}
		</section>
	);
}
