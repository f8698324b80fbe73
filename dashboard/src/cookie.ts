/** How long the browser keeps a choice: a year, in seconds. */
const KEPT_FOR = 365 * 86_400;

/** What somebody has chosen in this browser, in a cookie that has nothing to do with the session; undefined where nothing. */
export function chosenIn(cookie: string): string | undefined {
	return new RegExp(`(?:^|; )${cookie}=([a-z]+)(?:;|$)`).exec(document.cookie)?.[1];
}

/** Keeps a choice, in letters; undefined forgets it. */
export function keepChoice(cookie: string, choice: string | undefined): void {
	document.cookie = `${cookie}=${choice ?? ''}; path=/; samesite=strict; max-age=${String(choice === undefined ? 0 : KEPT_FOR)}${location.protocol === 'https:' ? '; secure' : ''}`;
}
