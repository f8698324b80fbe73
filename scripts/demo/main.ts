// `npm run demo`: what Linkmill does, from a shop's CSV to a report, with a real backend and n8n's own engine.
import { mistakes } from './check.ts';
import { compare, makeSingly } from './compare.ts';
import { makeLinks } from './links.ts';
import { showReport } from './report.ts';
import { setStage } from './stage.ts';
import { duration, paint, progress, say, section } from './terminal.ts';
import { showTrigger } from './trigger.ts';
import { switchToB, visitLinks } from './visits.ts';

let clear = async () => {};

async function play(): Promise<void> {
	section(1, "A backend, and n8n's engine");
	const stage = await setStage((close) => (clear = close));
	section(2, '500 products become short links', 'examples/workflows/csv-to-links.json');
	const { products, took } = await makeLinks(stage);
	section(3, 'Visitors follow them, from twelve countries with twelve browsers');
	const visits = await visitLinks(products);
	section(4, 'Mid-campaign: 200 links lead to page B', 'examples/workflows/switch-to-variant-b.json');
	visits.push(...(await switchToB(stage, products)));
	section(5, 'The report', 'examples/workflows/campaign-report.json');
	await showReport(stage, visits);
	section(6, 'A click starts a workflow', 'examples/workflows/on-link-click.json');
	await showTrigger(stage, products);
	section(7, 'The same with single requests');
	const singly = await makeSingly(stage, products);
	section(8, 'What it saves');
	compare(took, singly);
}

/** 0 when every number was what it must be. */
function verdict(begin: number): number {
	const wrong = mistakes();
	say();
	if (wrong.length === 0) {
		say(paint('green', `Every number is what it must be. The demo took ${duration(performance.now() - begin)}.`));
		return 0;
	}
	say(paint('red', `${wrong.length} ${wrong.length === 1 ? 'number is' : 'numbers are'} not what they must be:`));
	for (const sentence of wrong) say(sentence);
	return 1;
}

/** Ctrl-C, `kill` and a closed terminal: resolves to the exit status that says so. */
const interrupted = new Promise<number>((resolve) => {
	for (const [signal, number] of [['SIGHUP', 1], ['SIGINT', 2], ['SIGTERM', 15]] as const) {
		process.once(signal, () => resolve(128 + number));
	}
});

const begin = performance.now();
let status = 1;
try {
	status = await Promise.race([interrupted, play().then(() => verdict(begin))]);
} catch (error) {
	progress('');
	console.error(paint('red', `\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}`));
} finally {
	await clear();
}
// Not left to the event loop: n8n's engine keeps timers of its own.
process.exit(status);
