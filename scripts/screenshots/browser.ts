import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The machine's own Chromium: what `CHROMIUM` names, else where it usually is; undefined where there is none. */
export const findBrowser = (): string | undefined => process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));

/** The machine's own Chromium, without a window, asking nobody's servers. */
export function launch(): Promise<Browser> {
	const executablePath = findBrowser();
	if (!executablePath) throw new Error('No Chromium found. Install one, or name it: CHROMIUM=/path npm run screenshots');
	return chromium.launch({
		executablePath,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}
