import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Link } from '../../../../../contract/link.ts';
import { QR_DEFAULTS, QR_LEVELS, QR_LIMITS, type QrFormat, type QrLevel } from '../../../../../contract/qr.ts';
import { api } from '../../../api/client.ts';
import { useResource } from '../../../api/resource.ts';
import { Checkbox } from '../../../ui/choice.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Select, TextField } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Segments } from '../../../ui/tabs.tsx';
import { ColourField } from './colour-field.tsx';

/** Milliseconds after the last letter until the picture is drawn. */
const DRAWN_AFTER = 150;

const LEVEL_LABELS: Record<QrLevel, string> = { L: 'Low: 7 % may be covered', M: 'Medium: 15 %', Q: 'High: 25 %', H: 'Highest: 30 %, for a logo on it' };

/** The QR code of a link as it will be, and the file. */
export function QrPanel({ id, onClose }: { id: string; onClose(): void }) {
	const path = `/v1/links/${encodeURIComponent(id)}`;
	const link = useResource((signal) => api.get<Link>(path, { signal }), [path]);
	const format = useSignal<QrFormat>('svg');
	const size = useSignal(String(QR_DEFAULTS.size));
	const margin = useSignal(String(QR_DEFAULTS.margin));
	const level = useSignal<QrLevel>(QR_DEFAULTS.level);
	const color = useSignal<string>(QR_DEFAULTS.color);
	const background = useSignal<string>(QR_DEFAULTS.background);
	const transparent = useSignal(false);
	const query = { format: format.value, size: size.value, margin: margin.value, level: level.value, color: color.value, background: transparent.value ? 'transparent' : background.value };
	const picture = useResource(async (signal) => {
		await new Promise((resolve) => setTimeout(resolve, DRAWN_AFTER));
		signal.throwIfAborted();
		const response = await api.fetch(`${path}/qr`, { query, signal });
		return URL.createObjectURL(await response.blob());
	}, Object.values(query));
	const url = picture.data.value;
	useEffect(() => () => { if (url !== undefined) URL.revokeObjectURL(url); }, [url]);

	const error = picture.error.value;
	const bad = (name: string) => error?.field(`?${name}`);
	const unnamed = error && !Object.keys(query).some((name) => bad(name) !== undefined);
	const slug = link.data.value?.slug;
	return (
		<Panel
			title={slug === undefined ? 'QR code' : `QR code of /${slug}`}
			onClose={onClose}
			footer={url !== undefined && !error && slug !== undefined && (
				<a class="button primary normal" href={url} download={`${slug}.${format.value}`}><Icon name="download" size={16} />Download {format.value.toUpperCase()}</a>
			)}
		>
			{link.error.value && <ErrorNotice error={link.error.value} retry={link.refresh} />}
			<div class="qr-preview" aria-busy={picture.loading.value}>
				{url !== undefined && <img src={url} alt={`QR code that leads to ${link.data.value?.short_url ?? 'the link'}`} class={error ? 'old' : undefined} />}
			</div>
			{link.data.value && <p class="qr-address"><span class="mono">{link.data.value.short_url}</span><CopyButton text={link.data.value.short_url} label={`Copy ${link.data.value.short_url}`} /></p>}
			{unnamed && <ErrorNotice error={error} retry={picture.refresh} />}
			<Segments label="Format" value={format.value} options={[{ value: 'svg', label: 'SVG, for print' }, { value: 'png', label: 'PNG' }]} onValue={(value) => { format.value = value; }} />
			<div class="pair">
				<TextField label="Size in pixels" type="number" inputMode="numeric" min={String(QR_LIMITS.size.minimum)} max={String(QR_LIMITS.size.maximum)} value={size.value} onValue={(value) => { size.value = value; }} error={bad('size')} />
				<TextField label="Margin in squares" type="number" inputMode="numeric" min={String(QR_LIMITS.margin.minimum)} max={String(QR_LIMITS.margin.maximum)} value={margin.value} onValue={(value) => { margin.value = value; }} error={bad('margin')} />
				<ColourField label="Colour" value={color.value} onValue={(value) => { color.value = value; }} error={bad('color')} />
				<ColourField label="Background" disabled={transparent.value} value={background.value} onValue={(value) => { background.value = value; }} error={bad('background')} />
			</div>
			<Checkbox label="Transparent background" checked={transparent.value} onChecked={(checked) => { transparent.value = checked; }} />
			<Select label="Error correction" value={level.value} options={QR_LEVELS.map((value) => ({ value, label: LEVEL_LABELS[value] }))} onValue={(value) => { level.value = value; }} />
			<p class="field-hint">The code carries <code>?qr=1</code>, so that scans are counted as the source “qr”.</p>
		</Panel>
	);
}
