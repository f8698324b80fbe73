import { changes } from './conformance/changes.ts';
import { clicks } from './conformance/clicks.ts';
import { conversions } from './conformance/conversions.ts';
import { deliveries } from './conformance/deliveries.ts';
import { links } from './conformance/links.ts';
import { log } from './conformance/log.ts';
import { purging } from './conformance/purging.ts';
import { readers } from './conformance/readers.ts';
import { search } from './conformance/search.ts';
import { sessions } from './conformance/sessions.ts';
import type { MakeSubject, Subject, Suite } from './conformance/subject.ts';
import { transactions } from './conformance/transactions.ts';
import { uses } from './conformance/uses.ts';

/** Subjects of the suite. */
const SUITES: Record<string, Suite> = { links, changes, conversions, transactions, log, clicks, uses, purging, readers, deliveries, search, sessions };

/** What the storage port promises, whoever keeps the promise. */
export function describeStorage(name: string, make: MakeSubject): void {
	describe.each(Object.entries(SUITES))(`${name}: %s`, (_subject, suite) => {
		let subject: Subject;
		beforeEach(async () => {
			subject = await make();
		});
		afterEach(() => subject.dispose());
		suite(() => subject);
	});
}
