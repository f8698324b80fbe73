import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../repository.ts';
import { node } from '../run.ts';

/** Of the repository, what n8n's node developers would have in theirs. */
const SOURCES = ['nodes', 'credentials', 'contract', 'icons', 'tsconfig.json'];

/**
 * Runs n8n's own lint in its strict mode, which takes only its own config and every TypeScript file
 * there is: hence on a copy, in `folder`, of just the pack. Rejects when it finds something.
 */
export async function lintStrictly(folder: string): Promise<void> {
	for (const source of SOURCES) {
		await cp(path.join(ROOT, source), path.join(folder, source), { recursive: true });
	}
	const manifest = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as { n8n: { strict: boolean } };
	manifest.n8n.strict = true;
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest, null, '\t'));
	await writeFile(path.join(folder, 'package-lock.json'), '{}'); // by which n8n-node knows npm
	const cli = path.join(ROOT, 'node_modules/@n8n/node-cli');
	await cp(
		path.join(cli, 'dist/template/templates/shared/default/eslint.config.mjs'),
		path.join(folder, 'eslint.config.mjs'),
	);
	await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
	await node(path.join(cli, 'bin/n8n-node.mjs'), ['lint'], { cwd: folder });
}
