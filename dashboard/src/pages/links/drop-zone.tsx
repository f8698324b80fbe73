import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';

/** Takes a file that is dropped anywhere on the page, and shows that it does while one is dragged over it. */
export function DropZone({ onFile }: { onFile(file: File): void }) {
	const over = useSignal(false);
	useEffect(() => {
		const carriesFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
		const drag = (event: DragEvent) => {
			if (!carriesFile(event) || document.querySelector('dialog[open]')) return;
			event.preventDefault();
			over.value = true;
		};
		const leave = (event: DragEvent) => { if (event.relatedTarget === null) over.value = false; };
		const drop = (event: DragEvent) => {
			if (!carriesFile(event)) return;
			// Beside the page, a file would be opened instead of it.
			event.preventDefault();
			over.value = false;
			const file = event.dataTransfer?.files[0];
			if (file && !document.querySelector('dialog[open]')) onFile(file);
		};
		addEventListener('dragover', drag);
		addEventListener('dragleave', leave);
		addEventListener('drop', drop);
		return () => {
			removeEventListener('dragover', drag);
			removeEventListener('dragleave', leave);
			removeEventListener('drop', drop);
		};
	}, []);
	if (!over.value) return null;
	return (
		<div class="drop-zone">
			<p><Icon name="upload" size={24} /> Drop the CSV file to import its links</p>
		</div>
	);
}
