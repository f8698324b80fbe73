import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(`${process.cwd()}/package.json`).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 A and AA, and what axe recommends beside. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe-core finds on a page, as it is now: empty where there is nothing serious or critical, as it should be.
 * Every violation of WCAG counts, whatever its impact; of the recommendations, the serious ones.
 */
export async function violations(page: Page): Promise<string[]> {
	// Colours on their way from one to another have any contrast: from now on they change at once, and those under way arrive.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.evaluate('Promise.all(document.getAnimations().map((one) => one.playState === "running" && one.effect.getComputedTiming().iterations !== Infinity ? one.finished.catch(() => undefined) : undefined))');
	// As from the console of the browser: the policy of the page allows it no other way.
	await page.evaluate(AXE);
	const results = await page.evaluate<AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`);
	await page.emulateMedia({ reducedMotion: null });
	return results.violations
		.filter(({ impact, tags }) => !tags.includes('best-practice') || impact === 'serious' || impact === 'critical')
		.map(({ id, impact, help, nodes }) => `${id} (${String(impact)}): ${help}: ${String(nodes.length)} times: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')} ${String(failureSummary)}`).join('; ')}`);
}
