/** Another process was faster: what was to be done is done, and nothing was done twice. No failure, but what is known of the task is old. */
export class DoneElsewhere extends Error {
	constructor() {
		super('Another process has done this meanwhile. It has been left to that one, so that nothing is done twice.');
		this.name = 'DoneElsewhere';
	}
}
