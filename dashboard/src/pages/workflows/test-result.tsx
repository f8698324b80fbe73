import type { WebhookTestResult } from '../../../../contract/webhook.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/panel.tsx';

/** What came of a test delivery. */
export function TestResult({ result, onClose }: { result: WebhookTestResult; onClose(): void }) {
	const { delivered, status, latency_ms: latency, response, error } = result;
	return (
		<Panel title={delivered ? 'The test arrived' : 'The test was not taken'} place="centre" size="wide" onClose={onClose} footer={<Button onClick={onClose}>Close</Button>}>
			<div class={`notice ${delivered ? 'ok' : 'danger'}`}>
				<Icon name={delivered ? 'check' : 'alert'} />
				<div>
					<p>{error ?? (delivered ? 'An event that was made up was posted, and the receiver took it. It starts nothing in n8n, and is counted nowhere.' : 'An event that was made up was posted, and this is what came back.')}</p>
					<p>{status === null ? 'There was no answer' : `It answered ${String(status)}`} after {Math.round(latency)} ms.</p>
				</div>
			</div>
			{response !== null && (
				<div class="field">
					<h3>Answer</h3>
					{response === '' ? <p class="muted">It was empty.</p> : <pre class="answer-text" tabIndex={0} role="region" aria-label="Answer">{response}</pre>}
				</div>
			)}
		</Panel>
	);
}
