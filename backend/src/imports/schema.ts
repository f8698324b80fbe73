import Type, { type Static } from 'typebox';
import { IF_EXISTS, LINK_LIMITS } from '../../../contract/link.ts';
import { IMPORT_FORMATS } from '../../../contract/import.ts';
import { closed, nullable, oneOf } from '../http/schema.ts';

/** How an import is done: members of a JSON body, or the query beside a file as body. */
const importOptions = {
	format: Type.Optional(oneOf(IMPORT_FORMATS, 'Where the export comes from; recognised when absent.')),
	if_exists: Type.Optional(oneOf(IF_EXISTS, 'What to do with a slug, or external id, that exists. When absent: a link with the same destination counts as existing, another one is skipped.')),
	campaign: Type.Optional(Type.String({ maxLength: LINK_LIMITS.campaign, description: 'For links whose line names none.' })),
	dry_run: Type.Optional(Type.Boolean({ description: 'Say what would become of every line, and write nothing.' })),
};
const Tags = Type.Array(Type.String({ maxLength: LINK_LIMITS.tag }), { maxItems: LINK_LIMITS.tags, description: 'Added to those of every line.' });

/** Body of `POST /v1/links/import`. */
export const ImportSchema = Type.Object(
	{ data: Type.String({ minLength: 1, description: 'The exported file, as text.' }), ...importOptions, tags: Type.Optional(Tags) },
	{ ...closed, examples: [{ data: 'url,slug,tags\nhttps://shop.example/products/1,spring-sale,"mail,spring"\n', if_exists: 'return', tags: ['moved-in'] }] },
);

/** The other body of `POST /v1/links/import`. */
export const FileSchema = Type.String({ description: 'The exported file.', examples: ['url,slug,tags\nhttps://shop.example/products/1,spring-sale,"mail,spring"\n'] });

/** Query of `POST /v1/links/import` where the body is the file itself. */
export const ImportQuerySchema = Type.Object({ ...importOptions, tags: Type.Optional(Type.String({ maxLength: 2000, description: 'Added to those of every line; separated by commas.' })) }, closed);

/** Answer of `POST /v1/links/import`. */
export const ImportAnswerSchema = Type.Object(
	{
		format: oneOf(IMPORT_FORMATS, 'As named, or as recognised.'),
		read: Type.Integer({ description: 'Lines with a link: the sum of the four below.' }),
		created: Type.Integer(),
		existing: Type.Integer({ description: 'Were there already, and are as they were.' }),
		updated: Type.Integer(),
		skipped: Type.Integer({ description: 'Could not become links; `errors` says why.' }),
		imported_clicks: Type.Integer({ description: 'Clicks that the created links start from, all together.' }),
		warnings: Type.Array(Type.String(), { description: 'What the export holds and a link here cannot.' }),
		errors: Type.Array(Type.Object({ line: Type.Integer(), pointer: Type.String(), code: Type.String(), message: Type.String() }), { description: 'The first 1,000.' }),
		dry_run: Type.Boolean(),
		change_id: nullable(Type.String(), 'Undoes the import; null in a dry run, or where nothing was written.'),
	},
	{
		examples: [
			{
				format: 'csv', read: 3, created: 1, existing: 1, updated: 0, skipped: 1, imported_clicks: 120, warnings: [], dry_run: false, change_id: 'chg_0e3k5w9zq1r',
				errors: [{ line: 4, pointer: '/destination', code: 'invalid_url', message: 'destination must be an absolute http or https URL, such as https://example.com/page; it is "shop".' }],
			},
		],
	},
);

export type ImportInput = Static<typeof ImportSchema>;
