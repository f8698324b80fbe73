import type { IDataObject } from 'n8n-workflow';
import type { RecordedConversion } from '../../contract/conversion';

/** What most workflows go on with; the visitor's browser and the rest are in the raw data. */
const SIMPLE = [
	'id', 'result', 'event', 'value', 'currency', 'external_id', 'occurred_at', 'click_id', 'link_id', 'link_slug', 'short_url', 'campaign', 'country', 'source',
] as const satisfies ReadonlyArray<keyof RecordedConversion>;

/** The output for a conversion that was recorded or found. */
export function shown(recorded: RecordedConversion, simplify: boolean): IDataObject {
	return simplify ? Object.fromEntries(SIMPLE.map((name) => [name, recorded[name]])) : { ...recorded };
}
