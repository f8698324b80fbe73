const { globSync, readFileSync } = require('node:fs');
const path = require('node:path');

// What tests start is what is shipped: the built pack, in n8n's own engine, and the built backend.
const built = { globalSetup: '<rootDir>/scripts/jest/build.cjs' };

// `nodes` runs the pack as CommonJS, as n8n does; the others are ES modules, as the backend is.
const esm = {
	...built,
	testEnvironment: 'node',
	extensionsToTreatAsEsm: ['.ts'],
	transform: { '^.+\\.ts$': '<rootDir>/scripts/jest/strip-types.cjs' },
};

const postgres = {
	globalSetup: '<rootDir>/scripts/jest/postgres.cjs',
	globalTeardown: '<rootDir>/scripts/jest/stop-postgres.cjs',
	setupFiles: ['<rootDir>/scripts/jest/use-postgres.cjs'],
};

// Left out of what runs on both storages: commands that copy, check and mend the files of a data folder. What they say of a database
// is in test/postgres/commands.test.ts.
const OF_A_DATA_FOLDER = 'test/backend/commands/data-folder.test.ts';

// Tests of a server hold wherever it keeps its data. Those that look into it do so through test/support/storage.ts.
const servers = globSync('test/backend/**/*.test.ts', { cwd: __dirname })
	.filter((file) => file !== OF_A_DATA_FOLDER && /'(\.\.\/)*support\/backend\.ts'|'\.\/api\.ts'/.test(readFileSync(path.join(__dirname, file), 'utf8')))
	.map((file) => `<rootDir>/${file}`);

/** @type {import('jest').Config} */
module.exports = {
	// Of all projects: jest ignores it within one. Tests that start a server share two cores with others.
	testTimeout: 30_000,
	// One more than usual on two cores: most tests wait for a server, which is a process of its own.
	maxWorkers: '100%',
	projects: [
		{
			...built,
			testEnvironment: 'node',
			displayName: 'nodes',
			testMatch: ['<rootDir>/test/nodes/**/*.test.ts'],
			transform: {
				'^.+\\.ts$': [
					'ts-jest',
					{
						diagnostics: false,
						tsconfig: {
							module: 'commonjs',
							target: 'es2022',
							esModuleInterop: true,
							isolatedModules: true,
							rewriteRelativeImportExtensions: false,
							skipLibCheck: true,
						},
					},
				],
			},
		},
		{
			...esm,
			displayName: 'backend',
			testMatch: ['<rootDir>/test/{backend,contract,tooling}/**/*.test.ts'],
			testPathIgnorePatterns: ['/test/backend/storage/postgres'],
		},
		{
			...esm,
			...postgres,
			displayName: 'postgres',
			testMatch: ['<rootDir>/test/postgres/**/*.test.ts', '<rootDir>/test/backend/storage/postgres*.test.ts', ...servers],
		},
		{
			...esm,
			displayName: 'dashboard',
			testMatch: ['<rootDir>/test/dashboard/**/*.test.ts'],
		},
		{
			...esm,
			displayName: 'faults',
			testMatch: ['<rootDir>/test/faults/**/*.test.ts'],
		},
		{
			...esm,
			...postgres,
			displayName: 'faults-postgres',
			// The others are about files of a data folder; what happens to a database is in cluster.test.ts.
			testMatch: ['<rootDir>/test/faults/{crash,limits}.test.ts'],
		},
		{
			...esm,
			displayName: 'end-to-end',
			testMatch: ['<rootDir>/test/end-to-end/**/*.test.ts'],
		},
	],
};
