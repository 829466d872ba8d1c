/** How a mutant is tested: as `npm test` does it, but only the account, and without servers. */
import { join } from 'node:path';
import main from '../../jest.config.mjs';

const { globalSetup: _setUp, globalTeardown: _tearDown, ...rest } = main;

export default {
  ...rest,
  rootDir: '../..',
  roots: ['<rootDir>/libs/core/domain/src', '<rootDir>/tests/mutation'],
  testMatch: ['<rootDir>/tests/mutation/account-specs.mjs'],
  setupFiles: ['<rootDir>/tests/mutation/same-histories.mjs'],
  // Stryker wraps it, and needs the whole path.
  testEnvironment: join(import.meta.dirname, 'until-noticed.cjs'),
  // Inside the sandbox, so that it ends with it.
  cacheDirectory: '<rootDir>/.jest-cache',
  watchman: false,
};
