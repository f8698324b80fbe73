import { formatNumber } from '../../../format.ts';
import { Skeleton } from '../../../ui/spinner.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { countLinks, type BulkKind, type Difference, type Outcome } from './actions.ts';

/** How many links are shown of those that would change, and of those that cannot. */
const [SHOWN, SHOWN_ERRORS] = [10, 10];

/** What a bulk change would do: how many, and the first of them before and after. */
export function Preview({ kind, outcome, busy }: { kind: BulkKind; outcome: Outcome | undefined; busy: boolean }) {
	if (!outcome) return busy ? <Skeleton lines={5} label="Looking what would change" /> : <p class="muted" role="status">Fill in what to change: what would come of it is shown here before anything is done.</p>;
	const { matched, changed, differences, errors } = outcome;
	const unchanged = matched - changed - errors.length;
	return (
		<section class="preview" aria-busy={busy} aria-label="What would change">
			<p role="status">
				<strong>{countLinks(changed, formatNumber)}</strong> {kind === 'delete' ? 'would be deleted' : 'would change'}
				{unchanged > 0 && `, ${formatNumber(unchanged)} ${unchanged === 1 ? 'is' : 'are'} so already`}
				{errors.length > 0 && `, ${formatNumber(errors.length)} cannot`}. Nothing has been done yet.
			</p>
			{errors.length > 0 && (
				<div class="notice warning">
					<Icon name="alert" />
					<div>
						<p>These stay as they are:</p>
						<ul>{errors.slice(0, SHOWN_ERRORS).map(({ id, message }) => <li key={id}>{message}</li>)}</ul>
						{errors.length > SHOWN_ERRORS && <p class="muted">… and {formatNumber(errors.length - SHOWN_ERRORS)} more.</p>}
					</div>
				</div>
			)}
			{differences.length > 0 && (
				<ul class="row-list" aria-label="The first of them">
					{differences.slice(0, SHOWN).map((one) => <li key={one.id}><DifferenceView {...one} /></li>)}
				</ul>
			)}
			{changed > SHOWN && <p class="muted">… and {formatNumber(changed - Math.min(SHOWN, differences.length))} more.</p>}
		</section>
	);
}

const FIELD_LABELS: Record<string, string> = { destination: 'Destination', tags: 'Tags', campaign: 'Campaign', enabled: 'Enabled', variants: 'Variants' };

function DifferenceView({ slug, fields, deleted }: Difference) {
	return (
		<>
			<strong class="truncate">/{slug}</strong>
			{deleted && <span class="muted truncate">{deleted.destination} · {formatNumber(deleted.total_clicks)} clicks</span>}
			{fields.map(({ name, before, after }) => (
				<span key={name} class="row-difference">
					<span class="muted">{FIELD_LABELS[name] ?? name}:</span> <del>{valueText(before)}</del> <span class="visually-hidden">becomes</span><Icon name="arrowRight" size={13} /> <ins>{valueText(after)}</ins>
				</span>
			))}
		</>
	);
}

/** A value of a field, for people. */
export function valueText(value: unknown): string {
	if (value === null || value === undefined || value === '') return 'none';
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (Array.isArray(value)) {
		if (value.length === 0) return 'none';
		return value.map((one: unknown) => (typeof one === 'object' && one !== null && 'destination' in one ? String(one.destination) : String(one))).join(', ');
	}
	return typeof value === 'string' ? value : JSON.stringify(value);
}
