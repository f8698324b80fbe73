import { isOffensive, RANDOM_LENGTH, randomSlug, slugProblem } from '../../../backend/src/links/slug.ts';
import { SlugSource } from '../../../backend/src/links/slug-source.ts';
import { aLink } from '../storage/conformance/samples.ts';

/** Links that have every slug for which `taken` holds. */
const where = (taken: (slug: string) => boolean) => ({
	bySlugs: async (slugs: readonly string[]) => slugs.filter(taken).map((slug, id) => aLink(id, { slug })),
});

test('a draw gives as many slugs as asked for, each once, none of those to avoid', async () => {
	const source = new SlugSource(where((slug) => slug.startsWith('b')));
	const avoid = [randomSlug(), randomSlug()];
	await source.draw(5000, avoid);
	const slugs = await Promise.all(Array.from({ length: 5000 }, () => source.next()));
	expect(new Set(slugs).size).toBe(5000);
	expect(slugs.filter((slug) => slug.startsWith('b') || avoid.includes(slug))).toEqual([]);
	expect(slugs.every((slug) => slug.length === RANDOM_LENGTH && slugProblem(slug) === undefined)).toBe(true);
});

test('slugs grow by as many characters as it takes to find room', async () => {
	const source = new SlugSource(where((slug) => slug.length < RANDOM_LENGTH + 3));
	expect(await source.next()).toHaveLength(RANDOM_LENGTH + 3);
	expect(await source.next()).toHaveLength(RANDOM_LENGTH + 3);
});

test('they stay short while only a few are taken', async () => {
	let looked = 0;
	const source = new SlugSource(where(() => looked++ % 50 === 0));
	await source.draw(1000);
	expect(await source.next()).toHaveLength(RANDOM_LENGTH);
});

test.each(['fckB8kz', 'zFcKzzz', 'kkkmqrt', 'x5h7kkz', 'mm88mmm', 'bwTFbbb', 'Bn6gRbb'])('%s would be read as an offence', (slug) => {
	expect(isOffensive(slug)).toBe(true);
});

test('no random slug has a vowel or a character taken for another, or offends', () => {
	for (let count = 0; count < 50_000; count++) {
		const slug = randomSlug();
		expect(slug).not.toMatch(/[aeiouyAEIOUY0134l]/);
		expect(isOffensive(slug)).toBe(false);
	}
});
