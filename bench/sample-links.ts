/** Links as a shop imports them: a slug of its own, a title, two tags, a campaign. */
export function sampleLinks(count: number, series: string) {
	return Array.from({ length: count }, (_, index) => ({
		slug: `${series}-${String(index)}`,
		destination: `https://shop.example.com/products/${String(index)}?utm_source=newsletter&utm_campaign=${series}`,
		title: `Product number ${String(index)}`,
		tags: ['newsletter', `category-${String(index % 50)}`],
		campaign: `campaign-${series}`,
		external_id: `SKU-${series}-${String(index)}`,
	}));
}
