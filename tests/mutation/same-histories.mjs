/**
 * The laws are checked on the same random histories for every mutant, so that two runs give the
 * same score, and a history that fails is not made smaller, since nobody reads it.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: 1, endOnFailure: true });
