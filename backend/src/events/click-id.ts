/** Hex digits of each half. 48 bits of milliseconds last until the year 10889. */
const HALF = 12;

const PATTERN = /^clk_([0-9a-f]{12})([0-9a-f]{12})$/;

/** What names a click, wherever it is spoken of: when it happened and the hit's six random bytes. */
export interface ClickName {
	/** Milliseconds since 1970. */
	occurredAt: number;
	/** Twelve hex digits. */
	nonce: string;
}

/**
 * The public id of a click: `clk_`, the time in milliseconds as 12 hex digits, then the nonce. It is known before the
 * click has a position in the log, sorts by time, and can be taken apart again.
 */
export function clickId({ occurredAt, nonce }: ClickName): string {
	return `clk_${occurredAt.toString(16).padStart(HALF, '0')}${nonce}`;
}

/** The click behind an id; undefined where the text is none. */
export function parseClickId(text: string): ClickName | undefined {
	const match = PATTERN.exec(text);
	return match ? { occurredAt: parseInt(match[1] as string, 16), nonce: match[2] as string } : undefined;
}
