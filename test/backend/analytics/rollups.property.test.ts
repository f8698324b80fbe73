import { describeReports } from '../storage/conformance/reports.ts';
import { inDataFolder } from '../storage/data-folder.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const folder = temporaryFolder('rollups');
let run = 0;

describeReports('SQLite', (work) => inDataFolder(`${folder.path}/${String(run++)}`, work), 25);
