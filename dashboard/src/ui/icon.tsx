/** Shapes of 24 by 24, drawn with a line of 1.75. */
const SHAPES = {
	alert: 'M12 8v5m0 3.5v.01M10.3 3.9 2.5 17.4A2 2 0 0 0 4.2 20.4h15.6a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z',
	archive: 'M3 4h18v4H3zM5 8v12h14V8M10 12h4',
	arrowDown: 'M12 5v14m-6-6 6 6 6-6',
	arrowLeft: 'M19 12H5m6-6-6 6 6 6',
	arrowRight: 'M5 12h14m-6-6 6 6-6 6',
	arrowUp: 'M12 19V5m-6 6 6-6 6 6',
	calendar: 'M4 6h16v14H4zM4 10h16M8 3v4m8-4v4',
	chart: 'M4 20V4m0 16h16M8 16v-4m4 4V8m4 8v-6',
	check: 'm5 12.5 4.5 4.5L19 7.5',
	chevronDown: 'm6 9 6 6 6-6',
	chevronRight: 'm9 6 6 6-6 6',
	clock: 'M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
	close: 'm6 6 12 12M18 6 6 18',
	columns: 'M4 5h16v14H4zM12 5v14',
	copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
	download: 'M12 4v11m-5-5 5 5 5-5M4 20h16',
	edit: 'm4 20 1-4L16 5l3 3L8 19l-4 1Zm10-13 3 3',
	external: 'M14 4h6v6m0-6-9 9M10 5H5v14h14v-5',
	file: 'M6 3h8l4 4v14H6zM14 3v4h4',
	filter: 'M4 5h16l-6.5 8v6l-3-2v-4L4 5Z',
	info: 'M12 11v5m0-8.5v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
	key: 'M14.5 9.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0Zm-1.2 3.3L20 19.5M17 16.5l2-2',
	link: 'M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7l-1.1 1.1M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.1-1.1',
	menu: 'M4 6h16M4 12h16M4 18h16',
	moon: 'M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z',
	more: 'M5 12h.01M12 12h.01M19 12h.01',
	pause: 'M8 5v14m8-14v14',
	play: 'm7 5 12 7-12 7V5Z',
	plus: 'M12 5v14m-7-7h14',
	qr: 'M4 4h6v6H4zm10 0h6v6h-6zM4 14h6v6H4zm10 0h2v2h-2zm4 0h2m-2 4h2v2m-6-2v2',
	refresh: 'M20 11a8 8 0 0 0-14.3-4L4 9m0-5v5h5M4 13a8 8 0 0 0 14.3 4l1.7-2m0 5v-5h-5',
	search: 'M17 11a6 6 0 1 1-12 0 6 6 0 0 1 12 0Zm-1.5 4.5L20 20',
	settings: 'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-7 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
	signOut: 'M14 4H5v16h9m-4-8h11m-4-4 4 4-4 4',
	sun: 'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM12 2v2m0 16v2M2 12h2m16 0h2M4.9 4.9l1.4 1.4m11.4 11.4 1.4 1.4m0-14.2-1.4 1.4M6.3 17.7l-1.4 1.4',
	system: 'M3 5h18v11H3zM9 20h6m-3-4v4',
	tag: 'M4 4h7l9 9-7 7-9-9V4Zm4 4h.01',
	trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5m4-5v5',
	undo: 'M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-3',
	upload: 'M12 15V4m-5 5 5-5 5 5M4 20h16',
	user: 'M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4 21a8 8 0 0 1 16 0',
	workflow: 'M4 4h6v6H4zm10 10h6v6h-6zM7 10v4a3 3 0 0 0 3 3h4',
} as const;

/** An icon by its name. */
export type IconName = keyof typeof SHAPES;

/** An icon in the colour of the text. It says nothing by itself: what it stands for is written beside it, or is its button's label. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
	return (
		<svg class="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width={name === 'more' ? 3 : 1.75} stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
			<path d={SHAPES[name]} />
		</svg>
	);
}

/** The mark of the product, in its own colours. */
export function Mark({ size = 28 }: { size?: number }) {
	return (
		<svg class="mark" width={size} height={size} viewBox="0 0 60 60" fill="none" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
			<g class="mark-wheel">
				<circle cx="30" cy="30" r="19" />
				<path d="M30 3.5v7M30 49.5v7M3.5 30h7M49.5 30h7M11.3 11.3l4.9 4.9M43.8 43.8l4.9 4.9M11.3 48.7l4.9-4.9M43.8 16.2l4.9-4.9" />
			</g>
			<path class="mark-link" transform="rotate(-45 30 30)" d="M28 25h-4a5 5 0 0 0 0 10h4M32 25h4a5 5 0 0 1 0 10h-4M26 30h8" />
		</svg>
	);
}
