export * as examples from './examples/index.js';
export { recordingOf } from './fixtures.js';
export { specify, type Shape } from './given.js';
export { factsOf, obeysTheCommonLaws, RUNS } from './laws.js';
export { same } from './same.js';
