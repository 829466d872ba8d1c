/**
 * Reads comma-separated text without quotes by the names in its first line. A line with more values than
 * names is two that the recorder tore into one: nothing in it can be trusted, and it is left out.
 */

export type Row = Readonly<Record<string, string>>;

export const readTable = (text: string): readonly Row[] => {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const names = head.split(',');
  return lines
    .filter((line) => line !== '')
    .map((line) => line.split(','))
    .filter((values) => values.length <= names.length)
    .map((values) => Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])));
};
