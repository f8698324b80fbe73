import { isbot, isbotMatch } from 'isbot';
import type { ClickKind } from '../../../contract/event.ts';
import type { Hit } from '../storage/storage.ts';

/** What made a hit, and the rule that recognised a bot. */
export interface Classification {
	kind: ClickKind;
	bot: string | null;
}

/** A request without a user agent comes from no browser. */
const NO_USER_AGENT = 'no-user-agent';

/**
 * Tells people from programs. What a request says of itself comes first: a bot stays a bot when it only asks
 * for the head. The list is that of `isbot`.
 */
export function classify({ userAgent, signal }: Pick<Hit, 'userAgent' | 'signal'>): Classification {
	if (userAgent === '') return { kind: 'bot', bot: NO_USER_AGENT };
	if (isbot(userAgent)) return { kind: 'bot', bot: isbotMatch(userAgent) };
	if (signal === null || signal === 'head' || signal === 'prefetch') return { kind: signal ?? 'human', bot: null };
	return { kind: 'bot', bot: signal };
}
