import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Diagnosis } from './diagnosis.ts';

/** Says at the top of a subscription why its workflow starts or does not, and what to do. */
export function DiagnosisCard({ diagnosis: { tone, title, text: [first, ...others], setting, said } }: { diagnosis: Diagnosis }) {
	return (
		<section class={`notice diagnosis ${tone}`} aria-labelledby="diagnosis">
			<Icon name={tone === 'ok' ? 'check' : tone === 'info' ? 'info' : 'alert'} />
			<div>
				<h2 id="diagnosis">{title}</h2>
				<p>{first}</p>
				{setting !== undefined && <p class="setting-line"><code>{setting}</code><CopyButton text={setting} label="Copy the setting" /></p>}
				{others.map((paragraph) => <p key={paragraph}>{paragraph}</p>)}
				{said && setting === undefined && <p class="said"><span class="muted">What came back: </span><q>{said}</q></p>}
			</div>
		</section>
	);
}
