import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { Link } from '../../../../../contract/link.ts';
import { api, newId } from '../../../api/client.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { session } from '../../../session.ts';
import { changesOf, formOf, isChanged, type LinkForm } from './form.ts';
import { problemsOf, type Problems } from './validate.ts';

/** A link that was made or changed. */
export interface Saved {
	link: Link;
	/** As it was; undefined for a new one, and where that cannot come back: of a password that was replaced, only the hash was kept. */
	before: Link | undefined;
}

/** A form, and how that stands. */
export interface Editor {
	form: LinkForm;
	set(changes: Partial<LinkForm>): void;
	/** What is wrong with a field: as soon as somebody has left it, or tried to save. */
	problem(pointer: string): string | undefined;
	/** Told that somebody has left a field. */
	touch(pointer: string): void;
	changed: boolean;
	busy: ReadonlySignal<boolean>;
	/** Why saving failed, where that is no matter of one field. */
	failure: ReadonlySignal<ApiProblem | undefined>;
	/** The link as somebody else has made it meanwhile. */
	conflict: ReadonlySignal<Link | undefined>;
	/** Names of the fields that would be sent. */
	mine(): string[];
	/** What came of it; undefined where it was not saved. */
	save(): Promise<Saved | undefined>;
	/** Goes on with the link as it is now: with what was written here on top of it, or without. */
	resolve(keepMine: boolean): void;
}

/** Pointers of fields that the form shows: what is wrong with others is said above it. */
const SHOWN = /^\/(slug|destination|title|tags|campaign|external_id|starts_at|expires_at|max_clicks|fallback_url|redirect_type|utm|password|variants|metadata)(\/|$)/;

/** Makes a link, or changes one. */
export function useEditor(given: Link | undefined): Editor {
	const base = useSignal(given);
	const form = useSignal(useMemo(() => formOf(given), []));
	const touched = useSignal<ReadonlySet<string>>(new Set());
	const answered = useSignal<Problems>({});
	const busy = useSignal(false);
	const failure = useSignal<ApiProblem | undefined>(undefined);
	const conflict = useSignal<Link | undefined>(undefined);
	const intent = useRef({ of: '', key: '' });
	const ownHost = URL.parse(session.value?.base_url ?? '')?.host;
	const found = useMemo(() => problemsOf(form.value, ownHost), [form.value]);

	const refused = (problem: ApiProblem) => {
		const taken = { slug_taken: '/slug', external_id_taken: '/external_id' }[problem.code];
		const fields = problem.fields.map(({ pointer, message }) => [pointer, message] as const);
		const named = taken && fields.length === 0 ? [[taken, problem.message] as const] : fields;
		answered.value = Object.fromEntries(named);
		failure.value = named.length > 0 && named.every(([pointer]) => SHOWN.test(pointer)) ? undefined : problem;
	};
	const send = async (): Promise<Link> => {
		const body = changesOf(form.value, base.value);
		const [path, version] = base.value ? [`/v1/links/${encodeURIComponent(base.value.id)}`, base.value.version] : ['/v1/links', 0];
		const of = JSON.stringify([path, version, body]);
		// The same intent again, after a failure of the network, has the same key: it is done once.
		if (intent.current.of !== of) intent.current = { of, key: newId() };
		const options = { idempotencyKey: intent.current.key };
		return base.value ? api.patch<Link>(path, body, { ...options, headers: { 'if-match': String(version) } }) : api.post<Link>(path, body, options);
	};
	return {
		form: form.value,
		set(changes) {
			form.value = { ...form.value, ...changes };
			const names = Object.keys(changes);
			answered.value = Object.fromEntries(Object.entries(answered.value).filter(([pointer]) => !names.includes(pointer.split('/')[1] ?? '')));
		},
		problem: (pointer) => answered.value[pointer] ?? (touched.value.has(pointer) || touched.value.has('*') ? found[pointer] : undefined),
		touch: (pointer) => { if (!touched.value.has(pointer)) touched.value = new Set([...touched.value, pointer]); },
		changed: isChanged(form.value, formOf(base.value)),
		busy,
		failure,
		conflict,
		mine: () => (found['/metadata'] === undefined ? Object.keys(changesOf(form.value, base.value)) : []),
		async save() {
			touched.value = new Set(['*']);
			failure.value = undefined;
			if (busy.value || Object.keys(found).length > 0) return undefined;
			busy.value = true;
			try {
				const before = base.value?.has_password && form.value.password !== undefined ? undefined : base.value;
				return { link: await send(), before };
			} catch (error) {
				const problem = ApiProblem.from(error);
				if (problem.status === 412 && base.value) conflict.value = await api.get<Link>(`/v1/links/${encodeURIComponent(base.value.id)}`).catch(() => undefined);
				if (!conflict.value) refused(problem);
				return undefined;
			} finally {
				busy.value = false;
			}
		},
		resolve(keepMine) {
			const theirs = conflict.value;
			if (!theirs) return;
			const mine = keepMine && base.value ? onTop(form.value, base.value) : {};
			base.value = theirs;
			form.value = { ...formOf(theirs), ...mine };
			conflict.value = undefined;
		},
	};
}

/** What was written in a form over what it began with. */
function onTop(form: LinkForm, base: Link): Partial<LinkForm> {
	const names = Object.keys(changesOf(form, base)) as Array<keyof LinkForm>;
	return Object.fromEntries(names.map((name) => [name, form[name]]));
}
