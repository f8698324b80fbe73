import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';

/** Takes the file: dropped, or chosen. */
export function FileStep({ busy, onFile }: { busy: boolean; onFile(file: File): void }) {
	const input = useRef<HTMLInputElement>(null);
	const over = useSignal(false);
	const take = (files: FileList | null | undefined) => {
		const [file] = files ?? [];
		if (file) onFile(file);
	};
	return (
		<>
			<div
				class={`file-drop ${over.value ? 'over' : ''}`}
				onDragOver={(event) => {
					event.preventDefault();
					over.value = true;
				}}
				onDragLeave={() => { over.value = false; }}
				onDrop={(event) => {
					event.preventDefault();
					over.value = false;
					take(event.dataTransfer?.files);
				}}
			>
				<span class="empty-icon"><Icon name="upload" size={24} /></span>
				<p>Drop a CSV file here, or</p>
				<Button kind="primary" busy={busy} onClick={() => { input.current?.click(); }}>Choose a file</Button>
				<input ref={input} class="visually-hidden" type="file" tabIndex={-1} accept=".csv,.tsv,.txt,text/csv" aria-label="CSV file" onChange={({ currentTarget }) => { take(currentTarget.files); }} />
			</div>
			<div class="import-help">
				<h3>What the file looks like</h3>
				<pre tabIndex={0} aria-label="An example">{'destination,slug,title,tags\nhttps://shop.example.com/garden,garden,Garden chairs,"spring,mail"\nhttps://shop.example.com/seeds,,Tomato seeds,spring'}</pre>
				<p class="muted">The first line names the columns, in any order and by the names that you have: you say next which is what. Only the destination is needed. Exports of Bitly, Short.io and others keep their dates and clicks.</p>
			</div>
		</>
	);
}
