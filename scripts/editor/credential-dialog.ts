import type { Locator, Page } from 'playwright-core';

/** The dialog in which a new credential is filled in. */
export class CredentialDialog {
	readonly #dialog: Locator;

	private constructor(page: Page) {
		this.#dialog = page.getByTestId('editCredential-modal');
	}

	/** Opens it from the panel of a node, by "Create new credential". */
	static async open(page: Page): Promise<CredentialDialog> {
		await page.getByTestId('node-credentials-select').click();
		await page.getByTestId('node-credentials-select-item-new').click();
		const dialog = new CredentialDialog(page);
		await dialog.#dialog.waitFor();
		return dialog;
	}

	/** Types into a field, which is named as in the credential's description. */
	async type(name: string, text: string): Promise<void> {
		await this.#dialog.getByTestId(`parameter-input-${name}`).locator('input').fill(text);
	}

	/** Saves what passes its test: the dialog closes, and the node has the credential. */
	async save(): Promise<void> {
		await this.#save();
		await this.#dialog.waitFor({ state: 'detached' });
	}

	/** Saves what does not pass its test, and waits until the dialog, which stays, says why. */
	async saveWrong(why: RegExp): Promise<void> {
		await this.#save();
		await this.#dialog.getByText('More details').click();
		await this.#dialog.getByText(why).waitFor();
	}

	#save = () => this.#dialog.getByTestId('credential-save-button').click();
}
