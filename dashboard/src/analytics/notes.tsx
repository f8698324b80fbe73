import { Icon } from '../ui/icon.tsx';

/** What the API says about the numbers, in its own words. */
export function Notes({ notes }: { notes: readonly string[] | undefined }) {
	if (!notes || notes.length === 0) return null;
	return (
		<div class="report-notes" role="note" aria-label="About these numbers">
			<Icon name="info" size={15} />
			<div>{notes.map((note) => <p key={note}>{note}</p>)}</div>
		</div>
	);
}
