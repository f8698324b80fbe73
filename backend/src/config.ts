import { existsSync } from 'node:fs';
import { addressReader } from './clicks/address.ts';
import type { StorageSettings } from './storage/settings.ts';
import type { Durability } from './storage/storage.ts';
import { parseAllowList, type AllowEntry } from './webhooks/allow-list.ts';

/** How the server is set up. */
export interface Settings {
	host: string;
	port: number;
	/** Where short links point to, without a slash at the end. Undefined: the listening address. */
	baseUrl: string | undefined;
	dataDir: string;
	/** An admin key to accept. */
	apiKey: string | undefined;
	/** Requests a minute and key, and how many may come at once. Null: no limit. */
	rateLimit: { perMinute: number; burst: number } | null;
	durability: Durability;
	/** Where PostgreSQL is. Undefined: data is kept in the data folder. */
	databaseUrl: string | undefined;
	/** Seconds for which visitors of links in memory are still redirected while PostgreSQL is away. */
	awaySeconds: number;
	/** Megabytes of clicks that are kept in the data folder meanwhile. */
	spoolMegabytes: number;
	/** Addresses and CIDR ranges of proxies whose `X-Forwarded-For` or `Forwarded` is believed. */
	trustedProxies: string[];
	/** Path of a MaxMind database of cities or countries. Undefined: the one that ships with the package. */
	geoDatabase: string | undefined;
	/** Days after which visitors are told apart by a new salt. */
	visitorSaltDays: number;
	/** Days for which clicks and other events are kept one by one; 0 for ever. */
	eventRetentionDays: number;
	/** Private and loopback addresses that webhooks may call: `host[:port]` or CIDR, separated by commas. */
	webhookAllow: readonly AllowEntry[];
	webhookAllowPrivateNetworks: boolean;
	/** Whether pages without a server may record conversions by a picture. */
	conversionPixel: boolean;
	/** Level of the log on standard output. */
	logLevel: string;
}

