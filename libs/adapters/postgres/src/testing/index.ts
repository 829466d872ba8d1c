export { freshDatabase, type FreshDatabase } from './fresh-database.js';
export { envelopeAt, openTables, recorded, type Tables } from './replay.js';
