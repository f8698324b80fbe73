import fc from 'fast-check';
import { Database } from '../../../backend/src/storage/postgres/database.ts';
import { databaseFor, dropDatabaseOf } from '../../support/postgres.ts';

const NAME = 'values';

let database: Database;
beforeAll(async () => {
	database = new Database(await databaseFor(NAME), { connections: 1 });
});
afterAll(async () => {
	await database.close();
	await dropDatabaseOf(NAME);
});

const text = fc.string({ unit: 'binary' }).map((one) => one.toWellFormed().replaceAll('\0', ''));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(fc.option(arbitrary, { nil: null }), { maxLength: 5 });

it('arrays come back as they were given', async () => {
	const texts = fc.oneof(text, fc.constantFrom('', 'NULL', 'null', '{}', '"', '\\', '\\"', ',', ' a ', '\n'));
	await fc.assert(
		fc.asyncProperty(orNull(texts), orNull(fc.maxSafeInteger()), orNull(fc.boolean()), orNull(fc.uint8Array()), async (texts, numbers, booleans, bytes) => {
			const buffers = bytes.map((one) => one && Buffer.from(one));
			const row = await database.get('SELECT $1::text[] AS texts, $2::boolean[] AS booleans, $3::bytea[] AS buffers', texts, booleans, buffers);
			expect(row).toEqual({ texts, booleans, buffers });
			const rows = await database.all('SELECT number FROM unnest($1::bigint[]) AS number', numbers);
			expect(rows.map((one) => one['number'])).toEqual(numbers.map((one) => (one === 0 ? 0 : one)));
		}),
		{ numRuns: 100 },
	);
});

it('NUL, which no text here can hold, becomes the character for what cannot be shown', async () => {
	expect(await database.get('SELECT $1::text AS text, $2::text[] AS texts', 'a\0b\0', ['\0', 'c'])).toEqual({ text: 'a\ufffdb\ufffd', texts: ['\ufffd', 'c'] });
});
