import type { ServerSetting } from '../../../../contract/server.ts';
import { Badge } from '../../ui/badge.tsx';

/** Every setting with its variable. They are changed in the environment of the server, which is then started again. */
export function SettingsTable({ settings }: { settings: ServerSetting[] }) {
	return (
		<section class="card settings" aria-labelledby="settings">
			<h2 id="settings">How the server is set up</h2>
			<p class="muted">Settings are variables of the server's environment, or lines of the file <code>.env</code> in its working folder. A change counts from the next start on.</p>
			<dl>
				{settings.map(({ variable, value, is_default: isDefault, about }) => (
					<div key={variable}>
						<dt><code>{variable}</code></dt>
						<dd class="setting-value">
							<Value value={value} />
							{!isDefault && <Badge tone="info">Set</Badge>}
						</dd>
						<dd class="muted">{inline(about)}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

function Value({ value }: { value: string | null }) {
	if (value === null) return <span class="muted">secret</span>;
	return value === '' ? <span class="muted">not set</span> : <span class="mono break">{value}</span>;
}

/** The code of a sentence of Markdown. */
function inline(text: string) {
	return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
