const { globSync, readFileSync } = require('node:fs');
const path = require('node:path');

// `nodes` runs the built pack in n8n's own engine, as CommonJS; `backend` and `end-to-end` are ES modules, as the backend is.
const esm = {
	testEnvironment: 'node',
	extensionsToTreatAsEsm: ['.ts'],
	transform: { '^.+\\.ts$': '<rootDir>/scripts/jest/strip-types.cjs' },
};

const postgres = {
	globalSetup: '<rootDir>/scripts/jest/postgres.cjs',
	globalTeardown: '<rootDir>/scripts/jest/stop-postgres.cjs',
	setupFiles: ['<rootDir>/scripts/jest/use-postgres.cjs'],
};

// Tests of a server that do not look into its data folder: they hold wherever it keeps its data.
const servers = globSync('test/backend/**/*.test.ts', { cwd: __dirname })
	.filter((file) => {
		const code = readFileSync(path.join(__dirname, file), 'utf8');
		return /'(\.\.\/)*support\/backend\.ts'|'\.\/api\.ts'/.test(code) && !/storage\/sqlite\/|data-folder|mill\.ts|command\.ts'/.test(code);
	})
	.map((file) => `<rootDir>/${file}`);

/** @type {import('jest').Config} */
module.exports = {
	// Of all projects: jest ignores it within one. Tests that start a server share two cores with others.
	testTimeout: 30_000,
	projects: [
		{
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
			displayName: 'end-to-end',
			testMatch: ['<rootDir>/test/end-to-end/**/*.test.ts'],
		},
	],
};
