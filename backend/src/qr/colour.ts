/** A colour: red, green and blue from 0 to 255, alpha from 0 to 1. */
export interface Colour {
	/** `#rrggbb` */
	hex: string;
	red: number;
	green: number;
	blue: number;
	alpha: number;
}

/** Least contrast of a code with its background: what WCAG 2.2 (1.4.11) asks of graphics that carry a meaning. */
export const LEAST_CONTRAST = 3;

const WHITE = parseColour('fff') as Colour;
const BLACK = parseColour('000') as Colour;

/** Reads `#rgb`, `#rgba`, `#rrggbb` and `#rrggbbaa`, with or without `#`, and `transparent`. Undefined where the text is none of them. */
export function parseColour(text: string): Colour | undefined {
	if (text.toLowerCase() === 'transparent') return { ...WHITE, alpha: 0 };
	const digits = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text)?.[1]?.toLowerCase();
	if (digits === undefined) return undefined;
	const long = digits.length < 6 ? digits.replaceAll(/./g, '$&$&') : digits;
	const [red = 0, green = 0, blue = 0, alpha = 255] = (long.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
	return { hex: `#${long.slice(0, 6)}`, red, green, blue, alpha: alpha / 255 };
}

/**
 * The contrast ratio (WCAG 2.2) of a colour on a background, from 1 to 21. What shows through the background is not
 * known: white or black, whichever is the better of them.
 */
export function contrast(colour: Colour, background: Colour): number {
	const ratios = [WHITE, BLACK].map((behind) => {
		const below = blend(background, behind);
		const [dark = 0, light = 0] = [luminance(below), luminance(blend(colour, below))].sort((a, b) => a - b);
		return (light + 0.05) / (dark + 0.05);
	});
	return Math.max(...ratios);
}

type Opaque = Pick<Colour, 'red' | 'green' | 'blue'>;

function blend(above: Colour, below: Opaque): Opaque {
	const mix = (part: keyof Opaque) => above[part] * above.alpha + below[part] * (1 - above.alpha);
	return { red: mix('red'), green: mix('green'), blue: mix('blue') };
}

/** Relative luminance of sRGB, as WCAG 2.2 defines it. */
function luminance({ red, green, blue }: Opaque): number {
	const linear = (part: number) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
	return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
