import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { LINK_LIMITS, UTM_PARAMETERS, type Link, type UtmParameter } from '../../../../../contract/link.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, Switch } from '../../../ui/choice.tsx';
import { Select, TextArea, TextField } from '../../../ui/field.tsx';
import type { Editor } from './use-editor.ts';
import { VariantFields } from './variant-fields.tsx';

const REDIRECTS = [
	{ value: '302', label: '302 Found: for now, never cached' },
	{ value: '301', label: '301 Moved permanently' },
	{ value: '307', label: '307 Temporary, keeps the method' },
	{ value: '308', label: '308 Permanent, keeps the method' },
];

const UTM_LABELS: Record<UtmParameter, { label: string; placeholder: string }> = {
	source: { label: 'Source', placeholder: 'newsletter' },
	medium: { label: 'Medium', placeholder: 'email' },
	campaign: { label: 'Campaign', placeholder: 'spring-2027' },
	term: { label: 'Term', placeholder: 'garden chairs' },
	content: { label: 'Content', placeholder: 'button' },
};

/** What some links have: closed parts of the form, of which those are open that say something. */
export function MoreFields({ editor, link }: { editor: Editor; link: Link | undefined }) {
	const { form, set, problem, touch } = editor;
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	const field = (name: 'starts_at' | 'expires_at' | 'max_clicks' | 'fallback_url' | 'external_id') => ({
		value: form[name],
		onValue: (value: string) => { set({ [name]: value }); if (name.endsWith('_at')) touch('/expires_at'); },
		onBlur: () => { touch(`/${name}`); },
		error: problem(`/${name}`),
	});
	return (
		<div class="parts">
			<Part title="When it works" about="enabled, from and until, number of clicks" open={!form.enabled || [form.starts_at, form.expires_at, form.max_clicks, form.fallback_url].some((value) => value !== '')}>
				<Switch label="Enabled" hint="A disabled link answers that there is no such page (404)." checked={form.enabled} onChecked={(enabled) => { set({ enabled }); }} />
				<div class="pair">
					<TextField label="From" type="datetime-local" {...field('starts_at')} />
					<TextField label="Until" type="datetime-local" {...field('expires_at')} />
				</div>
				<p class="field-hint">Times of your clock ({zone}).</p>
				<TextField label="At most so many clicks" type="number" inputMode="numeric" min="1" hint="Clicks by people, counted since the link was made." {...field('max_clicks')} />
				<TextField label="Afterwards, visitors go to" type="url" placeholder="https://example.com/over" hint="Without an address they see that the link has expired (410)." maxLength={LINK_LIMITS.url} spellcheck={false} {...field('fallback_url')} />
			</Part>
			<Part title="Campaign parameters" about="utm_source and others, added to the destination" open={Object.values(form.utm).some((value) => value !== '')}>
				<div class="pair">
					{UTM_PARAMETERS.map((name) => (
						<TextField key={name} {...UTM_LABELS[name]} maxLength={LINK_LIMITS.utm} value={form.utm[name]} onValue={(value) => { set({ utm: { ...form.utm, [name]: value } }); }} error={problem(`/utm/${name}`)} />
					))}
				</div>
				{problem('/utm') && <p class="field-error">{problem('/utm')}</p>}
			</Part>
			<Part title="Redirect" about="kind, visitor’s query, click id" open={form.redirect_type !== '302' || form.forward_query || form.append_click_id}>
				<Select label="Kind" value={form.redirect_type} options={REDIRECTS} onValue={(value) => { set({ redirect_type: value }); }} hint={form.redirect_type === '302' ? undefined : 'Linkmill forbids caching, so that every click is counted, whichever kind.'} error={problem('/redirect_type')} />
				<Checkbox label="Hand the visitor’s query on" hint="What stands behind the ? of the short link is appended to the destination." checked={form.forward_query} onChecked={(checked) => { set({ forward_query: checked }); }} />
				{form.forward_query && <Checkbox label="The visitor’s parameters win" hint="Of a parameter that both have; else the destination’s stays." checked={form.forward_query_overrides} onChecked={(checked) => { set({ forward_query_overrides: checked }); }} />}
				<Checkbox label="Append the click id" hint="The destination gets lm_click=…, which a shop sends back with a conversion." checked={form.append_click_id} onChecked={(checked) => { set({ append_click_id: checked }); }} />
			</Part>
			<Part title="A/B split" about="several destinations, by weight" open={form.variants.length > 0}>
				<VariantFields editor={editor} />
			</Part>
			<Part title="Password" about="asked of visitors before they go on" open={link?.has_password === true || form.password !== undefined}>
				<PasswordField editor={editor} has={link?.has_password ?? false} />
			</Part>
			<Part title="For programs" about="external id, metadata" open={form.external_id !== '' || form.metadata !== ''}>
				<TextField label="External id" hint="Your own id for the link, such as an article number; no other link has it." maxLength={LINK_LIMITS.externalId} spellcheck={false} {...field('external_id')} />
				<TextArea label="Metadata" rows={4} spellcheck={false} placeholder={'{"user_id": "42"}'} hint="A JSON object that comes with every event of the link." value={form.metadata} onValue={(metadata) => { set({ metadata }); }} onBlur={() => { touch('/metadata'); }} error={problem('/metadata')} />
			</Part>
		</div>
	);
}

/** A part of the form that can be closed. It opens by itself where it said something in the beginning. */
function Part({ title, about, open, children }: { title: string; about: string; open: boolean; children: ComponentChildren }) {
	const first = useRef(open);
	return (
		<details class="part" open={first.current}>
			<summary><span class="part-title">{title}</span> <span class="muted">{about}</span></summary>
			<div class="part-body">{children}</div>
		</details>
	);
}

/** A password can be set, replaced and removed, but never read. */
function PasswordField({ editor: { form, set, problem }, has }: { editor: Editor; has: boolean }) {
	const removing = has && form.password === '';
	return (
		<>
			{has && (
				<div class="password-set">
					<p>{removing ? 'The password goes when you save; then the link is open to everybody.' : 'This link has a password. It is kept as a hash, and cannot be shown.'}</p>
					<Button size="small" onClick={() => { set({ password: removing ? undefined : '' }); }}>{removing ? 'Keep it' : 'Remove it'}</Button>
				</div>
			)}
			{!removing && (
				<TextField
					label={has ? 'Another password' : 'Password'}
					type="password"
					autocomplete="new-password"
					maxLength={LINK_LIMITS.password}
					hint="Kept as a hash: nobody can look it up later."
					value={form.password ?? ''}
					onValue={(password) => { set({ password: password || undefined }); }}
					error={problem('/password')}
				/>
			)}
		</>
	);
}
