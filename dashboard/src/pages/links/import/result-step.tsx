import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ApiProblem } from '../../../api/problem.ts';
import { formatNumber } from '../../../format.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { undo } from '../bulk/undo.tsx';
import { inert, toCsv } from './csv.ts';
import type { Import } from './run-import.ts';
import type { RowResult } from './send.ts';

/** How many rows that failed are shown; the file has all. */
const SHOWN = 20;

const WORDS: Record<RowResult['result'], string> = { created: 'created', updated: 'changed', existing: 'there already', imported: 'imported', failed: 'not imported' };

export interface ResultStepProps {
	running: Import;
	/** Of the file. */
	name: string;
	onChanged(): void;
	onClose(): void;
	/** Told that somebody has another file. */
	onAgain(): void;
}

/** How far an import is, and what became of its rows. */
export function ResultStep({ running, name, onChanged, onClose, onAgain }: ResultStepProps) {
	const { is, total, results, changeIds, error } = running.state.value;
	const undoing = useSignal(false);
	const undone = useSignal(false);
	const failure = useSignal<ApiProblem | undefined>(undefined);
	const ended = is !== 'running';
	useEffect(() => { if (ended && changeIds.length > 0) onChanged(); }, [ended]);
	const counts = (Object.keys(WORDS) as Array<RowResult['result']>).map((result) => ({ result, count: results.filter((one) => one.result === result).length })).filter(({ count }) => count > 0);
	const failed = results.filter(({ result }) => result === 'failed');
	const takeBack = async () => {
		[undoing.value, failure.value] = [true, undefined];
		try {
			await undo(changeIds, onChanged);
			undone.value = true;
		} catch (reason) {
			failure.value = ApiProblem.from(reason);
		} finally {
			undoing.value = false;
		}
	};
	return (
		<>
			<div class="import-progress">
				<label class="visually-hidden" for="import-progress">Rows done</label>
				<progress id="import-progress" max={total} value={results.length} />
				<p role="status">
					{{ running: 'Importing', stopped: 'Stopped', failed: 'Interrupted', done: undone.value ? 'Undone' : 'Done' }[is]}: {formatNumber(results.length)} of {formatNumber(total)} rows.
					{ended && ` ${counts.map(({ result, count }) => `${formatNumber(count)} ${WORDS[result]}`).join(', ')}.`}
				</p>
			</div>
			{error && <ErrorNotice error={error} retry={running.resume} />}
			{failure.value && <ErrorNotice error={failure.value} retry={() => void takeBack()} />}
			{ended && failed.length > 0 && (
				<section class="preview" aria-label="Rows that were not imported">
					<h3>Not imported</h3>
					<ul class="row-list">{failed.slice(0, SHOWN).map(({ line, destination, message }) => <li key={line}><strong>Line {line}</strong><span>{message}</span><span class="muted truncate">{destination}</span></li>)}</ul>
					{failed.length > SHOWN && <p class="muted">… and {formatNumber(failed.length - SHOWN)} more, all of them in the file of results.</p>}
				</section>
			)}
			<div class="panel-actions">
				{!ended && <Button onClick={running.cancel}>Stop</Button>}
				{ended && (
					<>
						{changeIds.length > 0 && !undone.value && <Button icon="undo" busy={undoing.value} onClick={() => void takeBack()}>Undo the import</Button>}
						{results.length > 0 && <Button icon="download" onClick={() => { download(`${name.replace(/\.\w+$/, '')}-results.csv`, results); }}>Results as CSV</Button>}
						<Button onClick={onAgain}>Another file</Button>
						<Button kind="primary" onClick={onClose}>Close</Button>
					</>
				)}
			</div>
		</>
	);
}

/** Saves what became of each row. */
function download(name: string, results: readonly RowResult[]): void {
	const text = toCsv([['line', 'result', 'slug', 'short_url', 'destination', 'error'], ...results.map(({ line, result, slug, shortUrl, destination, message }) => [line, result, inert(slug), shortUrl, inert(destination), inert(message)])]);
	const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	// The browser has begun to read it by then.
	setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}
