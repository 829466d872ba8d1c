/** Any fact there could be, for tests of whatever stores or carries facts. */
export { arbitraryFact, ARBITRARY_FACTS } from './arbitrary-facts.js';
export { arbitraryQuote } from './arbitrary-words.js';
