import { useSignal } from '@preact/signals';
import { CHART_METRICS } from '../../../contract/chart.ts';
import { api } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import type { Query } from '../api/query.ts';
import { saveAs } from '../api/save-as.ts';
import { Button } from '../ui/button.tsx';
import { toast } from '../ui/toast.tsx';
import type { AnyMetric } from './metrics.ts';

/** Sizes of a picture in CSS pixels: as wide as a slide, and as high as a line over time looks well. */
const WIDTH = 1000;
export const LINE_HEIGHT = 420;

/** What the API is to draw. */
export interface Picture {
	path: '/v1/analytics/chart' | `/v1/links/${string}/analytics/chart`;
	query: Query;
	metric: AnyMetric;
}

/** Saves a chart as the API draws it, in light colours: it goes into slides and mails. */
export function PictureButton({ picture: { path, query, metric }, name, size = 'normal' }: { picture: Picture; /** Of the file, without its ending. */ name: string; size?: 'small' | 'normal' }) {
	const busy = useSignal(false);
	const can = (CHART_METRICS as readonly string[]).includes(metric);
	const save = async () => {
		busy.value = true;
		try {
			const answer = await api.fetch(path, { query: { ...query, metric, format: 'png', width: WIDTH } });
			saveAs(await answer.blob(), `${name}.png`);
		} catch (error) {
			toast({ kind: 'error', message: ApiProblem.from(error).message });
		} finally {
			busy.value = false;
		}
	};
	return <Button icon="download" size={size} busy={busy.value} disabled={!can} title={can ? 'Save the chart as a picture' : 'Pictures show clicks, unique visitors or conversions: choose one of these'} onClick={() => void save()}>PNG</Button>;
}
