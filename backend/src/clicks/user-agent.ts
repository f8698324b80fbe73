import Bowser from 'bowser';
import type { ClickSource } from '../../../contract/event.ts';
import { appOf } from './apps.ts';

/** What a user agent says of the machine. Null where it says nothing. */
export interface Device {
	device: string | null;
	browser: string | null;
	os: string | null;
}

/** The browsers that bowser knows. For others it makes a name of what comes first, which could be anything. */
const BROWSERS: ReadonlySet<string | undefined> = new Set(Object.values(Bowser.BROWSER_MAP));

const NOTHING: Device = { device: null, browser: null, os: null };

/** Reads a user agent. The browser of an app is named for the app; `source` is where a click in it comes from. */
export function parseUserAgent(userAgent: string): Device & { source: ClickSource | null } {
	if (userAgent === '') return { ...NOTHING, source: null };
	const { platform, browser, os } = Bowser.parse(userAgent);
	const app = appOf(userAgent);
	return {
		// Of a Chromebook, bowser names the system alone.
		device: platform.type ?? (os.name === 'Chrome OS' ? 'desktop' : null),
		browser: app?.name ?? (BROWSERS.has(browser.name) ? (browser.name ?? null) : null),
		os: os.name ?? null,
		source: app?.source ?? null,
	};
}
