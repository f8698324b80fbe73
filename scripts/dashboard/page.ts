import type { Metafile } from 'esbuild';

/** The page that loads what was built: all of the first view is asked for at once. */
export function pageOf({ outputs }: Metafile, publicPath: string): string {
	const nameOf = (output: string) => output.split('/').at(-1) ?? output;
	const urlOf = (output: string) => publicPath + nameOf(output);
	const entry = (name: string, extension: string) => {
		const found = Object.keys(outputs).find((output) => new RegExp(`^${name}-[A-Z0-9]+\\.${extension}$`).test(nameOf(output)) && outputs[output]?.entryPoint !== undefined);
		if (found === undefined) throw new Error(`The build has made no ${name}.${extension}`);
		return found;
	};
	const script = entry('main', 'js');
	const shared = (outputs[script]?.imports ?? []).filter(({ kind }) => kind === 'import-statement').map(({ path }) => path);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>Linkmill</title>
<link rel="icon" type="image/svg+xml" href="${urlOf(entry('linkmill', 'svg'))}">
<link rel="stylesheet" href="${urlOf(entry('main', 'css'))}">
${shared.map((output) => `<link rel="modulepreload" href="${urlOf(output)}">\n`).join('')}<script type="module" src="${urlOf(script)}"></script>
</head>
<body>
<div id="app"></div>
<noscript><p>The dashboard needs JavaScript. Everything that it does can be done through the API as well: see <a href="/docs">/docs</a>.</p></noscript>
</body>
</html>
`;
}
