import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

export interface TabsProps<Key extends string> {
	/** What they are about, read out. */
	label: string;
	tabs: ReadonlyArray<{ key: Key; label: ComponentChildren }>;
	current: Key;
	onCurrent(key: Key): void;
	/** What the current tab shows. */
	children: ComponentChildren;
}

/** One of several views of the same thing (WAI-ARIA APG, tabs): arrows go from one to the next. */
export function Tabs<Key extends string>({ label, tabs, current, onCurrent, children }: TabsProps<Key>) {
	const id = useId();
	const list = useRef<HTMLDivElement>(null);
	const press = (event: KeyboardEvent) => {
		const at = tabs.findIndex(({ key }) => key === current);
		const to = { ArrowRight: (at + 1) % tabs.length, ArrowLeft: (at - 1 + tabs.length) % tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
		const tab = to === undefined ? undefined : tabs[to];
		if (to === undefined || !tab) return;
		event.preventDefault();
		onCurrent(tab.key);
		list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
	};
	return (
		<div class="tabs">
			<div ref={list} class="tab-list" role="tablist" aria-label={label} onKeyDown={press}>
				{tabs.map((tab) => (
					<button key={tab.key} type="button" role="tab" id={`${id}-${tab.key}`} aria-selected={tab.key === current} aria-controls={`${id}-panel`} tabIndex={tab.key === current ? 0 : -1} onClick={() => { onCurrent(tab.key); }}>{tab.label}</button>
				))}
			</div>
			<div class="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`}>{children}</div>
		</div>
	);
}

export interface SegmentsProps<Value extends string> {
	/** What is chosen, read out. */
	label: string;
	value: Value;
	options: ReadonlyArray<{ value: Value; label: string }>;
	onValue(value: Value): void;
}

/** One of a few, all in sight, such as hour, day and week. */
export function Segments<Value extends string>({ label, value, options, onValue }: SegmentsProps<Value>) {
	return (
		<div class="segments" role="group" aria-label={label}>
			{options.map((option) => <button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => { onValue(option.value); }}>{option.label}</button>)}
		</div>
	);
}
