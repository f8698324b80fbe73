import type { NewLink } from '../../contract/link.ts';

/** Links of one campaign, in a catalogue. */
export const CAMPAIGN_LINKS = 5000;

const LOOKS = ['Ancient', 'Blue', 'Bright', 'Calm', 'Classic', 'Curved', 'Dark', 'Double', 'Early', 'Festive', 'Folding', 'Fresh', 'Gentle', 'Giant', 'Golden', 'Green', 'Heavy', 'Hidden', 'Indoor', 'Light', 'Little', 'Modern', 'Narrow', 'Noble', 'Outdoor', 'Plain', 'Quiet', 'Red', 'Round', 'Rustic', 'Silver', 'Simple', 'Slim', 'Soft', 'Sturdy', 'Sunny', 'Tall', 'Vintage', 'White', 'Wide', 'Winter', 'Yellow'];
const MATERIALS = ['acacia', 'bamboo', 'beech', 'canvas', 'ceramic', 'clay', 'copper', 'cork', 'cotton', 'felt', 'glass', 'iron', 'jute', 'leather', 'linen', 'marble', 'oak', 'pine', 'rattan', 'slate', 'steel', 'teak', 'walnut', 'wool', 'zinc'];
const THINGS = ['armchair', 'basket', 'bench', 'birdhouse', 'blanket', 'bookcase', 'bowl', 'bucket', 'candle', 'carpet', 'chair', 'clock', 'cupboard', 'curtain', 'cushion', 'desk', 'drawer', 'fence', 'fountain', 'frame', 'greenhouse', 'hammock', 'hook', 'jug', 'kettle', 'ladder', 'lamp', 'lantern', 'mirror', 'mug', 'parasol', 'pillow', 'planter', 'plate', 'rake', 'rug', 'shelf', 'shovel', 'sideboard', 'sofa', 'stool', 'swing', 'table', 'teapot', 'tray', 'trellis', 'trowel', 'vase', 'wardrobe', 'watering can', 'wheelbarrow', 'wreath'];

/**
 * The link at a place of a large shop's catalogue, the same every time: with words that few and that many have in common, a number
 * that is its own, a campaign of {@link CAMPAIGN_LINKS} and two tags.
 */
export function catalogueLink(index: number) {
	// Neighbours have nothing in common: multiplied by a number that is prime to the count of each (Knuth's for 32 bits).
	const mixed = Math.imul(index + 1, 2_654_435_761) >>> 0;
	const [look, material, thing] = [pick(LOOKS, mixed), pick(MATERIALS, Math.floor(mixed / 64)), pick(THINGS, Math.floor(mixed / 4096))];
	const words = `${look} ${material} ${thing}`;
	const name = words.toLowerCase().replaceAll(' ', '-');
	return {
		slug: `${name}-${String(index)}`,
		destination: `https://shop.example.com/${thing.replaceAll(' ', '-')}/${name}?sku=${String(index)}&ref=newsletter`,
		title: `${words} no. ${String(index)}`,
		tags: [index % 2 === 0 ? 'newsletter' : 'print', `shelf-${String(index % 50)}`],
		campaign: `catalogue-${String(Math.floor(index / CAMPAIGN_LINKS))}`,
	} satisfies NewLink;
}

/** The links of a catalogue from one place on. */
export const catalogueLinks = (first: number, count: number) => Array.from({ length: count }, (_, offset) => catalogueLink(first + offset));

function pick(from: readonly string[], number: number): string {
	return from[number % from.length] ?? '';
}
