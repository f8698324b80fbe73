import { useSignal } from '@preact/signals';
import { PictureButton } from '../../analytics/picture.tsx';
import { ApiProblem } from '../../api/problem.ts';
import { saveAs } from '../../api/save-as.ts';
import { chooseTheme, theme } from '../../theme.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { pictureOf, reportCsv } from './downloads.ts';
import type { ReportQuery } from './report-query.ts';

/** Takes a report along: as a table, as a picture, as an address, on paper. */
export function ReportActions({ report }: { report: ReportQuery }) {
	const busy = useSignal(false);
	const saveTable = async () => {
		busy.value = true;
		try {
			saveAs(await reportCsv(report), 'report.csv');
		} catch (error) {
			toast({ kind: 'error', message: ApiProblem.from(error).message });
		} finally {
			busy.value = false;
		}
	};
	const copy = () => copyText(location.href).then(() => { toast('The address of this report is copied. Who opens it needs a key.'); }, () => { toast({ kind: 'error', message: 'Your browser does not let the page copy. Copy the address at the top of the window.' }); });
	return (
		<>
			<Button icon="download" busy={busy.value} onClick={() => void saveTable()}>CSV</Button>
			<PictureButton picture={pictureOf(report)} name="report" />
			<Menu
				label="More"
				items={[
					{ label: 'Copy the link to this report', icon: 'link', run: () => void copy() },
					{ label: 'Print', icon: 'file', run: printLight },
				]}
			/>
		</>
	);
}

/** Milliseconds in which charts are drawn in other colours. */
const DRAWN_WITHIN = 250;

/** Prints in light colours, whichever are shown: paper is white, and a chart is drawn in the colours of the page. */
function printLight(): void {
	const chosen = theme.peek();
	chooseTheme('light');
	setTimeout(() => {
		print();
		chooseTheme(chosen);
	}, DRAWN_WITHIN);
}
