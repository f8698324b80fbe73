import type { Scope, Session } from '../../session.ts';
import type { Tone } from '../../ui/badge.tsx';

/** A key as `GET /v1/keys` lists it: never its secret. */
export type ApiKey = Session['key'] & { revoked_at: string | null };

/** What each scope is good for. */
export const SCOPE_LABELS: Record<Scope, { label: string; hint: string }> = {
	read: { label: 'Read', hint: 'See links, reports, clicks and workflows. Signing in here needs it.' },
	write: { label: 'Write', hint: 'Create, change and delete links; subscribe workflows to events; record conversions.' },
	admin: { label: 'Administer', hint: 'Make and revoke keys, see how the server is set up, count reports again.' },
};

/** Whether a key is accepted, in a word. `now` in milliseconds. */
export function keyStatus({ revoked_at: revoked, expires_at: expires }: ApiKey, now: number): { label: string; tone: Tone } {
	if (revoked !== null) return { label: 'Revoked', tone: 'neutral' };
	if (expires !== null && Date.parse(expires) <= now) return { label: 'Expired', tone: 'warning' };
	return { label: 'In use', tone: 'ok' };
}

/** Name of the key that the variable of that name gives: revoking it lasts until the next start. */
export const FROM_ENVIRONMENT = 'LINKMILL_API_KEY';
