import Type, { type TSchema } from 'typebox';
import { CHANGE_KINDS, CONFLICT_REASONS, LINK_ACTIONS } from '../../../contract/change.ts';
import { LINK_LIMITS } from '../../../contract/link.ts';
import { answeredTime, closed, nullable, oneOf } from '../http/schema.ts';
import { LinkSchema } from '../links/schema.ts';

/** Body of `POST /v1/changes/{id}/revert`. */
export const RevertSchema = Type.Object(
	{
		force: Type.Optional(Type.Boolean({ description: 'Also links that somebody changed since: the fields that the change touched go back, all others stay as they are.' })),
		dry_run: Type.Optional(Type.Boolean({ description: 'Show what would happen, write nothing.' })),
	},
	{ ...closed, examples: [{ force: false }] },
);

/** A page of changes or of a history. */
export const PageQuery = Type.Object(
	{
		limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.page, description: 'How many on a page; 1,000 unless you say otherwise.' })),
		cursor: Type.Optional(Type.String({ maxLength: 200, description: 'The `next_cursor` of the page before.' })),
	},
	closed,
);

/** The path of one change. */
export const ChangePathSchema = Type.Object({ id: Type.String({ description: '`chg_…`', examples: ['chg_0e3k5w9zq1s'] }) });

const ChangeId = Type.String({ description: '`chg_…`, ordered by time.', examples: ['chg_0e3k5w9zq1s'] });
const OtherChange = (description: string) => nullable(Type.String(), description);
const NextCursor = nullable(Type.String(), 'Pass as `cursor` for the next page; null on the last.');
const At = Type.String({ format: 'date-time', description: 'When it was done.', examples: ['2027-03-02T09:30:00.000Z'] });
const Author = nullable(
	Type.Object({ id: Type.String({ examples: ['key_0e3k5w9zq1t'] }), name: Type.String({ examples: ['n8n'] }) }),
	'The API key; null where it was the server itself, or is not known.',
);
const Fields = (description: string): TSchema => nullable(Type.Record(Type.String(), Type.Unknown(), { examples: [{ destination: 'https://shop.example/products/1' }] }), description);
const difference = {
	action: oneOf(LINK_ACTIONS, 'What was done to the link; `imported` is created by a batch.'),
	before: Fields('Of an update the fields that differ, as they were; else all of them, or null where there was no link.'),
	after: Fields('The same as they were afterwards.'),
};

const change = {
	id: ChangeId,
	kind: oneOf(CHANGE_KINDS, 'What the call did: `import` is a batch or an import.'),
	at: At,
	key: Author,
	counts: Type.Object(
		{ created: Type.Integer(), updated: Type.Integer(), deleted: Type.Integer(), restored: Type.Integer() },
		{ description: 'How many links it touched, by what it did to them.', examples: [{ created: 0, updated: 200, deleted: 0, restored: 0 }] },
	),
	summary: Type.Record(Type.String(), Type.Unknown(), { description: 'What was asked for: selection, fields that were set, tags, replaced text.', examples: [{ filter: { campaign: 'spring-2027' }, replace: { find: 'page=a', with: 'page=b' } }] }),
	reverts: OtherChange('The change that this one undid.'),
	reverted_by: OtherChange('The last change that undid this one, wholly or in part, and was not undone itself.'),
	revertible_until: answeredTime('Until when it can be reverted.'),
};

/** A change in a list. */
export const ChangeSchema = Type.Object(change, { title: 'Change', description: 'A bulk call that wrote something.' });

/** Answer of `GET /v1/changes`. */
export const ChangeListSchema = Type.Object({ changes: Type.Array(ChangeSchema, { description: 'One page, newest first.' }), next_cursor: NextCursor });

/** Answer of `GET /v1/changes/{id}`. */
export const ChangeDetailSchema = Type.Object({
	...change,
	links: Type.Array(
		Type.Object({ link_id: Type.String(), slug: Type.String({ description: 'As it was after the change.' }), version: Type.Integer({ description: 'After the change.' }), ...difference }),
		{ description: 'The first 1,000.' },
	),
});

/** Answer of `POST /v1/changes/{id}/revert`. */
export const RevertAnswerSchema = Type.Object({
	reverted: Type.Integer({ description: 'Links that went back, or would in a dry run.', examples: [1] }),
	already: Type.Integer({ description: 'Links that were back already.' }),
	conflicts: Type.Array(
		Type.Object({ link_id: Type.String(), slug: Type.String(), reason: oneOf(CONFLICT_REASONS, '`force` overrides `changed` alone.'), message: Type.String({ description: 'A sentence with the remedy.' }) }),
		{ description: 'Links that were left alone.', examples: [[]] },
	),
	links: Type.Array(
		Type.Intersect([
			LinkSchema,
			Type.Object({
				action: oneOf(['updated', 'deleted', 'restored'], 'What the revert did; a link that it deleted is shown as it was.'),
				previous: Type.Record(Type.String(), Type.Unknown(), { description: 'The fields that differ, as they were.', examples: [{ destination: 'https://shop.example/products/1?ref=old' }] }),
			}),
		]),
		{ description: 'The first 1,000 that went back.' },
	),
	dry_run: Type.Boolean({ description: 'Whether nothing was written because you asked so.' }),
	change_id: OtherChange('Names the revert, which can be reverted itself; null where nothing was written.'),
});

/** Answer of `GET /v1/links/{id}/history`. */
export const HistorySchema = Type.Object({
	history: Type.Array(
		Type.Object({ at: At, key: Author, version: Type.Integer({ description: "The link's version afterwards." }), change_id: OtherChange('The bulk call that it was part of.'), ...difference }),
		{ description: 'One page, newest first.' },
	),
	next_cursor: NextCursor,
});
