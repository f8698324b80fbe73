import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { breathe } from './breathe';
import { CANCELED } from './context';
import { detailsOf } from './problem';

/**
 * The one loop over input items. It pairs every output with the item it came from, keeps the outputs in
 * the order of the items whatever order they were made in, and does what On Error says with a failure.
 */
export class ItemRun {
	private readonly context: IExecuteFunctions;
	private readonly outputs: INodeExecutionData[][];
	private readonly closing: INodeExecutionData[] = [];
	private errorOutput: boolean | undefined;

	constructor(context: IExecuteFunctions) {
		this.context = context;
		this.outputs = context.getInputData().map(() => []);
	}

	/**
	 * Does the work for every item, one after the other or a few at a time; ends where an item's failure
	 * stops the node or the execution was cancelled.
	 */
	async each(work: (item: number) => Promise<void> | void, atOnce = 1): Promise<void> {
		const items = this.outputs.keys();
		let stopped = false;
		const worker = async () => {
			for (let next = items.next(); !next.done && !stopped; next = items.next()) {
				this.stopIfCancelled();
				await this.attempt(next.value, work);
				await breathe(next.value);
			}
		};
		const workers = Array.from({ length: atOnce }, worker);
		await Promise.all(workers).finally(() => {
			stopped = true;
		});
	}

	private async attempt(item: number, work: (item: number) => Promise<void> | void): Promise<void> {
		try {
			await work(item);
		} catch (error) {
			this.fail(item, error);
		}
	}

	/** Gives an output for an item. */
	put(item: number, json: IDataObject, binary?: IBinaryKeyData): void {
		this.outputs[item]?.push({ json, ...(binary && { binary }), pairedItem: { item } });
	}

	/** Gives an output that all input items made together; it comes after the others. */
	putForAll(json: IDataObject, binary?: IBinaryKeyData): void {
		this.closing.push({ json, ...(binary && { binary }), pairedItem: this.outputs.map((_, item) => ({ item })) });
	}

	/** Whether failures leave by an output of their own. */
	get hasErrorOutput(): boolean {
		// n8n copies the whole node each time it is asked for.
		return (this.errorOutput ??= this.context.getNode().onError === 'continueErrorOutput');
	}

	/**
	 * An item failed: the node stops, or the item's output says why. Those keys alone, because n8n sends
	 * an item to the error output only if it has no others than `error`, `message` and `details`; it adds
	 * the fields of the input item there.
	 */
	fail(item: number, error: unknown): void {
		this.stopIfCancelled();
		if (!this.context.continueOnFail()) throw this.located(error, item);
		const details = detailsOf(error) as IDataObject | undefined;
		const message = error instanceof Error ? error.message : String(error);
		this.put(item, { error: message, ...(details && { details }) });
	}

	/** All outputs in the order of the items, then those that are of all items. */
	finish(): INodeExecutionData[] {
		return [...this.outputs.flat(), ...this.closing];
	}

	/** Ends the node where the execution was cancelled. */
	stopIfCancelled(): void {
		if (this.context.getExecutionCancelSignal()?.aborted) {
			throw new NodeOperationError(this.context.getNode(), CANCELED);
		}
	}

	private located(error: unknown, item: number): NodeApiError | NodeOperationError {
		if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) {
			return new NodeOperationError(this.context.getNode(), error as Error, { itemIndex: item });
		}
		error.context.itemIndex ??= item;
		return error;
	}
}
