import type { ConversionCriteria, ConversionReader, LinkWriter, StoredConversion } from '../../../../backend/src/storage/storage.ts';
import { MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

const aConversion = (id: number, differs: Partial<StoredConversion> = {}): StoredConversion => ({
	id, linkId: 1, linkVersion: 1, event: 'sale', amount: null, currency: null, externalId: null, metadata: null, clickId: null, click: null,
	occurredAt: MORNING, recordedAt: MORNING, ...differs,
});

/** Conversions, as they are recorded and found again. */
export const conversions: Suite = (subject) => {
	let reader: ConversionReader;
	let writer: LinkWriter;
	const insert = (...all: StoredConversion[]) => writer.transaction((transaction) => transaction.conversions.insert(all));
	const list = async (criteria: ConversionCriteria, limit = 10, before?: number) => (await reader.list(criteria, { limit, before })).map(({ id }) => id);

	beforeEach(async () => {
		const storage = await subject().start();
		reader = storage.conversionReader();
		writer = storage.linkWriter();
	});

	it('come back as they were written', async () => {
		const full = aConversion(5, { amount: 1_000_000_000_000_000, currency: 'EUR', externalId: 'ORDER-ü', metadata: '{"ä":1}', clickId: 'clk_1', click: '{}', occurredAt: MORNING - 5 });
		await insert(full, aConversion(6));
		expect(await reader.list({}, { limit: 10 })).toEqual([aConversion(6), full]);
		expect(await writer.transaction((transaction) => transaction.conversions.byIds([5, 7]))).toEqual([full]);
	});

	it('are listed newest first by what they are, page by page', async () => {
		await insert(...[1, 2, 3, 4, 5, 6].map((id) => aConversion(id, { linkId: id % 3, event: id % 2 ? 'sale' : 'signup', occurredAt: MORNING - id })));
		expect(await list({}, 2)).toEqual([6, 5]);
		expect(await list({}, 2, 5)).toEqual([4, 3]);
		expect(await list({ event: 'sale' })).toEqual([5, 3, 1]);
		expect(await list({ linkIds: new Set([1, 7]) })).toEqual([4, 1]);
		expect(await list({ linkIds: new Set() })).toEqual([]);
		expect(await list({ since: MORNING - 4, until: MORNING - 2 })).toEqual([4, 3]);
		expect(await list({ linkIds: new Set([0, 1]), event: 'signup', since: MORNING - 5 }, 1)).toEqual([4]);
	});

	it('are found among those of so many links that these are not all named', async () => {
		await insert(...Array.from({ length: 2500 }, (_, index) => aConversion(index + 1, { linkId: index })));
		const even = new Set(Array.from({ length: 1250 }, (_, index) => index * 2));
		expect(await list({ linkIds: even }, 3)).toEqual([2499, 2497, 2495]);
		expect(await list({ linkIds: even }, 2000)).toHaveLength(1250);
		expect(await list({ linkIds: even }, 10, 4)).toEqual([3, 1]);
	});

	it('are known by event and the caller\'s id, of which there is one each', async () => {
		await insert(aConversion(1, { externalId: 'A' }), aConversion(2, { externalId: 'A', event: 'refund' }));
		await writer.transaction(async (transaction) => {
			const found = await transaction.conversions.byExternalIds([{ event: 'refund', externalId: 'A' }, { event: 'sale', externalId: 'B' }]);
			expect(found.map(({ id }) => id)).toEqual([2]);
		});
		await expect(insert(aConversion(3, { externalId: 'A' }))).rejects.toThrow();
	});

	it('are known by event and click: the first of each', async () => {
		const [click, other] = [{ clickId: 'clk_1' }, { clickId: 'clk_2' }];
		await insert(aConversion(1, click), aConversion(2, click), aConversion(3, { ...click, event: 'signup' }), aConversion(4, other));
		await writer.transaction(async (transaction) => {
			const found = await transaction.conversions.afterClicks([{ event: 'sale', ...click }, { event: 'sale', ...other }, { event: 'signup', ...other }]);
			expect(found.map(({ id }) => id).sort()).toEqual([1, 4]);
		});
	});
};
