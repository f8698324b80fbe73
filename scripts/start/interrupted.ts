/**
 * Resolves when this process should end: Ctrl-C, a closed terminal, or a parent that is gone (npm
 * does not pass every signal on). From then on signals no longer end it, so that it can tidy up.
 */
export function interrupted(): Promise<void> {
	const parent = process.ppid;
	return new Promise((resolve) => {
		const stop = () => {
			console.log('\nStopping …');
			clearInterval(watch);
			resolve();
		};
		const watch = setInterval(() => {
			if (process.ppid !== parent) stop();
		}, 1000).unref();
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
		process.stdout.on('error', () => undefined); // the terminal may be gone
	});
}
