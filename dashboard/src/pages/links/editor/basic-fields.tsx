import { LINK_LIMITS, type Link } from '../../../../../contract/link.ts';
import { session } from '../../../session.ts';
import { Combobox } from '../../../ui/combobox.tsx';
import { Field, TextField } from '../../../ui/field.tsx';
import { TokenField } from '../../../ui/token-field.tsx';
import { suggestCampaigns, suggestTags } from '../filter/labels.ts';
import { useSlugCheck, type SlugState } from './slug-check.ts';
import type { Editor } from './use-editor.ts';

/** What most links have. */
export function BasicFields({ editor, link }: { editor: Editor; link: Link | undefined }) {
	const { form, set, problem, touch } = editor;
	return (
		<>
			<TextField
				label="Destination"
				type="url"
				inputMode="url"
				placeholder="https://example.com/page"
				maxLength={LINK_LIMITS.url}
				spellcheck={false}
				autocomplete="off"
				required
				autofocus={link === undefined}
				value={form.destination}
				onValue={(destination) => { set({ destination }); }}
				onBlur={() => { if (form.destination !== '') touch('/destination'); }}
				error={problem('/destination')}
			/>
			<SlugField editor={editor} link={link} />
			<TextField label="Title" maxLength={LINK_LIMITS.title} hint="For you: visitors do not see it." value={form.title} onValue={(title) => { set({ title }); }} error={problem('/title')} />
			<TokenField label="Tags" noun="tag" placeholder="Add tags" maxLength={LINK_LIMITS.tag} suggest={suggestTags} tokens={form.tags} onTokens={(tags) => { set({ tags }); touch('/tags'); }} error={problem('/tags')} />
			<Combobox label="Campaign" maxLength={LINK_LIMITS.campaign} suggest={suggestCampaigns} value={form.campaign} onValue={(campaign) => { set({ campaign }); }} error={problem('/campaign')} />
		</>
	);
}

function SlugField({ editor: { form, set, problem, touch }, link }: { editor: Editor; link: Link | undefined }) {
	const slug = form.slug.trim();
	const state = useSlugCheck(form.slug, link?.slug).value;
	const taken = state.is === 'taken' ? `/${slug} is taken: it leads to ${state.by.title === null ? state.by.destination : `“${state.by.title}”`}. Choose another.` : undefined;
	const error = problem('/slug') ?? taken;
	const said = slugText(state, slug === '', link !== undefined && slug !== link.slug);
	return (
		<>
			<Field label="Slug" error={error} hint={error === undefined ? <span class={state.is}>{said}</span> : undefined}>
				{(wired) => (
					<div class={`prefixed ${wired['aria-invalid'] ? 'invalid' : ''}`}>
						<span class="prefix truncate" aria-hidden="true">{(session.value?.base_url ?? '').replace(/^https?:\/\//, '').replace(/\/$/, '')}/</span>
						<input
							{...wired}
							class="prefixed-input"
							type="text"
							autocomplete="off"
							autocapitalize="none"
							spellcheck={false}
							maxLength={LINK_LIMITS.slug}
							placeholder={link ? '' : 'a random one'}
							value={form.slug}
							onInput={({ currentTarget }) => { set({ slug: currentTarget.value }); if (currentTarget.value !== '') touch('/slug'); }}
						/>
					</div>
				)}
			</Field>
			<p class="visually-hidden" role="status">{taken ?? (state.is === 'free' ? said : '')}</p>
		</>
	);
}

/** What is said below a slug with which nothing is wrong. All of it takes one line, so that nothing moves while somebody writes. */
function slugText(state: SlugState, empty: boolean, renamed: boolean): string {
	if (state.is === 'asking') return 'Looking whether it is free …';
	if (state.is === 'free') return `This slug is free.${renamed ? ' The old address stops working when you save.' : ''}`;
	if (!empty) return 'ASCII letters, digits, “-” and “_”; upper and lower case differ.';
	return renamed ? 'Left empty, it stays as it was.' : 'Left empty, you get 7 random letters and digits.';
}
