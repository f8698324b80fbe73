import { useSignal } from '@preact/signals';
import { CHART_METRICS } from '../../../../contract/chart.ts';
import { ApiProblem } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { chartPng, reportCsv, saveAs } from './downloads.ts';
import type { ReportQuery } from './report-query.ts';

/** Takes a report along: as a table, as a picture, as an address, on paper. */
export function ReportActions({ report }: { report: ReportQuery }) {
	const busy = useSignal(false);
	const save = async (make: () => Promise<Blob>, name: string) => {
		busy.value = true;
		try {
			saveAs(await make(), name);
		} catch (error) {
			toast({ kind: 'error', message: ApiProblem.from(error).message });
		} finally {
			busy.value = false;
		}
	};
	const copy = () => copyText(location.href).then(() => { toast('The address of this report is copied. Who opens it needs a key.'); }, () => { toast({ kind: 'error', message: 'Your browser does not let the page copy. Copy the address at the top of the window.' }); });
	const drawn = (CHART_METRICS as readonly string[]).includes(report.metric);
	return (
		<>
			<Button icon="download" busy={busy.value} onClick={() => void save(() => reportCsv(report), 'report.csv')}>CSV</Button>
			<Button icon="download" disabled={!drawn} title={drawn ? undefined : 'Pictures show clicks, unique visitors or conversions: choose one of these'} onClick={() => void save(() => chartPng(report), 'report.png')}>PNG</Button>
			<Menu
				label="More"
				items={[
					{ label: 'Copy the link to this report', icon: 'link', run: () => void copy() },
					{ label: 'Print', icon: 'file', run: () => { print(); } },
				]}
			/>
		</>
	);
}
