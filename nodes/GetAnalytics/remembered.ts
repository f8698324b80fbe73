import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/** So many questions are remembered by one node; of those asked longest ago, n8n would otherwise keep all. */
const REMEMBERED = 500;

/** Where the previous execution of a workflow ended. */
export interface RememberedClick {
	/** Id of the last click that was returned; undefined at the first time. */
	last: string | undefined;
	/** Moves the place on; without an id it stays. */
	remember(id: string | undefined): void;
}

/**
 * The place up to which a node has returned the clicks of a selection. It is in the workflow's static data, which n8n stores
 * after an execution of a published workflow. Another selection has a place of its own.
 */
export function rememberedClick(context: IExecuteFunctions, selection: object): RememberedClick {
	const kept = context.getWorkflowStaticData('node');
	const places = (kept.clicks ?? {}) as Record<string, string>;
	const name = createHash('sha256').update(JSON.stringify(selection)).digest('hex').slice(0, 16);
	return {
		last: places[name],
		remember(id) {
			if (id === undefined) return;
			const others = Object.entries((kept.clicks ?? {}) as Record<string, string>).filter(([other]) => other !== name);
			const newest = others.slice(1 - REMEMBERED);
			kept.clicks = Object.fromEntries([...newest, [name, id]]);
		},
	};
}
