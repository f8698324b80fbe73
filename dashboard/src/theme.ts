import { signal } from '@preact/signals';
import { keepChoice } from './cookie.ts';

/** What the page looks like: as the system, or as somebody has chosen. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The server reads it too: so the page has its colours before any script runs. */
const COOKIE = 'linkmill_theme';

const chosen = document.documentElement.dataset['theme'];

/** The theme that is shown. */
export const theme = signal<Theme>(chosen === 'light' || chosen === 'dark' ? chosen : 'system');

/** Shows another theme from now on, in this browser. */
export function chooseTheme(next: Theme): void {
	theme.value = next;
	if (next === 'system') delete document.documentElement.dataset['theme'];
	else document.documentElement.dataset['theme'] = next;
	keepChoice(COOKIE, next === 'system' ? undefined : next);
}
