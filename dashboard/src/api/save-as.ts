/** Hands a file to the browser, which saves it as it saves any. */
export function saveAs(file: Blob, name: string): void {
	const url = URL.createObjectURL(file);
	const link = document.createElement('a');
	[link.href, link.download] = [url, name];
	link.click();
	// The browser takes it a moment later.
	setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}
