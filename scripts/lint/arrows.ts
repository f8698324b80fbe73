import path from 'node:path';
import type { Rule } from 'eslint';
import { ROOT } from '../repository.ts';
import { DRIVERS, isSameUnit, layerOf } from './layers.ts';

const inRepository = (file: string) => path.relative(ROOT, file).split(path.sep).join('/');

/** Why a file may not import something, or undefined where it may. `file` is absolute, `specifier` as written. */
export function forbidden(file: string, specifier: string): string | undefined {
	const from = inRepository(file);
	const layer = layerOf(from);
	if (!layer) return undefined;
	if (DRIVERS.test(specifier)) {
		return layer.drivers?.test(specifier) ? undefined : `${layer.name} may not load the driver ${specifier}`;
	}
	if (!specifier.startsWith('.')) return undefined;
	const to = inRepository(path.resolve(path.dirname(file), specifier));
	if (isSameUnit(layer, from, to) || layer.imports.some((allowed) => allowed.test(to))) return undefined;
	return `${layer.name} (${from}) may not import ${to}`;
}

/** Reports every import that goes against the arrows in `layers.ts`, types and dynamic imports included. */
export const arrows: Rule.RuleModule = {
	meta: { type: 'problem', schema: [], messages: { forbidden: '{{reason}}: see the arrows in scripts/lint/layers.ts' } },
	create(context) {
		const check = (node: Rule.Node, source: unknown) => {
			const specifier = (source as { value?: unknown } | null | undefined)?.value;
			const reason = typeof specifier === 'string' ? forbidden(context.filename, specifier) : undefined;
			if (reason) context.report({ node, messageId: 'forbidden', data: { reason } });
		};
		return {
			ImportDeclaration: (node) => check(node, node.source),
			ExportNamedDeclaration: (node) => check(node, node.source),
			ExportAllDeclaration: (node) => check(node, node.source),
			ImportExpression: (node) => check(node, node.source),
			TSImportType: (node: Rule.Node & { source?: unknown; argument?: { literal?: unknown } }) =>
				check(node, node.source ?? node.argument?.literal),
			'CallExpression[callee.name="require"]': (node: Rule.Node & { arguments?: unknown[] }) =>
				check(node, node.arguments?.[0]),
		};
	},
};