/** One setting: its variable, what it is when unset, and how its text is read. */
interface Setting<T> {
	variable: string;
	initial: string;
	/** What it is for, in a sentence; the table in docs/operations.md is checked against these. */
	about: string;
	/** @throws a sentence without the variable's name, which the caller adds */
	read(text: string): T;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'];

/** Every setting. A new one needs a line here and nothing else. */
export const SETTINGS: { [Name in keyof Settings]-?: Setting<Settings[Name]> } = {
	host: { variable: 'LINKMILL_HOST', initial: '127.0.0.1', about: 'Address to listen on.', read: nonEmpty },
	port: { variable: 'LINKMILL_PORT', initial: '8787', about: 'Port to listen on; 0 takes a free one.', read: (text) => wholeNumber(text, 0, 65_535) },
	baseUrl: { variable: 'LINKMILL_BASE_URL', initial: '', about: 'Where short links point to. Required unless the host is loopback.', read: baseUrl },
	dataDir: { variable: 'LINKMILL_DATA_DIR', initial: './data', about: 'Folder of the databases.', read: nonEmpty },
	apiKey: { variable: 'LINKMILL_API_KEY', initial: '', about: 'An admin key to accept, 32 characters or more. Without it the first start writes one to `admin.key` in the data folder.', read: apiKey },
	rateLimit: { variable: 'LINKMILL_RATE_LIMIT', initial: '60000,20000', about: 'Requests a minute and API key, and the burst; 0 turns it off.', read: rateLimit },
	durability: { variable: 'LINKMILL_DURABILITY', initial: 'process', about: '`process`: clicks survive the death of the process; `power`: that of the machine too, for slower commits.', read: (text) => oneOf(text, ['process', 'power']) },
	databaseUrl: { variable: 'DATABASE_URL', initial: '', about: 'A PostgreSQL database, `postgres://user:password@host/name`, for more than one process. Without it, data is kept in the data folder.', read: databaseUrl },
	awaySeconds: { variable: 'LINKMILL_AWAY_SECONDS', initial: '3600', about: 'While PostgreSQL is away: for how long visitors of links in memory are still redirected.', read: (text) => wholeNumber(text, 0, 604_800) },
	spoolMegabytes: { variable: 'LINKMILL_SPOOL_MB', initial: '256', about: 'While PostgreSQL is away: megabytes of clicks that are kept in the data folder until it is back.', read: (text) => wholeNumber(text, 0, 100_000) },
	trustedProxies: { variable: 'LINKMILL_TRUSTED_PROXIES', initial: '', about: 'Proxies whose `X-Forwarded-For` or `Forwarded` is believed: addresses and CIDR ranges, separated by commas.', read: proxies },
	geoDatabase: { variable: 'LINKMILL_GEO_DATABASE', initial: '', about: 'Path of a database in MaxMind\'s format, such as GeoLite2-City, for regions and cities. Without it, countries come from the one that ships with the package.', read: (text) => text || undefined },
	visitorSaltDays: { variable: 'LINKMILL_VISITOR_SALT_DAYS', initial: '30', about: 'Days after which a visitor counts as a new one.', read: (text) => wholeNumber(text, 1, 3650) },
	eventRetentionDays: { variable: 'LINKMILL_EVENT_RETENTION_DAYS', initial: '90', about: 'Days for which clicks and other events are kept one by one, and webhooks can be behind; 0 keeps them for ever. Reports keep their numbers.', read: (text) => wholeNumber(text, 0, 36_500) },
	webhookAllow: { variable: 'LINKMILL_WEBHOOK_ALLOW', initial: '', about: 'Private addresses that webhooks may call: `host[:port]` or CIDR, separated by commas, such as `n8n:5678`.', read: parseAllowList },
	webhookAllowPrivateNetworks: { variable: 'LINKMILL_WEBHOOK_ALLOW_PRIVATE_NETWORKS', initial: 'false', about: '`true` lets webhooks call every private address.', read: (text) => oneOf(text, ['true', 'false']) === 'true' },
	conversionPixel: { variable: 'LINKMILL_CONVERSION_PIXEL', initial: 'false', about: '`true` lets pages record conversions by a picture, without a key: `GET /v1/conversions/pixel.gif?click_id=`.', read: (text) => oneOf(text, ['true', 'false']) === 'true' },
	logLevel: { variable: 'LINKMILL_LOG_LEVEL', initial: 'info', about: `Of the log on standard output: ${LOG_LEVELS.join(', ')}.`, read: (text) => oneOf(text, LOG_LEVELS) },
};

/** Bad settings: every one of them, a sentence each, after its variable. */
export class BadSettings extends Error {}

/** The storage that the settings ask for. */
export function storageSettings({ databaseUrl: url, dataDir, durability, spoolMegabytes }: Settings): StorageSettings {
	return url === undefined ? { kind: 'sqlite', dataDir, durability } : { kind: 'postgres', url, dataDir, spoolBytes: spoolMegabytes * 1024 * 1024 };
}

/** Hosts that only this machine reaches. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/**
 * The settings, from the environment and an `.env` file in the working folder (the environment wins).
 *
 * @throws BadSettings
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
	if (environment === process.env && existsSync('.env')) process.loadEnvFile('.env');
	const problems: string[] = [];
	const read = <Name extends keyof Settings>(name: Name): [Name, Settings[Name] | undefined] => {
		const { variable, initial, read: readText } = SETTINGS[name];
		try {
			return [name, readText((environment[variable] ?? '').trim() || initial) as Settings[Name]];
		} catch (error) {
			problems.push(`${variable}: ${(error as Error).message}`);
			return [name, undefined];
		}
	};
	const settings = Object.fromEntries((Object.keys(SETTINGS) as Array<keyof Settings>).map(read)) as unknown as Settings;
	if (problems.length === 0 && settings.baseUrl === undefined && !isLoopback(settings.host)) {
		problems.push(`LINKMILL_BASE_URL is required where LINKMILL_HOST (${settings.host}) is not loopback: the address under which visitors reach this server, such as https://go.example.com.`);
	}
	if (problems.length > 0) throw new BadSettings(problems.join('\n'));
	return settings;
}

function nonEmpty(text: string): string {
	if (text === '') throw new Error('must not be empty.');
	return text;
}

function wholeNumber(text: string, least: number, most: number): number {
	const number = Number(text);
	if (Number.isInteger(number) && number >= least && number <= most) return number;
	throw new Error(`must be a whole number from ${String(least)} to ${String(most)}; it is "${text}".`);
}

function oneOf<Value extends string>(text: string, values: readonly Value[]): Value {
	const value = values.find((one) => one === text);
	if (value !== undefined) return value;
	throw new Error(`must be one of ${values.join(', ')}; it is "${text}".`);
}

function baseUrl(text: string): string | undefined {
	if (text === '') return undefined;
	const url = URL.parse(text);
	if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.pathname !== '/') {
		throw new Error(`must be an http or https address without a path, such as https://go.example.com; it is "${text}".`);
	}
	return url.origin;
}

/** What is wrong is said without the text: it holds a password. */
function databaseUrl(text: string): string | undefined {
	if (text === '') return undefined;
	const url = URL.parse(text);
	if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2) throw new Error('must be an address such as postgres://user:password@host:5432/linkmill.');
	return text;
}

function apiKey(text: string): string | undefined {
	if (text === '') return undefined;
	if (text.length < 32 || /\s/.test(text)) throw new Error('must be 32 characters or more, without spaces.');
	return text;
}

function rateLimit(text: string): Settings['rateLimit'] {
	const [perMinute = 0, burst = Math.ceil(perMinute / 3)] = text.split(',').map((part) => wholeNumber(part.trim(), 0, 1e9));
	return perMinute === 0 ? null : { perMinute, burst: Math.max(burst, 1) };
}

function proxies(text: string): string[] {
	const entries = text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
	addressReader(entries);
	return entries;
}
