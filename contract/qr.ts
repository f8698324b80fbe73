/** QR codes of short links. */

export const QR_FORMATS = ['svg', 'png'] as const;
export type QrFormat = (typeof QR_FORMATS)[number];

/** Error correction: how much of a code may be covered or worn off: 7, 15, 25 or 30 % (ISO/IEC 18004). */
export const QR_LEVELS = ['L', 'M', 'Q', 'H'] as const;
export type QrLevel = (typeof QR_LEVELS)[number];

/** Limits that both sides check. Size in pixels, margin in modules (the small squares of a code). */
export const QR_LIMITS = { size: { minimum: 64, maximum: 4096 }, margin: { minimum: 0, maximum: 20 } } as const;

/** What holds for a code that says nothing else. ISO/IEC 18004 asks for a margin of 4 modules. */
export const QR_DEFAULTS = { size: 512, margin: 4, color: '#000000', background: '#ffffff', level: 'M' } as const satisfies Required<QrOptions>;

/** How a code looks. */
export interface QrOptions {
	/** Width and height, in pixels. */
	size?: number;
	/** Free space around the code, in modules. */
	margin?: number;
	/** `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`, with or without `#`. */
	color?: string;
	/** As `color`, or `transparent`. */
	background?: string;
	level?: QrLevel;
}
