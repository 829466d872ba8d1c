/** How the code is checked; the law of who may use whom is the first screen. */
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const may = (sourceTag, ...onlyDependOnLibsWithTags) => ({ sourceTag, onlyDependOnLibsWithTags });
const inside = ['type:domain', 'type:port', 'type:application', 'type:contract', 'type:runtime'];
const touches = (service, ...systems) =>
  may(`service:${service}`, ...inside, ...systems.map((name) => `system:${name}`));

const boundaries = [
  { ...may('type:domain', 'type:domain'), allowedExternalImports: [] },
  { ...may('type:port', 'type:domain'), allowedExternalImports: [] },
  { ...may('type:application', 'type:domain', 'type:port'), allowedExternalImports: [] },
  { ...may('type:contract', 'type:domain'), allowedExternalImports: ['@bufbuild/protobuf*'] },
  may('type:adapter', 'type:domain', 'type:port', 'type:contract'),
  // Every service stands on the ledger and on its own tables; nothing else is shared.
  may('type:runtime', ...inside, 'system:nats', 'system:postgres'),
  may('type:testing', 'type:domain', 'type:port', 'type:contract'),
  touches('signal-ingest', 'nats', 'postgres', 'polymarket', 'chain'),
  touches('risk', 'nats', 'postgres'),
  touches('executor', 'nats', 'postgres', 'polymarket'),
  touches('redemption', 'nats', 'postgres', 'chain'),
  touches('alerting', 'nats', 'postgres', 'pager'),
  may('service:paper-venue', 'service:paper-venue'),
  may('type:local', ...inside, 'system:nats', 'system:postgres'),
];
const inSpecs = boundaries.map(
  ({ allowedExternalImports: _, sourceTag, onlyDependOnLibsWithTags }) => ({
    sourceTag,
    onlyDependOnLibsWithTags: [
      ...onlyDependOnLibsWithTags,
      ...['type:testing', 'type:contract', 'type:local', 'service:paper-venue', 'system:postgres'],
    ],
  }),
);
const law = (depConstraints) => ({
  '@nx/enforce-module-boundaries': ['error', { depConstraints, allowCircularSelfDependency: true }],
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/src/gen/**', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...law(boundaries),
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allow: ['bigint'] },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['libs/core/domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'crypto'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now' },
        { object: 'Math', property: 'random' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Time comes in with the command.',
        },
      ],
    },
  },
  { files: ['**/*.spec.ts', '**/testing/**/*.ts', 'tests/**/*.ts'], rules: law(inSpecs) },
  {
    files: ['services/**/*.ts', '**/*.spec.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
);
