/** What was to be counted has been counted meanwhile, by another process: nothing was counted twice. */
export class CountedElsewhere extends Error {
	constructor() {
		super('Another process has counted meanwhile. What this one was about to count has been left to it, so that nothing is counted twice.');
		this.name = 'CountedElsewhere';
	}
}
