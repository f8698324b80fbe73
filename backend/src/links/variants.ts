import type { LinkFields } from '../../../contract/link.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import type { StoredVariant } from '../storage/storage.ts';
import { checkUrl } from './destination.ts';

/** The variants of an A/B split as they are kept, or what is wrong with them. */
export function readVariants(input: NonNullable<LinkFields['variants']>, ownHosts: ReadonlySet<string>): { variants: StoredVariant[]; problems: FieldProblem[] } {
	const problems: FieldProblem[] = [];
	const names = new Set<string>();
	const variants = input.flatMap(({ destination, weight, name: given }, index) => {
		const pointer = `/variants/${String(index)}`;
		const name = given?.trim() || String.fromCharCode('A'.charCodeAt(0) + index);
		if (names.has(name)) problems.push({ pointer: `${pointer}/name`, code: 'invalid', message: `variants.${String(index)}.name must differ from the others; there is another "${name}".` });
		names.add(name);
		const checked = checkUrl(`variants.${String(index)}.destination`, destination, ownHosts);
		if (checked.ok) return [{ name, destination, weight, location: checked.location }];
		problems.push({ pointer: `${pointer}/destination`, code: 'invalid_url', message: checked.message });
		return [];
	});
	if (input.length > 0 && input.every(({ weight }) => weight === 0)) {
		problems.push({ pointer: '/variants', code: 'invalid', message: 'variants must have at least one with a weight above 0; remove them all (null) to send everybody to the destination.' });
	}
	return { variants, problems };
}
