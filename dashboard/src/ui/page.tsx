import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { moves } from '../router.ts';

export interface PageFrameProps {
	/** The heading, and the name of the browser's tab. */
	title: string;
	/** Where the heading shows more than the title. */
	heading?: ComponentChildren;
	/** A sentence below the heading. */
	about?: ComponentChildren;
	/** Buttons beside the heading. */
	actions?: ComponentChildren;
	children?: ComponentChildren;
}

/** A page: its heading, which gets the focus when somebody comes here from another page, and what stands below. */
export function PageFrame({ title, heading, about, actions, children }: PageFrameProps) {
	const element = useRef<HTMLHeadingElement>(null);
	useLayoutEffect(() => {
		document.title = `${title} · Linkmill`;
	}, [title]);
	useLayoutEffect(() => {
		// Who has just opened the dashboard begins at the top, as on any page.
		if (moves.peek() > 0) element.current?.focus({ preventScroll: true });
		scrollTo({ top: 0 });
	}, []);
	return (
		<div class="page">
			<header class="page-head">
				<div class="page-title">
					<h1 ref={element} tabIndex={-1}>{heading ?? title}</h1>
					{about && <p class="muted">{about}</p>}
				</div>
				{actions && <div class="actions">{actions}</div>}
			</header>
			{children}
		</div>
	);
}
