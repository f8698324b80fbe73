import { Values } from '../shared/parameters';

/** The checks of all nodes, and those that the trigger's parameters need beside them. */
export class TriggerValues extends Values {
	/** A number from 0 to `most`, also from an expression that gives its digits. */
	amount(value: unknown, label: string, most: number): number {
		const text = this.asText(value, label);
		const number = Number(text);
		if (text === '' || !(number >= 0 && number <= most)) throw this.error(label, `must be a number from 0 to ${most}`);
		return number;
	}
}
