import type { ConversionResult } from '../../../contract/conversion.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { conversionText } from '../events/conversion.ts';
import { findLinks, parseReference } from '../links/reference.ts';
import type { StoredConversion, StoredLink } from '../storage/storage.ts';
import type { WriteTools } from '../writes/operation.ts';
import type { FoundClick } from './click.ts';
import type { ConversionDraft } from './draft.ts';
import { dataOf } from './present.ts';

/** What became of a conversion. */
export type Recorded = { conversion: StoredConversion; result: ConversionResult } | { problem: FieldProblem };

/** Records the conversions of one call: one after the other, so that of two with one external id the earlier is it. */
export class Recording {
	readonly #tools: WriteTools;
	readonly #once: boolean;
	readonly #clicks = new Map<string, FoundClick>();
	readonly #links = new Map<string, StoredLink>();
	/** Conversions that a later one would repeat, by what is the same of both. */
	readonly #known = new Map<string, StoredConversion>();
	readonly #new: StoredConversion[] = [];

	/** @param once whether a second conversion of one event after one click is the first one */
	constructor(tools: WriteTools, { once }: { once: boolean }) {
		this.#tools = tools;
		this.#once = once;
	}

	/** Looks up the clicks and links of all of them, and what they could repeat. */
	async prepare(drafts: readonly ConversionDraft[]): Promise<void> {
		const { conversions } = this.#tools.transaction;
		const subjects = drafts.map(({ subject }) => subject);
		const named = new Map(subjects.flatMap((subject) => ('click' in subject ? [[subject.clickId, subject.click] as const] : [])));
		const found = (await this.#tools.clicks?.([...named.values()])) ?? [];
		[...named.keys()].forEach((clickId, index) => {
			const click = found[index];
			if (click) this.#clicks.set(clickId, click);
		});
		await this.#findLinks([...new Set(subjects.flatMap((subject) => ('click' in subject ? [] : [subject.link])))]);
		if (this.#once) this.#remember(await conversions.afterClicks(drafts.flatMap(({ event, subject }) => ('click' in subject ? [{ event, clickId: subject.clickId }] : []))));
		this.#remember(await conversions.byExternalIds(drafts.flatMap(({ event, externalId }) => (externalId === null ? [] : [{ event, externalId }]))));
	}

	/** Decides about one. Nothing is written yet; {@link finish} does that. */
	add(draft: ConversionDraft): Recorded {
		const { transaction, now } = this.#tools;
		const { subject, event, externalId } = draft;
		const clickId = 'click' in subject ? subject.clickId : null;
		const known = this.#known.get(byExternalId(event, externalId)) ?? (this.#once ? this.#known.get(afterClick(event, clickId)) : undefined);
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
			clickId,
			click: of.kept && JSON.stringify(of.kept),
			occurredAt: draft.occurredAt,
			recordedAt: now,
		};
		this.#new.push(conversion);
		this.#remember([conversion]);
		return { conversion, result: 'recorded' };
	}

	/** Writes all that were added, with the events that tell of them. */
	async finish(): Promise<void> {
		const { transaction } = this.#tools;
		await transaction.conversions.insert(this.#new);
		await transaction.emit(this.#new.map((conversion) => {
			const { linkId, linkVersion, occurredAt } = conversion;
			return { type: 'conversion.recorded', occurredAt, linkId, linkVersion, data: conversionText(dataOf(conversion)) };
		}));
	}

	/** Of several after one click, the first stays. */
	#remember(conversions: readonly StoredConversion[]): void {
		for (const conversion of conversions) {
			const { event, externalId, clickId } = conversion;
			if (externalId !== null) this.#known.set(byExternalId(event, externalId), conversion);
			if (clickId !== null && !this.#known.has(afterClick(event, clickId))) this.#known.set(afterClick(event, clickId), conversion);
		}
	}

	#linkAsItIs(text: string): { linkId: number; linkVersion: number; kept: null } | undefined {
		const link = this.#links.get(text);
		return link && { linkId: link.id, linkVersion: link.version, kept: null };
	}

	/** By its id also where it has been deleted: what it led to may take its time. */
	async #findLinks(texts: readonly string[]): Promise<void> {
		const { transaction } = this.#tools;
		const ids = new Map(texts.flatMap((text) => {
			const reference = parseReference(text);
			return reference && 'id' in reference ? [[text, reference.id] as const] : [];
		}));
		const byId = new Map((await transaction.byIds([...ids.values()])).map((link) => [link.id, link]));
		const others = texts.filter((text) => !ids.has(text));
		const found = new Map((await findLinks(transaction, others)).map((link, index) => [others[index], link]));
		for (const text of texts) {
			const link = byId.get(ids.get(text) ?? 0) ?? found.get(text);
			if (link) this.#links.set(text, link);
		}
	}
}

function byExternalId(event: string, externalId: string | null): string {
	return JSON.stringify(['external', event, externalId]);
}

function afterClick(event: string, clickId: string | null): string {
	return JSON.stringify(['click', event, clickId]);
}

function unknownSubject({ subject }: ConversionDraft): FieldProblem {
	if ('click' in subject) {
		const message = `click_id: there is no click "${subject.clickId}", or it is older than what the log keeps. Without it, name the link by link_id or slug.`;
		return { pointer: '/click_id', code: 'not_found', message };
	}
	return { pointer: `/${subject.field}`, code: 'not_found', message: `${subject.field}: there is no link "${subject.link}".` };
}
