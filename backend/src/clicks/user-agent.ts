import Bowser from 'bowser';

/** What a user agent says of the machine. Null where it says nothing. */
export interface Device {
	device: string | null;
	browser: string | null;
	os: string | null;
}

/** Reads a user agent. */
export function parseUserAgent(userAgent: string): Device {
	if (userAgent === '') return { device: null, browser: null, os: null };
	const { platform, browser, os } = Bowser.parse(userAgent);
	return { device: platform.type ?? null, browser: browser.name ?? null, os: os.name ?? null };
}
