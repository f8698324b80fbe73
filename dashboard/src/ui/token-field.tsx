import { useSignal } from '@preact/signals';
import { Chip } from './chip.tsx';
import { SuggestInput, type Suggest } from './combobox.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface TokenFieldProps extends FieldProps {
	tokens: readonly string[];
	onTokens(tokens: string[]): void;
	suggest: Suggest;
	placeholder?: string;
	/** Characters of one of them. */
	maxLength?: number;
	/** What one of them is called: "tag". */
	noun: string;
}

/** Several short texts, each a chip: Enter or a comma ends one, Backspace takes the last away. Those that are there already are suggested. */
export function TokenField({ tokens, onTokens, suggest, placeholder, maxLength, noun, ...field }: TokenFieldProps) {
	const text = useSignal('');
	const add = (written: readonly string[]) => {
		const added = written.map((one) => one.trim()).filter((one) => one !== '');
		if (added.length > 0) onTokens([...new Set([...tokens, ...added])]);
	};
	const write = (written: string) => {
		// What stands before a comma is complete.
		const parts = written.split(',');
		text.value = (parts.pop() ?? '').trimStart();
		add(parts);
	};
	const end = () => {
		add([text.value]);
		text.value = '';
	};
	const press = (event: KeyboardEvent) => {
		if (event.key === 'Enter' && text.value.trim() !== '') {
			event.preventDefault();
			end();
		} else if (event.key === 'Backspace' && text.value === '' && tokens.length > 0) onTokens(tokens.slice(0, -1));
	};
	const others: Suggest = async (begun, signal) => (await suggest(begun.trim(), signal)).filter(({ value }) => !tokens.includes(value));
	return (
		<Field {...field}>
			{(wired) => (
				<div class={`token-box ${wired['aria-invalid'] ? 'invalid' : ''}`}>
					{tokens.map((token) => (
						<Chip key={token} removeLabel={`Remove the ${noun} ${token}`} onRemove={() => { onTokens(tokens.filter((one) => one !== token)); }}>{token}</Chip>
					))}
					<SuggestInput
						class="token-input"
						attributes={wired}
						value={text.value}
						onValue={write}
						onPick={(value) => { text.value = ''; onTokens([...new Set([...tokens, value])]); }}
						suggest={others}
						onKey={press}
						onLeave={end}
						placeholder={tokens.length === 0 ? placeholder : undefined}
						maxLength={maxLength}
					/>
				</div>
			)}
		</Field>
	);
}
