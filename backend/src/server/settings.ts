import type { ServerSetting } from '../../../contract/server.ts';
import { SETTINGS, type Settings } from '../config.ts';
import { formatAllowList } from '../webhooks/allow-list.ts';

/** Writes each setting as its variable has it. A secret is told only as far as that it is set: null. */
const WRITE: { [Name in keyof Settings]-?: (value: Settings[Name]) => string | null } = {
	host: itself,
	port: String,
	baseUrl: itself,
	dataDir: itself,
	apiKey: (key) => (key === undefined ? '' : null),
	rateLimit: (limit) => (limit ? `${String(limit.perMinute)},${String(limit.burst)}` : '0'),
	durability: itself,
	databaseUrl: withoutPassword,
	awaySeconds: String,
	spoolMegabytes: String,
	trustedProxies: (entries) => entries.join(','),
	geoDatabase: itself,
	visitorSaltDays: String,
	eventRetentionDays: String,
	webhookAllow: formatAllowList,
	webhookAllowPrivateNetworks: String,
	conversionPixel: String,
	logLevel: itself,
};

/** Every setting as the server runs with it, in the order of the documentation. */
export function presentSettings(settings: Settings): ServerSetting[] {
	return (Object.keys(SETTINGS) as Array<keyof Settings>).map((name) => {
		const { variable, initial, about, read } = SETTINGS[name];
		// Of each setting, its own type.
		const write = WRITE[name] as (value: unknown) => string | null;
		const value = write(settings[name]);
		return { variable, value, is_default: value === write(read(initial)), about };
	});
}

function itself(text: string | undefined): string {
	return text ?? '';
}

/** An address of a database. Its parameters are left out: there, too, may be a password. */
function withoutPassword(url: string | undefined): string {
	if (url === undefined) return '';
	const { protocol, username, password, host, pathname } = new URL(url);
	const user = username === '' ? '' : `${username}${password === '' ? '' : ':…'}@`;
	return `${protocol}//${user}${host}${pathname}`;
}
