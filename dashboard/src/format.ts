/** The dashboard is in English, and so are its dates. */
const LOCALE = 'en-GB';

const whole = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 });
const date = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });
const dateTime = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const time = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

/** A whole number: 12,345. */
export const formatNumber = (value: number): string => whole.format(value);

/** A number where there is little room: 12.3K. */
export const formatCompact = (value: number): string => compact.format(value);

/** A fraction: 0.123 is 12.3%. */
export const formatPercent = (fraction: number): string => percent.format(fraction);

/** The day of a time, as the reader's clock has it: 22 Nov 2026. Empty for null. */
export const formatDate = (at: string | null): string => (at === null ? '' : date.format(new Date(at)));

/** Day and minute, by the reader's clock. Empty for null. */
export const formatDateTime = (at: string | null): string => (at === null ? '' : dateTime.format(new Date(at)));

/** Hour, minute and second, by the reader's clock. */
export const formatTime = (at: string): string => time.format(new Date(at));

/** Steps of a relative time: its unit, and its length in seconds. */
const UNITS: Array<[Intl.RelativeTimeFormatUnit, number]> = [['year', 31_536_000], ['month', 2_592_000], ['week', 604_800], ['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** How long ago or ahead a time is: "3 hours ago", "in 2 days", "now". `now` in milliseconds. */
export function formatRelative(at: string, now = Date.now()): string {
	const seconds = Math.round((Date.parse(at) - now) / 1000);
	const [unit, length] = UNITS.find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1];
	return relative.format(Math.trunc(seconds / length), unit);
}

/** Bytes in decimal units: 12.3 MB. */
export function formatBytes(bytes: number): string {
	const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
	const step = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
	return new Intl.NumberFormat(LOCALE, { style: 'unit', unit: units[step] ?? 'byte', unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: 1 }).format(bytes / 1000 ** step);
}
