/** Names of tables and columns as they may stand in SQL. */

const NAME = /^[a-z_][a-z0-9_]{0,62}$/;

export function quoteName(name: string): string {
  if (!NAME.test(name)) throw new Error(`"${name}" is no name of a table or column`);
  return `"${name}"`;
}
