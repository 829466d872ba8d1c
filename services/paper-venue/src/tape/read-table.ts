/** Reads comma-separated text without quotes by the names in its first line. */

export type Row = Readonly<Record<string, string>>;

export const readTable = (text: string): readonly Row[] => {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const names = head.split(',');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split(',');
      return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
    });
};
