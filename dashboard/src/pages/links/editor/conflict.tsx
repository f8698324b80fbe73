import { DECIDED_FIELDS } from '../../../../../contract/change.ts';
import type { Link } from '../../../../../contract/link.ts';
import { formatDateTime } from '../../../format.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { valueText } from '../bulk/preview.tsx';

export interface ConflictProps {
	/** The link as it is now. */
	theirs: Link;
	/** The link as it was when the form was opened. */
	opened: Link | undefined;
	/** Names of the fields that were changed here. */
	mine: readonly string[];
	onResolve(keepMine: boolean): void;
}

/** Somebody else has changed the link meanwhile: what, and how to go on. Nothing has been overwritten. */
export function Conflict({ theirs, opened, mine, onResolve }: ConflictProps) {
	const differing = DECIDED_FIELDS.filter((name) => JSON.stringify(theirs[name]) !== JSON.stringify(opened?.[name]));
	const both = differing.filter((name) => mine.includes(name));
	return (
		<div class="notice warning" role="alert" tabIndex={-1}>
			<Icon name="alert" />
			<div>
				<p><strong>Somebody has changed this link since you opened it</strong> ({formatDateTime(theirs.updated_at)}). Nothing of yours has been saved, and nothing of theirs is lost.</p>
				<ul>
					{differing.map((name) => (
						<li key={name}>{name}: <del>{valueText(opened?.[name])}</del> <span class="visually-hidden">became</span> → <ins>{valueText(theirs[name])}</ins></li>
					))}
				</ul>
				{both.length > 0 && <p>You have changed {both.join(', ')} too: with yours on top, theirs goes.</p>}
				<div class="actions">
					<Button size="small" kind="primary" onClick={() => { onResolve(true); }}>Put mine on top</Button>
					<Button size="small" onClick={() => { onResolve(false); }}>Take theirs</Button>
				</div>
			</div>
		</div>
	);
}
