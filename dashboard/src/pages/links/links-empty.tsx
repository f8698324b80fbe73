import { can } from '../../session.ts';
import { setQuery } from '../../router.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NO_CONDITIONS } from './filter/conditions.ts';
import { openPanel } from './links-query.ts';

/** Where no link is shown: what the next step is. */
export function LinksEmpty({ filtered }: { filtered: boolean }) {
	if (filtered) {
		return (
			<EmptyState icon="search" title="Nothing found" actions={<Button onClick={() => { setQuery(NO_CONDITIONS); }}>Clear search and filters</Button>}>
				<p>No link matches all of this. Every word of the search has to occur in the slug, the title or the destination.</p>
			</EmptyState>
		);
	}
	const writes = can('write');
	return (
		<EmptyState
			icon="link"
			title="No links yet"
			actions={writes && (
				<>
					<Button kind="primary" icon="plus" onClick={() => { openPanel('new'); }}>Create a link</Button>
					<Button icon="upload" onClick={() => { openPanel('import'); }}>Import a CSV</Button>
				</>
			)}
		>
			{writes
				? <p>Create the first one here, drop a CSV file on this page, or let a workflow do it: the node Create Link in n8n, or <code>POST /v1/links</code>.</p>
				: <p>Your key may look, but not write. Links appear here as soon as a workflow, or somebody with the scope <code>write</code>, makes them.</p>}
		</EmptyState>
	);
}
