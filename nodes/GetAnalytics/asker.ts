import type { IExecuteFunctions } from 'n8n-workflow';
import { callApi, callApiFile } from '../shared/client';
import type { ApiRequest } from '../shared/client';

/** Asks each question of a run once, whether it succeeds or fails: two items may ask the same. */
export class Asker {
	private readonly context: IExecuteFunctions;
	private readonly asked = new Map<string, Promise<unknown>>();

	constructor(context: IExecuteFunctions) {
		this.context = context;
	}

	/** A question that is answered with JSON. The answer is shared, so it is not to be changed. */
	async get<T>(path: string, query: NonNullable<ApiRequest['query']>, itemIndex: number): Promise<T> {
		return await this.once([path, query], async () => await callApi<T>(this.context, { method: 'GET', path, query, itemIndex }));
	}

	/** A question that is answered with a file. */
	async getFile(path: string, query: NonNullable<ApiRequest['query']>, mediaType: string, itemIndex: number): Promise<Buffer> {
		return await this.once([path, query], async () => await callApiFile(this.context, { method: 'GET', path, query, itemIndex }, mediaType));
	}

	private async once<T>(question: unknown[], ask: () => Promise<T>): Promise<T> {
		const key = JSON.stringify(question);
		const answer = this.asked.get(key) ?? ask();
		this.asked.set(key, answer);
		return (await answer) as T;
	}
}
