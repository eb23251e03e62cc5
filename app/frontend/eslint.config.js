import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
    js.configs.recommended,
    ...ts.configs.strict,
    ...svelte.configs.recommended,
    { languageOptions: { globals: { ...globals.browser } } },
    {
        files: ['**/*.svelte', '**/*.svelte.ts'],
        languageOptions: {
            parserOptions: {
                parser: ts.parser,
                extraFileExtensions: ['.svelte'],
                svelteConfig,
            },
        },
    },
    {
        rules: {
            complexity: ['error', 8],
            'max-lines': ['error', 300],
            'max-params': ['error', 7],
            'max-statements': ['error', 30],
            eqeqeq: 'error',
            'no-console': 'error',
            'svelte/no-at-html-tags': 'error',
            // The shells are pages of their own, without SvelteKit's router.
            'svelte/no-navigation-without-resolve': 'off',
            // The compiler checks names better, types included.
            'no-undef': 'off',
        },
    },
    {
        // Props may be declared together with one that is bound and so written to.
        files: ['**/*.svelte'],
        rules: {
            'prefer-const': 'off',
            'svelte/prefer-const': ['error', { destructuring: 'all' }],
        },
    },
    { files: ['*.js', '*.ts', 'plugins/**'], languageOptions: { globals: globals.node } },
);
