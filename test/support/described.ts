import { globSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { Compile } from 'typebox/schema';
import { createApp, type App } from '../../backend/src/http/app.ts';
import { Authentication } from '../../backend/src/http/authentication.ts';
import { openApi } from '../../backend/src/http/openapi.ts';
import type { Document, Reference, Response, Schema } from '../../backend/src/http/openapi/document.ts';

/** A route as it was registered. */
export interface Registered {
	method: string;
	/** With its parameters in braces. */
	path: string;
	/** Left out of the document on purpose. */
	hidden: boolean;
}

/** Stands for whatever a route depends on: any member is there, and can be called. */
const anything: unknown = new Proxy(() => anything, { get: (_target, name) => (typeof name === 'symbol' || name === 'then' ? undefined : anything) });

/**
 * The document of an application with every route that the sources have, and nothing behind them: of each file of routes,
 * what ends with "Routes".
 */
export async function describedApp(): Promise<{ app: App; document: Document; registered: Registered[] }> {
	const authentication = new Authentication({ byHash: async () => undefined } as never);
	const app = createApp({ server: createServer(), logger: pino({ level: 'silent' }), authentication, limiter: null });
	const registered: Registered[] = [];
	app.addHook('onRoute', ({ method, url, schema }) => {
		for (const one of [method].flat()) registered.push({ method: one, path: url.replaceAll(/:(\w+)/g, '{$1}'), hidden: schema?.hide === true });
	});
	await openApi(app, { version: '0.0.0', baseUrl: 'https://go.example' });
	for (const file of globSync('backend/src/*/{routes,*-routes,health}.ts').sort()) {
		const module = (await import(pathToFileURL(join(process.cwd(), file)).href)) as Record<string, unknown>;
		for (const [name, register] of Object.entries(module)) {
			if (name.endsWith('Routes')) await (register as (app: App, dependencies: unknown) => unknown)(app, anything);
		}
	}
	await app.ready();
	return { app, document: app.swagger() as unknown as Document, registered };
}

/** What of a value contradicts a schema of a document; empty where nothing does. */
export function contradictions(document: Document, schema: Schema, value: unknown): string[] {
	const validator = Compile({ ...schema, components: document.components } as never);
	return validator.Check(value) ? [] : validator.Errors(value)[1].map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** An answer of a document, looked up where it is a component. */
export function resolved({ components }: Document, response: Response | Reference): Response {
	return '$ref' in response ? components.responses[response.$ref.split('/').at(-1)!]! : response;
}
