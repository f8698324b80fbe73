import type { IExecuteFunctions } from 'n8n-workflow';

const PRIVATE_HOST =
	/^(localhost|.*\.local|.*\.localhost|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+|169\.254\.[\d.]+|\[::1\]|\[f[cd][0-9a-f:]+\])$/i;

/** Says so where short URLs were made that only this machine or network can open: the first surprise of a trial set-up. */
export function hintAtReach(context: IExecuteFunctions, shortUrl: string | undefined): void {
	if (!shortUrl || !URL.canParse(shortUrl)) return;
	const { hostname, origin } = new URL(shortUrl);
	if (!PRIVATE_HOST.test(hostname)) return;
	context.addExecutionHints({
		message: `These links begin with ${origin}, so they open only on this machine or network. Set LINKMILL_BASE_URL on the Linkmill server to the address that your visitors use.`,
		type: 'warning',
		location: 'outputPane',
	});
}
