/** The zone of the browser, in which days begin here: `Europe/Berlin`. */
export const TIME_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The same for people: `Berlin time`; `UTC` stays. */
export function timeZoneLabel(zone = TIME_ZONE): string {
	const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
	return zone.includes('/') && !zone.startsWith('Etc/') ? `${city} time` : zone;
}
