import { LINK_LIMITS } from '../../contract/link.ts';

it('runs TypeScript with .ts imports as an ES module, as Node does', () => {
	const limit: number = LINK_LIMITS.url;
	expect(limit).toBe(2048);
	expect(import.meta.url).toMatch(/strip-types\.test\.ts$/);
});
