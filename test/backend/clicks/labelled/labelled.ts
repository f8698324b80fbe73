import type { ClickKind } from '../../../../contract/event.ts';

/** A request as somebody or something really sends it, and what it is. */
export interface Labelled {
	method: 'GET' | 'HEAD';
	headers: Record<string, string>;
	kind: ClickKind;
	/** The rule that must name it; null for what is no bot. */
	bot: string | null;
	/** Where the user agent, or the header, is documented or has been reported. */
	source: string;
}
