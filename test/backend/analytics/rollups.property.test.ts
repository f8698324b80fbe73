import type { Storage } from '../../../backend/src/storage/storage.ts';
import { describeBusyDays } from '../storage/conformance/busy-days.ts';
import { describeReports } from '../storage/conformance/reports.ts';
import { inDataFolder } from '../storage/data-folder.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const folder = temporaryFolder('rollups');
let run = 0;

const within = (work: (storage: Storage) => Promise<void>) => inDataFolder(`${folder.path}/${String(run++)}`, work);

describeReports('SQLite', within, 25);

describeBusyDays('SQLite', within);
