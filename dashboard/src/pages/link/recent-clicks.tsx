import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ClickEvent } from '../../../../contract/event.ts';
import type { Link } from '../../../../contract/link.ts';
import { valueLabel } from '../../analytics/dimensions.ts';
import { useLiveClicks } from '../../api/live.ts';
import { formatDateTime, formatTime } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';

/** Clicks that are kept on the page. */
const KEPT = 25;

/** The last clicks, each as it comes. */
export function RecentClicks({ link, onClick }: { link: Link; onClick(click: ClickEvent): void }) {
	const clicks = useSignal<ClickEvent[]>([]);
	const waiting = useSignal<ClickEvent[]>([]);
	const paused = useSignal(false);
	const opened = useRef(Date.now());
	const state = useLiveClicks({ link: link.id }, (click) => {
		const list = paused.value ? waiting : clicks;
		list.value = [click, ...list.value].slice(0, KEPT);
		onClick(click);
	});
	const toggle = () => {
		paused.value = !paused.value;
		clicks.value = [...waiting.value, ...clicks.value].slice(0, KEPT);
		waiting.value = [];
	};
	const isLive = state.value === 'live' && !paused.value;
	return (
		<section class="card recent" aria-labelledby="recent-heading">
			<header>
				<h2 id="recent-heading">Recent clicks</h2>
				<span class={`live-state ${isLive ? 'on' : ''}`} role="status"><span class="live-dot" aria-hidden="true" />{paused.value ? 'Paused' : state.value === 'live' ? 'Live' : 'Connecting …'}</span>
				<Button size="small" icon={paused.value ? 'play' : 'pause'} onClick={toggle}>{paused.value ? `Go on${waiting.value.length > 0 ? ` (${String(waiting.value.length)} new)` : ''}` : 'Pause'}</Button>
			</header>
			{clicks.value.length === 0
				? <p class="muted recent-none">{state.value === 'live' ? 'None so far. New ones appear here by themselves.' : 'Looking …'}</p>
				: <ol class="recent-list" tabIndex={0} aria-label="Recent clicks, newest first">{clicks.value.map((click) => <ClickRow key={click.id} click={click} isNew={Date.parse(click.occurred_at) > opened.current} />)}</ol>}
		</section>
	);
}

const KINDS: Record<Exclude<ClickEvent['kind'], 'human'>, string> = { bot: 'Bot', prefetch: 'Prefetch', head: 'HEAD request' };

function ClickRow({ click, isNew }: { click: ClickEvent; isNew: boolean }) {
	const { occurred_at: at, city, country, browser, os, device, source, referrer_host: referrer, kind, bot, variant, is_unique: isUnique } = click;
	const today = new Date(at).toDateString() === new Date().toDateString();
	return (
		<li class={isNew ? 'new' : undefined}>
			<time dateTime={at} title={formatDateTime(at)}>{today ? formatTime(at) : formatDateTime(at)}</time>
			<span class="recent-place">{[city, valueLabel('country', country)].filter(Boolean).join(', ')}</span>
			<span class="recent-device muted">{[browser, os].filter(Boolean).join(' on ') || (device === null ? 'Unknown program' : valueLabel('device', device))}</span>
			<span class="recent-source muted" title={referrer ?? undefined}>{referrer ?? valueLabel('source', source)}</span>
			<span class="recent-marks">
				{variant !== null && <Badge>{variant}</Badge>}
				{kind === 'human' ? isUnique && <Badge tone="ok">New visitor</Badge> : <Badge tone="warning">{bot ?? KINDS[kind]}</Badge>}
			</span>
		</li>
	);
}
