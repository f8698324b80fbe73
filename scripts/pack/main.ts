// `npm run pack`: both packages, cleaned, built and packed, as they would be published.
import path from 'node:path';
import { ROOT } from '../repository.ts';
import { PACKAGES, packTarball } from './tarball.ts';

for (const name of Object.keys(PACKAGES) as (keyof typeof PACKAGES)[]) {
	console.log(path.relative(ROOT, await packTarball(name, ROOT)));
}
