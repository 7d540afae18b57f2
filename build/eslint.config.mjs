import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const deterministic = ['shared/**', 'electron/engine/**', 'electron/strategy/**'];
const why = 'Results may depend only on data, configuration and commands: take time and randomness as arguments.';

export default defineConfig(
  { ignores: ['dist/**', '.cache/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: './build/tsconfig.lint.json', tsconfigRootDir: process.cwd() },
    },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['warn', 400],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
        { selector: 'ExportSpecifier[exported.name="default"]', message: 'Use a named export.' },
      ],
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: deterministic,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: why },
        { object: 'Math', property: 'random', message: why },
        { object: 'performance', property: 'now', message: why },
        { object: 'crypto', property: 'randomUUID', message: why },
      ],
      'no-restricted-globals': [
        'error',
        ...['performance', 'setTimeout', 'setInterval', 'setImmediate', 'process'].map((name) => ({
          name,
          message: why,
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: why },
        { selector: 'CallExpression[callee.name="Date"]', message: why },
        { selector: 'MemberExpression[object.property.name="Now"]', message: why },
      ],
    },
  },
  {
    files: ['renderer/**'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: {
      // The actions of a zustand store are closures: taking them off the state is how they are used.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['build/**'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { project: false } },
    rules: { 'no-restricted-syntax': 'off' },
  },
  // Programs that tests start as they are: no project holds them.
  { files: ['test/support/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
