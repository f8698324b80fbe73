import js from '@eslint/js';
import { config as n8n } from '@n8n/node-cli/eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { arrows } from './scripts/lint/arrows.ts';

const PACK = ['nodes/**/*.ts', 'credentials/**/*.ts'];

/** n8n's own rules, for the pack alone, sharing one copy of typescript-eslint with ours. */
const n8nForPack = n8n
	.filter((entry) => entry.rules || entry.plugins || entry.settings)
	.map((original) => {
		const entry = { ...original };
		if (entry.plugins?.['@typescript-eslint']) {
			entry.plugins = { ...entry.plugins, '@typescript-eslint': tseslint.plugin };
			delete entry.languageOptions;
		}
		if (!entry.files) return entry;
		const files = entry.files.map((pattern) => pattern.replace(/^\.\//, ''));
		return { ...entry, files: files.includes('**/*.ts') ? PACK : files };
	});

export default defineConfig(
	globalIgnores(['dist', 'backend/dist', 'dashboard/dist', 'data', 'coverage', '**/node_modules']),
	{
		files: ['**/*.{js,cjs,mjs}'],
		extends: [js.configs.recommended],
		languageOptions: {
			globals: { module: 'readonly', require: 'readonly', exports: 'writable', __dirname: 'readonly', process: 'readonly', Buffer: 'readonly' },
		},
	},
	{ files: ['**/*.{js,cjs}'], ignores: ['scripts/lint/**'], languageOptions: { sourceType: 'commonjs' } },
	n8nForPack,
	{
		files: ['**/*.{ts,tsx}'],
		extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
		plugins: { linkmill: { rules: { arrows } } },
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'linkmill/arrows': 'error',
			'max-lines': ['error', 300],
			eqeqeq: 'error',
			'no-undef': 'off',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			// A method may be async, or have parameters, because its interface says so.
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			// Interfaces here are written with methods, and none of what implements them looks at `this`.
			'@typescript-eslint/unbound-method': 'off',
		},
	},
	{
		files: ['backend/src/**/*.ts'],
		ignores: ['backend/src/config.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				{ object: 'process', property: 'env', message: 'Only config.ts reads the environment.' },
			],
			'no-restricted-imports': [
				'error',
				{ paths: ['node:process', 'process'].map((name) => ({ name, importNames: ['env'], message: 'Only config.ts reads the environment.' })) },
			],
		},
	},
	{
		files: ['test/**/*.ts', 'bench/**/*.ts'],
		rules: {
			'max-lines': ['error', 500],
			// A test often ends with an expectation that it returns, or asks again what an await has changed.
			'@typescript-eslint/no-confusing-void-expression': 'off',
			'@typescript-eslint/no-unnecessary-condition': 'off',
			// Answers of a server are taken as they come: the assertion is the check.
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
		},
	},
);
