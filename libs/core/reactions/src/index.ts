export { ContendedStreamError, Decisions, type Cause } from './decisions.js';
export * from './streams.js';
export { when, type PendingEffect, type Reaction } from './when.js';
