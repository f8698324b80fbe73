import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { LINK_LIMITS, type LinkFilter, type LinkSort } from '../../../../../contract/link.ts';
import { setQuery } from '../../../router.ts';
import { shortcuts } from '../../../shortcuts.ts';
import { Button } from '../../../ui/button.tsx';
import { Chip } from '../../../ui/chip.tsx';
import { Select, TextField } from '../../../ui/field.tsx';
import { Floating } from '../../../ui/floating.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { SORTS } from '../links-query.ts';
import { ConditionForm } from './condition-form.tsx';
import { CONDITIONS, conditionText, NO_CONDITIONS, type Condition } from './conditions.ts';

/** Milliseconds between two searches at least: who types fast asks once for several letters, and nobody else waits. */
const SEARCH_EVERY = 80;

/** The search, the conditions as chips, and, for a list, its order: all of it stands in the address. */
export function FilterBar({ filter, sort }: { filter: LinkFilter; sort?: LinkSort }) {
	const editing = useSignal<Condition | undefined>(undefined);
	const menu = useRef<HTMLDivElement>(null);
	const chips = useRef<HTMLDivElement>(null);
	const anchor = useRef<HTMLElement | null>(null);
	const chosen = CONDITIONS.flatMap((condition) => {
		const text = conditionText(condition, filter);
		return text === undefined ? [] : [{ condition, text }];
	});
	const edit = (condition: Condition, from: HTMLElement | null) => {
		anchor.current = from;
		editing.value = condition;
	};
	return (
		<div class="filter-bar">
			<div class="toolbar" role="search">
				<SearchField value={filter.search ?? ''} />
				<div ref={menu}>
					<Menu
						label="Add a condition"
						items={CONDITIONS.map((condition) => ({ label: condition.label, icon: condition.icon, run: () => { edit(condition, menu.current?.querySelector('button') ?? null); } }))}
					>
						<Icon name="filter" size={16} />
						Filter
					</Menu>
				</div>
				{sort && <div class="sort-field"><Select label="Sort by" hideLabel value={sort} options={SORTS} onValue={(next) => { setQuery({ sort: next }); }} /></div>}
			</div>
			{chosen.length > 0 && (
				<div ref={chips} class="chips" role="group" aria-label="Conditions">
					{chosen.map(({ condition, text }, index) => (
						<Chip key={condition.key} removeLabel={`Remove the condition ${text}`} onRemove={() => { setQuery(Object.fromEntries(condition.names.map((name) => [name, null]))); }} onOpen={() => { edit(condition, chips.current?.querySelectorAll<HTMLElement>('.chip-text')[index] ?? null); }}>
							{text}
						</Chip>
					))}
					<Button kind="quiet" size="small" onClick={() => { setQuery(NO_CONDITIONS); }}>Clear all</Button>
				</div>
			)}
			{editing.value && (
				<Floating key={editing.value.key} anchor={anchor} label={editing.value.label} onClose={() => { editing.value = undefined; }}>
					<ConditionForm
						condition={editing.value}
						filter={filter}
						onApply={(changes) => {
							editing.value = undefined;
							setQuery(changes);
						}}
					/>
				</Floating>
			)}
		</div>
	);
}

/** What is typed is shown at once and asked for a moment later; what the address says is shown when it changes by itself. */
function SearchField({ value }: { value: string }) {
	const text = useSignal(value);
	const asked = useRef(value);
	const timer = useRef(0);
	const askedAt = useRef(-SEARCH_EVERY);
	const box = useRef<HTMLDivElement>(null);
	// Not after the frame is painted: the next letter may be asked for by then, and would be taken back.
	useLayoutEffect(() => {
		if (value === asked.current) return;
		clearTimeout(timer.current);
		asked.current = text.value = value;
	}, [value]);
	useEffect(() => {
		const press = (event: KeyboardEvent) => {
			if (!shortcuts.peek() || event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) return;
			event.preventDefault();
			box.current?.querySelector('input')?.select();
		};
		addEventListener('keydown', press);
		return () => {
			removeEventListener('keydown', press);
			clearTimeout(timer.current);
		};
	}, []);
	const write = (next: string) => {
		text.value = next;
		clearTimeout(timer.current);
		const ask = () => {
			asked.current = next.trim();
			askedAt.current = performance.now();
			setQuery({ search: next.trim() }, { step: false });
		};
		const wait = askedAt.current + SEARCH_EVERY - performance.now();
		if (wait > 0) timer.current = setTimeout(ask, wait);
		else ask();
	};
	return (
		<div ref={box} class="search-field">
			<Icon name="search" size={16} />
			<TextField label="Search links" hideLabel type="search" placeholder="Search slug, title or destination" maxLength={LINK_LIMITS.search} value={text.value} onValue={write} spellcheck={false} />
			{shortcuts.value && <kbd aria-hidden="true">/</kbd>}
		</div>
	);
}

function isTyping(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !['checkbox', 'radio', 'button'].includes((target as HTMLInputElement).type));
}
