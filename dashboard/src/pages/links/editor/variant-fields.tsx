import { LINK_LIMITS } from '../../../../../contract/link.ts';
import { formatPercent } from '../../../format.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { newVariant, type VariantForm } from './form.ts';
import type { Editor } from './use-editor.ts';

/** The sides of an A/B split, each with its share of the visitors. */
export function VariantFields({ editor: { form, set, problem, touch } }: { editor: Editor }) {
	const { variants } = form;
	const sum = variants.reduce((all, { weight }) => all + (Number(weight) || 0), 0);
	const change = (key: number, changes: Partial<VariantForm>) => { set({ variants: variants.map((one) => (one.key === key ? { ...one, ...changes } : one)) }); };
	const add = () => {
		const first = variants.length === 0 ? [newVariant({ destination: form.destination.trim() })] : [];
		set({ variants: [...variants, ...first, newVariant()] });
	};
	return (
		<>
			{variants.length === 0 && <p class="muted">Visitors go to one of several destinations instead, by weight; who comes again gets the same one.</p>}
			{variants.map(({ key, destination, weight, name }, index) => {
				const pointer = `/variants/${String(index)}`;
				const letter = name.trim() || String.fromCharCode('A'.charCodeAt(0) + index);
				return (
					<fieldset key={key} class="variant">
						<legend>Variant {letter} <span class="muted">{sum > 0 ? formatPercent((Number(weight) || 0) / sum) : ''}</span></legend>
						<TextField label={`Destination of variant ${letter}`} hideLabel type="url" placeholder="https://example.com/page-b" maxLength={LINK_LIMITS.url} spellcheck={false} value={destination} onValue={(value) => { change(key, { destination: value }); }} onBlur={() => { if (destination !== '') touch(`${pointer}/destination`); }} error={problem(`${pointer}/destination`)} />
						<div class="variant-row">
							<TextField label="Weight" type="number" inputMode="numeric" min="0" max={String(LINK_LIMITS.weight)} value={weight} onValue={(value) => { change(key, { weight: value }); touch(`${pointer}/weight`); }} error={problem(`${pointer}/weight`)} />
							<TextField label="Name in reports" maxLength={LINK_LIMITS.variantName} placeholder={letter} value={name} onValue={(value) => { change(key, { name: value }); touch(`${pointer}/name`); }} error={problem(`${pointer}/name`)} />
							<IconButton icon="trash" label={`Remove variant ${letter}`} onClick={() => { set({ variants: variants.filter((one) => one.key !== key) }); }} />
						</div>
					</fieldset>
				);
			})}
			{problem('/variants') && <p class="field-error" role="alert">{problem('/variants')}</p>}
			{variants.length < LINK_LIMITS.variants && <div><Button size="small" icon="plus" onClick={add}>Add a variant</Button></div>}
		</>
	);
}
