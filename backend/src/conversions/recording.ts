import type { ConversionResult } from '../../../contract/conversion.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { conversionText } from '../events/conversion.ts';
import { parseReference } from '../links/reference.ts';
import type { OutboxEvent, StoredConversion, StoredLink } from '../storage/storage.ts';
import type { WriteTools } from '../writes/operation.ts';
import type { FoundClick } from './click.ts';
import type { ConversionDraft } from './draft.ts';
import { dataOf } from './present.ts';

/** What became of a conversion. */
export type Recorded = { conversion: StoredConversion; result: ConversionResult } | { problem: FieldProblem };

/** Records the conversions of one call: one after the other, so that of two with one external id the earlier is it. */
export class Recording {
	readonly #tools: WriteTools;
	readonly #clicks = new Map<string, FoundClick>();
	readonly #links = new Map<string, StoredLink>();
	readonly #events: OutboxEvent[] = [];

	constructor(tools: WriteTools) {
		this.#tools = tools;
	}

	/** Looks up the clicks and links of all of them. */
	async prepare(drafts: readonly ConversionDraft[]): Promise<void> {
		const subjects = drafts.map(({ subject }) => subject);
		const named = new Map(subjects.flatMap((subject) => ('click' in subject ? [[subject.clickId, subject.click] as const] : [])));
		const found = (await this.#tools.clicks?.([...named.values()])) ?? [];
		[...named.keys()].forEach((clickId, index) => {
			const click = found[index];
			if (click) this.#clicks.set(clickId, click);
		});
		for (const subject of subjects) {
			if ('click' in subject || this.#links.has(subject.link)) continue;
			const link = await this.#find(subject.link);
			if (link) this.#links.set(subject.link, link);
		}
	}

	/** @param once whether a second conversion of one event after one click is the first one */
	async add(draft: ConversionDraft, { once }: { once: boolean }): Promise<Recorded> {
		const { transaction, now } = this.#tools;
		const { subject, event, externalId } = draft;
		const existing = externalId === null ? undefined : await transaction.conversions.byExternalId(event, externalId);
		const first = once && 'click' in subject ? await transaction.conversions.afterClick(event, subject.clickId) : undefined;
		const known = existing ?? first;
		if (known) return { conversion: known, result: 'existing' };
		const of = 'click' in subject ? this.#clicks.get(subject.clickId) : this.#linkAsItIs(subject.link);
		if (!of) return { problem: unknownSubject(draft) };
		const conversion: StoredConversion = {
			id: transaction.nextId(),
			linkId: of.linkId,
			linkVersion: of.linkVersion,
			event,
			amount: draft.amount,
			currency: draft.currency,
			externalId,
			metadata: draft.metadata,
			clickId: 'click' in subject ? subject.clickId : null,
			click: of.kept && JSON.stringify(of.kept),
			occurredAt: draft.occurredAt,
			recordedAt: now,
		};
		await transaction.conversions.insert(conversion);
		const { linkId, linkVersion, occurredAt } = conversion;
		this.#events.push({ type: 'conversion.recorded', occurredAt, linkId, linkVersion, data: conversionText(dataOf(conversion)) });
		return { conversion, result: 'recorded' };
	}

	/** Emits the events of all that were added. */
	async finish(): Promise<void> {
		await this.#tools.transaction.emit(this.#events);
	}

	#linkAsItIs(text: string): { linkId: number; linkVersion: number; kept: null } | undefined {
		const link = this.#links.get(text);
		return link && { linkId: link.id, linkVersion: link.version, kept: null };
	}

	/** By its id also where it has been deleted: what it led to may take its time. */
	async #find(text: string): Promise<StoredLink | undefined> {
		const reference = parseReference(text);
		if (!reference) return undefined;
		return 'id' in reference ? (await this.#tools.transaction.byIds([reference.id]))[0] : this.#tools.transaction.find(reference);
	}
}

function unknownSubject({ subject }: ConversionDraft): FieldProblem {
	if ('click' in subject) {
		const message = `click_id: there is no click "${subject.clickId}", or it is older than what the log keeps. Without it, name the link by link_id or slug.`;
		return { pointer: '/click_id', code: 'not_found', message };
	}
	return { pointer: `/${subject.field}`, code: 'not_found', message: `${subject.field}: there is no link "${subject.link}".` };
}
