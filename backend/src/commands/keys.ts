import { parseArgs } from 'node:util';
import { SCOPES } from '../keys/schema.ts';
import { print, tell, UsageError, type Command } from './command.ts';
import { withKeys, type KeyAccess, type PresentedKey } from './key-access.ts';

/** `linkmill keys …` */
export const keys: Command = {
	usage: [`keys create NAME [--scopes ${SCOPES.join(',')}] [--expires TIME]`, 'keys list', 'keys revoke ID'],
	about: 'Manages API keys, through the server while it runs. A new key can read and write unless --scopes says otherwise.',
	async run(args, settings) {
		const [verb = '', ...rest] = args;
		const [id, ...more] = rest;
		if (verb === 'create') await withKeys(settings, created(newKey(rest)));
		else if (verb === 'list' && id === undefined) await withKeys(settings, async (access) => { print(listed(await access.list())); });
		else if (verb === 'revoke' && id !== undefined && more.length === 0) await withKeys(settings, revoked(id));
		else throw new UsageError('Say what to do: create, list or revoke.');
	},
};

const created = (wanted: ReturnType<typeof newKey>) => async (access: KeyAccess) => {
	const key = await access.create(wanted);
	tell(`Key ${key.id} "${key.name}" (${key.scopes.join(', ')}). Its secret, which is shown only now:`);
	print(key.secret);
};

const revoked = (id: string) => async (access: KeyAccess) => {
	await access.revoke(id);
	tell(`Key ${id} is revoked.`);
};

function newKey(args: string[]) {
	const { values, positionals } = parsed(args);
	const [name, ...more] = positionals;
	if (name === undefined || more.length > 0) throw new UsageError('Name the key, in quotation marks where the name has spaces.');
	const scopes = (values.scopes ?? 'read,write').split(',').map((scope) => scope.trim());
	const unknown = scopes.find((scope) => !(SCOPES as readonly string[]).includes(scope));
	if (unknown !== undefined) throw new UsageError(`There is no scope "${unknown}"; there are ${SCOPES.join(', ')}.`);
	return { name, scopes, ...(values.expires !== undefined && { expires_at: values.expires }) };
}

function parsed(args: string[]) {
	try {
		return parseArgs({ args, allowPositionals: true, options: { scopes: { type: 'string' }, expires: { type: 'string' } } });
	} catch (error) {
		throw new UsageError((error as Error).message, { cause: error });
	}
}

function listed(all: PresentedKey[]): string {
	const rows = all.map((key) => [key.id, key.name, key.scopes.join(','), key.created_at, key.revoked_at ? `revoked ${key.revoked_at}` : key.expires_at ? `until ${key.expires_at}` : 'good']);
	const table = [['ID', 'NAME', 'SCOPES', 'CREATED', 'STATE'], ...rows];
	const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
	return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
