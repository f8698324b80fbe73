import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { LINK_LIMITS, type IfExists } from '../../../../../contract/link.ts';
import { formatNumber } from '../../../format.ts';
import { session } from '../../../session.ts';
import { Button } from '../../../ui/button.tsx';
import { Combobox } from '../../../ui/combobox.tsx';
import { Select } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { TokenField } from '../../../ui/token-field.tsx';
import { countLinks } from '../bulk/actions.ts';
import { suggestCampaigns, suggestTags } from '../filter/labels.ts';
import { guessMapping, TARGETS, type Mapping } from './fields.ts';
import { PreviewRows } from './preview-rows.tsx';
import type { SourceTable } from './read-table.ts';
import { prepareRows } from './rows.ts';
import { startImport, type Import } from './run-import.ts';

/** Rows from which a column takes its example. */
const LOOKED_AT = 20;

/** What to do with a slug that exists, for people. */
const IF_EXISTS: ReadonlyArray<{ value: IfExists; label: string }> = [
	{ value: 'fail', label: 'Leave it alone, and report the row' },
	{ value: 'return', label: 'Leave it alone, and count the row as there' },
	{ value: 'update', label: 'Change it to what the row says' },
	{ value: 'unique', label: 'Make another link, with -2 at the end of the slug' },
];

/** Which column is what, what every row gets, and how the rows will be. */
export function MappingStep({ table, onBack, onStart }: { table: SourceTable; onBack(): void; onStart(started: Import): void }) {
	const mapping = useSignal<Mapping>(useMemo(() => guessMapping(table.header), [table]));
	const tags = useSignal<string[]>([]);
	const campaign = useSignal('');
	const ifExists = useSignal<IfExists>('fail');
	const ownHost = URL.parse(session.value?.base_url ?? '')?.host;
	const forAll = { tags: tags.value, campaign: campaign.value };
	const rows = useMemo(() => prepareRows(table, mapping.value, forAll, ownHost), [table, mapping.value, tags.value, campaign.value]);
	const bad = rows.filter(({ problem }) => problem !== undefined).length;
	const chosen = new Set(mapping.value);
	const hasDestination = chosen.has('destination');
	const moved = TARGETS.some((target) => target.moved && chosen.has(target.id));
	const map = (column: number, id: string) => {
		// A field is one column: the one that it was before is passed over.
		mapping.value = mapping.value.map((before, at) => (at === column ? id : before === id ? '' : before));
	};
	return (
		<>
			<table class="mapping">
				<caption class="visually-hidden">Columns of the file</caption>
				<thead><tr><th scope="col">Column</th><th scope="col">For example</th><th scope="col">Becomes</th></tr></thead>
				<tbody>
					{table.header.map((name, column) => (
						<tr key={column} class={mapping.value[column] === '' ? 'ignored' : undefined}>
							<th scope="row">{name || `Column ${String(column + 1)}`}</th>
							<td class="muted"><span class="truncate">{table.rows.slice(0, LOOKED_AT).map(({ cells }) => cells[column]).find((cell) => cell) ?? ''}</span></td>
							<td>
								<Select
									label={`What the column ${name || String(column + 1)} is`}
									hideLabel
									value={mapping.value[column] ?? ''}
									options={[{ value: '', label: '– not imported –' }, ...TARGETS.map(({ id, label }) => ({ value: id, label }))]}
									onValue={(id) => { map(column, id); }}
								/>
							</td>
						</tr>
					))}
				</tbody>
			</table>
			{!hasDestination && <div class="notice warning" role="alert"><Icon name="alert" /><div><p>Say which column is the destination: where the links lead.</p></div></div>}
			<div class="pair">
				<TokenField label="Tags for all" noun="tag" maxLength={LINK_LIMITS.tag} suggest={suggestTags} tokens={tags.value} onTokens={(next) => { tags.value = next; }} />
				<Combobox label="Campaign for rows without one" maxLength={LINK_LIMITS.campaign} suggest={suggestCampaigns} value={campaign.value} onValue={(next) => { campaign.value = next; }} />
			</div>
			<Select label="Where a slug (or external id) exists already" value={ifExists.value} options={IF_EXISTS} onValue={(value) => { ifExists.value = value; }} />
			{hasDestination && <PreviewRows rows={rows} />}
			<div class="panel-actions">
				<Button onClick={onBack}>Another file</Button>
				<Button kind="primary" disabled={!hasDestination || bad === rows.length} onClick={() => { onStart(startImport(rows, { ifExists: ifExists.value, forAll, moved })); }}>
					Import {countLinks(rows.length - bad, formatNumber)}
				</Button>
			</div>
		</>
	);
}
