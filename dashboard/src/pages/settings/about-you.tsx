import { useSignal } from '@preact/signals';
import { ApiProblem } from '../../api/problem.ts';
import { formatDateTime } from '../../format.ts';
import { session, signOut } from '../../session.ts';
import { allowShortcuts, shortcuts } from '../../shortcuts.ts';
import { chooseTheme, theme, type Theme } from '../../theme.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/choice.tsx';
import { Segments } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast.tsx';

const THEME_OPTIONS: Array<{ value: Theme; label: string }> = [{ value: 'system', label: 'As the system' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }];

/** Who is signed in, and how the page looks to them. */
export function AboutYou() {
	const leaving = useSignal(false);
	const leave = async () => {
		leaving.value = true;
		await signOut().catch((error: unknown) => { toast({ kind: 'error', message: ApiProblem.from(error).message }); });
		leaving.value = false;
	};
	if (!session.value) return null;
	const { key, ends_at: ends } = session.value;
	return (
		<section class="card settings" aria-labelledby="you">
			<h2 id="you">You</h2>
			<dl>
				<div>
					<dt>Signed in with</dt>
					<dd class="wide setting-value">
						{key.name}
						{key.scopes.map((scope) => <Badge key={scope}>{scope}</Badge>)}
						<span class="muted">until {formatDateTime(ends)}</span>
						<Button size="small" icon="signOut" busy={leaving.value} onClick={() => void leave()}>Sign out</Button>
					</dd>
				</div>
				<div>
					<dt>Colours</dt>
					<dd class="wide"><Segments label="Colours" value={theme.value} options={THEME_OPTIONS} onValue={chooseTheme} /></dd>
				</div>
				<div>
					<dt>Keyboard</dt>
					<dd class="wide"><Switch label={<><kbd>/</kbd> goes to the search</>} hint="A single key. Turn it off if you speak to your computer, or press keys by accident." checked={shortcuts.value} onChecked={allowShortcuts} /></dd>
				</div>
			</dl>
		</section>
	);
}
