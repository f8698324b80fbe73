import { Linter } from 'eslint';
import path from 'node:path';
import tseslint from 'typescript-eslint';
import { arrows, forbidden } from '../../scripts/lint/arrows.ts';
import { ROOT } from '../../scripts/repository.ts';

const check = (file: string, specifier: string) => forbidden(path.join(ROOT, file), specifier);

describe('an import against the arrows is forbidden', () => {
	it.each([
		['contract/link.ts', '../nodes/shared/client.ts'],
		['contract/link.ts', '../backend/src/config.ts'],
		['nodes/shared/client.ts', '../CreateLink/CreateLink.node'],
		['nodes/shared/client.ts', '../../backend/src/config.ts'],
		['nodes/CreateLink/fields.ts', '../UpdateLinks/fields'],
		['nodes/CreateLink/fields.ts', '../../backend/src/links/slug.ts'],
		['credentials/LinkmillApi.credentials.ts', '../backend/src/config.ts'],
		['backend/src/links/create.ts', '../../../nodes/shared/client.ts'],
		['backend/src/dashboard/files.ts', '../../../dashboard/src/format.ts'],
		['dashboard/src/session.ts', '../../backend/src/keys/schema.ts'],
		['dashboard/src/ui/button.tsx', '../../../nodes/shared/client.ts'],
		['backend/src/links/create.ts', '../storage/sqlite/links.ts'],
		['backend/src/links/create.ts', '../storage/postgres/links.ts'],
		['backend/src/links/create.ts', '../storage/packed/varint.ts'],
		['backend/src/links/create.ts', '../threads/writer.ts'],
		['backend/src/links/create.ts', '../main.ts'],
		['backend/src/links/create.ts', 'node:sqlite'],
		['backend/src/app.ts', './storage/sqlite/open.ts'],
		['backend/src/app.ts', 'pg'],
		['backend/src/main.ts', 'node:sqlite'],
		['backend/src/threads/writer.ts', 'pg-copy-streams'],
		['backend/src/storage/storage.ts', './sqlite/open.ts'],
		['backend/src/storage/storage.ts', '../links/create.ts'],
		['backend/src/storage/sqlite/open.ts', '../postgres/open.ts'],
		['backend/src/storage/sqlite/open.ts', '../../links/create.ts'],
	])('%s ↛ %s', (file, specifier) => expect(check(file, specifier)).toEqual(expect.stringContaining('may not')));
});

describe('an import along the arrows is allowed', () => {
	it.each([
		['contract/webhook.ts', './event.ts'],
		['nodes/shared/client.ts', '../../contract/link.ts'],
		['nodes/CreateLink/CreateLink.node.ts', './fields'],
		['nodes/CreateLink/CreateLink.node.ts', '../shared/client'],
		['nodes/CreateLink/CreateLink.node.ts', 'n8n-workflow'],
		['dashboard/src/pages/links/links-page.tsx', '../../../../contract/link.ts'],
		['dashboard/src/pages/links/links-page.tsx', '../../ui/table.tsx'],
		['backend/src/links/create.ts', '../storage/storage.ts'],
		['backend/src/links/create.ts', '../http/problem.ts'],
		['backend/src/links/create.ts', '../../../contract/link.ts'],
		['backend/src/storage/sqlite/open.ts', 'node:sqlite'],
		['backend/src/storage/postgres/open.ts', 'pg'],
		['backend/src/storage/sqlite/links.ts', '../storage.ts'],
		['backend/src/storage/postgres/analytics/sums.ts', '../../packed/varint.ts'],
		['backend/src/main.ts', './storage/sqlite/open.ts'],
		['backend/src/threads/writer.ts', '../storage/sqlite/open.ts'],
		['test/backend/links.test.ts', '../../backend/src/storage/sqlite/open.ts'],
	])('%s → %s', (file, specifier) => expect(check(file, specifier)).toBeUndefined());
});

it('reports every way to import', () => {
	const code = [
		`import type { Config } from '../config.ts';`,
		`import '../storage/sqlite/open.ts';`,
		`export * from '../threads/writer.ts';`,
		`export { main } from '../main.ts';`,
		`const later = await import('node:sqlite');`,
		`type Driver = import('pg').Pool;`,
		`const now = require('pg');`,
	].join('\n');
	const messages = new Linter({ cwd: ROOT }).verify(
		code,
		{
			files: ['**/*.ts'],
			plugins: { linkmill: { rules: { arrows } } },
			languageOptions: { parser: tseslint.parser as Linter.Parser },
			rules: { 'linkmill/arrows': 'error' },
		},
		path.join(ROOT, 'backend/src/links/create.ts'),
	);
	expect(messages.map(({ line, ruleId }) => [line, ruleId])).toEqual(
		[2, 3, 4, 5, 6, 7].map((line) => [line, 'linkmill/arrows']),
	);
});
