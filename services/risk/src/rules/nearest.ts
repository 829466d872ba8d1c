/** The known word that a mistyped one was probably meant to be. */

/** Longer words are no typing mistakes of shorter ones. */
const LENGTH_MAX = 64;

export function nearest<Word extends string>(to: string, words: readonly Word[]): Word | undefined {
  const wanted = snake(to.slice(0, LENGTH_MAX));
  let best: { readonly word: Word; readonly distance: number } | undefined;
  for (const word of words) {
    const distance = edits(wanted, word);
    if (best === undefined || distance < best.distance) best = { word, distance };
  }
  return best?.word;
}

/** "maxDrawdownPct" is a way to write max_drawdown_pct. */
const snake = (word: string): string =>
  word
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();

/** How many letters must be put in, taken out or changed (Levenshtein), row by row. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 1; at <= from.length; at += 1) {
    const next = [at];
    for (let index = 1; index <= to.length; index += 1) {
      const [left = 0, above = 0, before = 0] = [next[index - 1], row[index], row[index - 1]];
      const changed = before + (from[at - 1] === to[index - 1] ? 0 : 1);
      next.push(Math.min(left + 1, above + 1, changed));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
