import { signal } from '@preact/signals';

/** What the page looks like: as the system, or as somebody has chosen. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Kept in a cookie, which the server reads too: so the page has its colours before any script runs. Seconds of a year. */
const [COOKIE, KEPT_FOR] = ['linkmill_theme', 365 * 86_400];

const chosen = document.documentElement.dataset['theme'];

/** The theme that is shown. */
export const theme = signal<Theme>(chosen === 'light' || chosen === 'dark' ? chosen : 'system');

/** Shows another theme from now on, in this browser. */
export function chooseTheme(next: Theme): void {
	theme.value = next;
	if (next === 'system') delete document.documentElement.dataset['theme'];
	else document.documentElement.dataset['theme'] = next;
	document.cookie = `${COOKIE}=${next}; path=/; samesite=strict; max-age=${String(next === 'system' ? 0 : KEPT_FOR)}${location.protocol === 'https:' ? '; secure' : ''}`;
}
