// `nodes` runs the built pack in n8n's own engine, as CommonJS; `backend` and `end-to-end` are ES modules, as the backend is.
const esm = {
	testEnvironment: 'node',
	extensionsToTreatAsEsm: ['.ts'],
	transform: { '^.+\\.ts$': '<rootDir>/scripts/jest/strip-types.cjs' },
};

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
