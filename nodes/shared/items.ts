import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { detailsOf } from './problem';

/**
 * The one loop over input items. It pairs every output with the item it came from, keeps the outputs in
 * the order of the items whatever order they were made in, and does what On Error says with a failure.
 */
export class ItemRun {
	private readonly context: IExecuteFunctions;
	private readonly outputs: INodeExecutionData[][];

	constructor(context: IExecuteFunctions) {
		this.context = context;
		this.outputs = context.getInputData().map(() => []);
	}

	/** Does the work for one item after the other; ends where the execution was cancelled. */
	async each(work: (item: number) => Promise<void> | void): Promise<void> {
		for (let item = 0; item < this.outputs.length; item++) {
			this.stopIfCancelled();
			try {
				await work(item);
			} catch (error) {
				this.fail(item, error);
			}
		}
	}

	/** Gives an output for an item. */
	put(item: number, json: IDataObject, binary?: IBinaryKeyData): void {
		this.outputs[item]?.push({ json, ...(binary && { binary }), pairedItem: { item } });
	}

	/**
	 * An item failed: the node stops, or the item's output says why. Those keys alone, because n8n sends
	 * an item to the error output only if it has no others than `error`, `message` and `details`.
	 */
	fail(item: number, error: unknown): void {
		this.stopIfCancelled();
		if (!this.context.continueOnFail()) throw this.located(error, item);
		const details = detailsOf(error) as IDataObject | undefined;
		const message = error instanceof Error ? error.message : String(error);
		this.put(item, { error: message, ...(details && { details }) });
	}

	/** All outputs in the order of the items. */
	finish(): INodeExecutionData[] {
		return this.outputs.flat();
	}

	private stopIfCancelled(): void {
		if (this.context.getExecutionCancelSignal()?.aborted) {
			throw new NodeOperationError(this.context.getNode(), 'The execution was cancelled');
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
