/**
 * Mutation testing of the account, which alone may approve a trade: every operator, branch, list
 * and key in it is broken once, and a spec must notice. Numbers are not: Stryker has no such
 * mutation, so the specs must name each limit. Run by `npm run test:mutation`.
 */
const here = (name) => new URL(name, import.meta.url).href;

export default {
  mutate: [
    'libs/core/domain/src/account.ts',
    'libs/core/domain/src/account/**/*.ts',
    '!libs/core/domain/src/**/*.spec.ts',
  ],

  // The sandbox is a copy of the domain and of how it is tested: the checkout is only read.
  ignorePatterns: [
    '**',
    '!package.json',
    '!jest.config.mjs',
    '!tests/mutation/**',
    '!libs/core/domain/**',
    'libs/core/domain/dist',
  ],

  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    configFile: 'tests/mutation/jest.config.mjs',
    // There is one suite, and it imports by computed names, which Jest cannot follow.
    enableFindRelatedTests: false,
  },
  plugins: ['@stryker-mutator/jest-runner', here('compiler.mjs'), here('words.mjs')],
  checkers: ['compiler'],
  ignorers: process.env.SLUICE_MUTATE_WORDS === 'on' ? [] : ['words'],

  coverageAnalysis: 'perTest',
  // What is made when a module loads must not be wrong either: the list of rules, the empty state,
  // every arrow function. Jest loads the modules anew for each mutant, so it can test these too.
  ignoreStatic: false,
  warnings: { slow: false },
  incremental: false,
  // The header that turns type checks off would move every line of the specs.
  disableTypeChecks: false,

  concurrency: 2,
  // Jest leaves the native modules of every run in memory.
  maxTestRunnerReuse: 50,
  // A timeout counts as noticed, so a busy machine must not make one; only endless loops may.
  timeoutMS: 20_000,
  timeoutFactor: 4,

  allowConsoleColors: process.stdout.isTTY === true,
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: '.cache/mutation/report.json' },
  thresholds: { high: 95, low: 90, break: 90 },
  cleanTempDir: 'always',
};
