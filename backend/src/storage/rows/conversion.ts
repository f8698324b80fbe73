import type { StoredConversion } from '../conversions.ts';
import type { StoredRow } from './row.ts';

/** A row of `conversions`. */
export function conversionFromRow(row: StoredRow): StoredConversion {
	return {
		id: row['id'] as number,
		linkId: row['link_id'] as number,
		linkVersion: row['link_version'] as number,
		event: row['event'] as string,
		amount: row['amount'] as number | null,
		currency: row['currency'] as string | null,
		externalId: row['external_id'] as string | null,
		metadata: row['metadata'] as string | null,
		clickId: row['click_id'] as string | null,
		click: row['click'] as string | null,
		occurredAt: row['occurred_at'] as number,
		recordedAt: row['recorded_at'] as number,
	};
}
