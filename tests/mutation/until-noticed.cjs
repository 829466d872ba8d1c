/** Skips the tests after the first that fails: one is enough to notice a mutant. */
const { TestEnvironment } = require('jest-environment-node');

module.exports = class UntilNoticed extends TestEnvironment {
  #noticed = false;

  handleTestEvent(event) {
    if (event.name === 'test_fn_failure') this.#noticed = true;
    if (event.name === 'test_start' && this.#noticed) event.test.mode = 'skip';
  }
};
