import type { Browser } from 'playwright-core';
import { launch } from '../../../scripts/screenshots/browser.ts';

const found = await launch().catch((error: unknown) => String(error));
if (typeof found !== 'string') afterAll(() => found.close());

/** Describes what a browser shows; skipped, with the reason in its name, where there is none. */
export function inBrowser(name: string, tests: () => void): void {
	if (typeof found === 'string') describe.skip(`${name} (skipped: ${found})`, tests);
	else describe(name, tests);
}

/** The machine's own Chromium. Only within {@link inBrowser}. */
export function browser(): Browser {
	if (typeof found === 'string') throw new Error(found);
	return found;
}
