import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { endedBecause, signIn } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon, Mark } from '../../ui/icon.tsx';

/** The way in: an API key, which the server exchanges for a session in a cookie. */
export function SignInPage() {
	const key = useSignal('');
	const problem = useSignal<string | undefined>(undefined);
	const busy = useSignal(false);
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => {
		document.title = 'Sign in · Linkmill';
		form.current?.querySelector('input')?.focus();
	}, []);

	const submit = async (event: Event) => {
		event.preventDefault();
		if (busy.value) return;
		busy.value = true;
		problem.value = key.value.trim() === '' ? 'Paste your API key.' : await signIn(key.value).then(() => undefined, (error: unknown) => ApiProblem.from(error).message);
		busy.value = false;
		if (problem.value !== undefined) form.current?.querySelector('input')?.focus();
	};
	return (
		<main class="sign-in">
			<div class="sign-in-card">
				<Mark size={48} />
				<h1>Sign in to Linkmill</h1>
				{endedBecause.value !== undefined && <p class="notice warning" role="status"><Icon name="info" />{endedBecause.value}</p>}
				<form ref={form} noValidate onSubmit={(event) => void submit(event)}>
					<TextField
						label="API key"
						type="password"
						value={key.value}
						onValue={(value) => { key.value = value; }}
						error={problem.value}
						autocomplete="current-password"
						spellcheck={false}
						placeholder="lmk_…"
						required
					/>
					<Button kind="primary" type="submit" busy={busy.value}>Sign in</Button>
				</form>
				<details>
					<summary>Where do I find a key?</summary>
					<p>The first start of the server writes one to <code>admin.key</code> in its data folder. Others are made under Keys, or with <code>linkmill keys create</code>. What a key may do, its holder may do here.</p>
				</details>
			</div>
		</main>
	);
}
