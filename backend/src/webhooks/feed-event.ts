import type { LinkmillEvent } from '../../../contract/event.ts';

/** An event where it stands in the log, as every subscription sees it. */
export class FeedEvent {
	readonly position: number;
	readonly event: LinkmillEvent;
	#json: string | undefined;
	#bytes: number | undefined;

	constructor(position: number, event: LinkmillEvent) {
		this.position = position;
		this.event = event;
	}

	/** The event as it is sent: made when somebody is sent it, and once for all. */
	get json(): string {
		return (this.#json ??= JSON.stringify(this.event));
	}

	/** Length of {@link json} in UTF-8. */
	get bytes(): number {
		return (this.#bytes ??= Buffer.byteLength(this.json));
	}
}
