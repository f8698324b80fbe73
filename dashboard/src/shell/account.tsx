import { useSignal } from '@preact/signals';
import { ApiProblem } from '../api/problem.ts';
import { session, signOut } from '../session.ts';
import { chooseTheme, theme, THEMES } from '../theme.ts';
import { IconButton } from '../ui/button.tsx';
import { toast } from '../ui/toast.tsx';

const THEME_ICONS = { system: 'system', light: 'sun', dark: 'moon' } as const;
const THEME_LABELS = { system: 'as the system', light: 'light', dark: 'dark' };

/** Who is signed in, the colours, and the way out. */
export function Account() {
	const leaving = useSignal(false);
	const leave = async () => {
		leaving.value = true;
		await signOut().catch((error: unknown) => { toast({ kind: 'error', message: ApiProblem.from(error).message }); });
		leaving.value = false;
	};
	const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'system';
	const { name, scopes } = session.value?.key ?? { name: '', scopes: [] };
	return (
		<div class="account">
			<div class="account-key">
				<span class="account-name" title={name}>{name}</span>
				<span class="account-scopes">{scopes.join(', ')}</span>
			</div>
			<IconButton icon={THEME_ICONS[theme.value]} label={`Colours: ${THEME_LABELS[theme.value]}. Change to ${THEME_LABELS[next]}`} onClick={() => { chooseTheme(next); }} />
			<IconButton icon="signOut" label="Sign out" disabled={leaving.value} onClick={() => void leave()} />
		</div>
	);
}
