import { REVERTIBLE_DAYS, type RevertAnswer, type RevertConflict, type RevertedLink } from '../../../contract/change.ts';
import { orInvalid, parserFor } from '../http/parse.ts';
import { ProblemError } from '../http/problem.ts';
import { publicId } from '../ids.ts';
import { findPairs, keepPair, presentPairs, shownOf, type KeptPair } from '../links/bulk/answer.ts';
import { separateTaken } from '../links/bulk/unique.ts';
import { actionOf, previousValues, type Pair } from '../links/change.ts';
import type { ChangeRecord, StoredLink } from '../storage/storage.ts';
import { formatTime } from '../times.ts';
import type { Operation, WriteTools } from '../writes/operation.ts';
import { findChange } from './find.ts';
import { goBack } from './go-back.ts';
import { writeChange } from './record.ts';
import { RevertSchema } from './schema.ts';
import { undoneLinks } from './undone.ts';

const parse = parserFor(RevertSchema);

const DAY_MS = 86_400_000;

/** What is kept of an answer under an Idempotency-Key. */
interface KeptRevert extends Omit<RevertAnswer, 'links'> {
	rows: KeptPair[];
}

/** `POST /v1/changes/{id}/revert`: a change itself, in one transaction. */
export const revertChange: Operation = {
	async write({ params, body, keyId }, tools) {
		const { force = false, dry_run: dryRun = false } = orInvalid(parse(body ?? {}));
		const change = await findChange(tools.transaction.changes, params['id'] ?? '');
		requireRecent(change, tools.now);
		const { pairs, already, conflicts } = await decide(change, force, tools);
		const changeId = dryRun ? null : await writeChange(pairs, { kind: 'revert', keyId, summary: force ? { force } : {}, reverts: change.id }, tools);
		const answer: Omit<RevertAnswer, 'links'> = {
			reverted: pairs.length,
			already,
			conflicts,
			dry_run: dryRun,
			change_id: changeId === null ? null : publicId('change', changeId),
		};
		const shown = shownOf(pairs);
		const kept: KeptRevert = { ...answer, rows: shown.map((pair) => keepPair(pair, !dryRun)) };
		const touched = dryRun ? [] : pairs.flatMap(({ before, after }) => (before.slug === after.slug ? [after.slug] : [before.slug, after.slug]));
		return { status: 200, body: { ...answer, links: await present(shown, tools) } satisfies RevertAnswer, touched, kept };
	},

	async replay(kept, tools) {
		const { rows, ...answer } = kept as KeptRevert;
		return { status: 200, body: { ...answer, links: await present(await findPairs(rows, tools.transaction), tools) } satisfies RevertAnswer };
	},
};

/** Until when a change can be reverted, in milliseconds since 1970. */
export function revertibleUntil({ at }: Pick<ChangeRecord, 'at'>): number {
	return at + REVERTIBLE_DAYS * DAY_MS;
}

function requireRecent(change: ChangeRecord, now: number): void {
	if (now <= revertibleUntil(change)) return;
	const sentence = `${publicId('change', change.id)} was made on ${formatTime(change.at)}; changes can be reverted for ${String(REVERTIBLE_DAYS)} days. What its links were before is still at GET /v1/changes/${publicId('change', change.id)}.`;
	throw new ProblemError('change_too_old', sentence);
}

/** What goes back, and what does not for which reason. */
async function decide(change: ChangeRecord, force: boolean, { transaction, now }: WriteTools): Promise<{ pairs: Pair[]; already: number; conflicts: RevertConflict[] }> {
	const undone = await undoneLinks(change.id, transaction.changes);
	const conflicts: RevertConflict[] = [];
	const pairs: Pair[] = [];
	let already = 0;
	for (const touched of await transaction.changes.linksOf(change)) {
		const back = undone.has(touched.current.id) ? 'already' : goBack(touched, { force, now });
		if (back === 'already') already++;
		else if ('link' in back) pairs.push({ before: touched.current, after: back.link });
		else conflicts.push(conflict(touched.current, back));
	}
	const { free, taken } = await separateTaken(pairs, transaction);
	conflicts.push(...taken.map(({ pair, code, problem }) => conflict(pair.before, { reason: code, message: problem.message })));
	return { pairs: free, already, conflicts };
}

function conflict(link: StoredLink, { reason, message }: Pick<RevertConflict, 'reason' | 'message'>): RevertConflict {
	return { link_id: publicId('link', link.id), slug: link.slug, reason, message };
}

async function present(pairs: readonly Pair[], tools: WriteTools): Promise<RevertedLink[]> {
	return (await presentPairs(pairs, tools)).map(({ pair, before, after }) => {
		const action = actionOf(pair.before, pair.after) as RevertedLink['action'];
		return { ...(action === 'deleted' ? before : after), action, previous: previousValues(before, after) };
	});
}
