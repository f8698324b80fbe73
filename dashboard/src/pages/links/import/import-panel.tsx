import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatNumber } from '../../../format.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { FileStep } from './file-step.tsx';
import { MappingStep } from './mapping-step.tsx';
import { readTable, type SourceTable } from './read-table.ts';
import { ResultStep } from './result-step.tsx';
import type { Import } from './run-import.ts';

export interface ImportPanelProps {
	/** Where a file was dropped on the page. */
	file: File | undefined;
	onClose(): void;
	/** Told that there are other links now. */
	onChanged(): void;
}

/** Imports links from a CSV: the file, which column is what, and what became of each row. */
export function ImportPanel({ file, onClose, onChanged }: ImportPanelProps) {
	const source = useSignal<{ name: string; table: SourceTable } | undefined>(undefined);
	const running = useSignal<Import | undefined>(undefined);
	const reading = useSignal(false);
	const error = useSignal<string | undefined>(undefined);
	const read = async (picked: File) => {
		[reading.value, error.value] = [true, undefined];
		try {
			source.value = { name: picked.name, table: await readTable(picked) };
		} catch (reason) {
			error.value = reason instanceof Error ? reason.message : String(reason);
		} finally {
			reading.value = false;
		}
	};
	useEffect(() => { if (file) void read(file); }, [file]);
	const close = () => {
		running.value?.cancel();
		onClose();
	};
	return (
		<Panel title="Import links" size="wide" onClose={close}>
			{error.value !== undefined && <div class="notice danger" role="alert"><Icon name="alert" /><div><p>{error.value}</p></div></div>}
			{!source.value && <FileStep busy={reading.value} onFile={(picked) => void read(picked)} />}
			{source.value && !running.value && (
				<>
					<p class="import-file"><Icon name="file" /> <strong>{source.value.name}</strong> <span class="muted">{formatNumber(source.value.table.rows.length)} rows</span></p>
					<MappingStep table={source.value.table} onBack={() => { source.value = undefined; }} onStart={(started) => { running.value = started; }} />
				</>
			)}
			{running.value && <ResultStep running={running.value} name={source.value?.name ?? 'links.csv'} onChanged={onChanged} onClose={close} onAgain={() => { running.value = undefined; source.value = undefined; }} />}
		</Panel>
	);
}
