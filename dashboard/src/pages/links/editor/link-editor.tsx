import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Link } from '../../../../../contract/link.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { copyText } from '../../../ui/copy-button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { toast } from '../../../ui/toast.tsx';
import { BasicFields } from './basic-fields.tsx';
import { bringBack } from './bring-back.ts';
import { Conflict } from './conflict.tsx';
import { MoreFields } from './more-fields.tsx';
import { useEditor, type Saved } from './use-editor.ts';

/** A link as a form. Without a link, one is made. */
export function LinkEditor({ link, onClose, onSaved }: { link?: Link; onClose(): void; onSaved(link: Link): void }) {
	const editor = useEditor(link);
	const leaving = useSignal(false);
	const form = useRef<HTMLFormElement>(null);
	const close = () => {
		if (editor.busy.value) return;
		if (editor.changed) leaving.value = true;
		else onClose();
	};
	const save = async (event: Event) => {
		event.preventDefault();
		const saved = await editor.save();
		if (saved) {
			onSaved(saved.link);
			onClose();
			tell(saved, link !== undefined, onSaved);
			return;
		}
		// What is wrong is shown with the next frame.
		requestAnimationFrame(() => { showFirst(form.current); });
	};
	return (
		<Panel
			title={link ? `Edit /${link.slug}` : 'New link'}
			onClose={close}
			footer={(
				<>
					<Button onClick={close}>Cancel</Button>
					<Button kind="primary" type="submit" form="link-form" busy={editor.busy.value} disabled={link !== undefined && !editor.changed}>{link ? 'Save changes' : 'Create link'}</Button>
				</>
			)}
		>
			<form id="link-form" ref={form} class="link-form" noValidate onSubmit={(event) => void save(event)}>
				{editor.conflict.value && <Conflict theirs={editor.conflict.value} opened={link} mine={editor.mine()} onResolve={editor.resolve} />}
				{editor.failure.value && <ErrorNotice error={editor.failure.value} />}
				<BasicFields editor={editor} link={link} />
				<MoreFields editor={editor} link={link} />
			</form>
			{leaving.value && (
				<Confirm
					title="Discard what you have written?"
					action="Discard"
					kind="danger"
					run={async () => undefined}
					onClose={(done) => {
						leaving.value = false;
						if (done) onClose();
					}}
				/>
			)}
		</Panel>
	);
}

/** Says what was done: a new link can be copied, a changed one brought back. */
function tell({ link, before }: Saved, isChange: boolean, onUndone: (link: Link) => void): void {
	const copy = () => void copyText(link.short_url).catch(() => { toast({ kind: 'error', message: 'Your browser does not let the page copy.' }); });
	const undo = (as: Link) => {
		bringBack(as, link).then(
			(back) => {
				onUndone(back);
				toast(`${back.short_url} is as before.`);
			},
			(error: unknown) => {
				const { status, message } = ApiProblem.from(error);
				toast({ kind: 'error', message: status === 412 ? 'Somebody has changed this link since. Its page has the history, where you can undo your change all the same.' : message });
			},
		);
	};
	toast({ message: `${link.short_url} ${isChange ? 'is changed' : 'is there'}.`, action: before ? { label: 'Undo', run: () => { undo(before); } } : { label: 'Copy', run: copy } });
}

/** Goes to the first field with something wrong; the part of the form that it is in opens. */
function showFirst(form: HTMLFormElement | null): void {
	const first = form?.querySelector<HTMLElement>('[aria-invalid], .notice');
	for (let part = first?.closest('details'); part; part = part.parentElement?.closest('details')) part.open = true;
	first?.scrollIntoView({ block: 'center' });
	first?.focus();
}
