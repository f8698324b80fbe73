/** A turning circle. What is going on is said elsewhere. */
export function Spinner({ size = 20 }: { size?: number }) {
	return (
		<svg class="spinner" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" aria-hidden="true" focusable="false">
			<circle cx="12" cy="12" r="9" opacity="0.25" />
			<path d="M21 12a9 9 0 0 0-9-9" />
		</svg>
	);
}

/** Grey lines where something is about to be. */
export function Skeleton({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) {
	return (
		<div class="skeleton" role="status">
			<span class="visually-hidden">{label} …</span>
			{Array.from({ length: lines }, (_line, index) => <div key={index} class="skeleton-line" />)}
		</div>
	);
}
