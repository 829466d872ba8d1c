/** Shares amounts out among those who hold something together. */

/** By weight, to the last micro: each takes its part of what is left. */
export function shareOut(whole: bigint, weights: readonly bigint[]): readonly bigint[] {
  let left = whole;
  let weightLeft = sumOf(weights);
  return weights.map((weight) => {
    const part = weightLeft === 0n ? 0n : (left * weight) / weightLeft;
    left -= part;
    weightLeft -= weight;
    return part;
  });
}

/**
 * How much of each holding leaves when so much left the wallet that holds them all: of all alike, and
 * never more than is held. What would be left below `dust` leaves as well.
 */
export function leaving(
  amount: bigint,
  held: readonly bigint[],
  dust: bigint = 0n,
): readonly bigint[] {
  const total = sumOf(held);
  return amount >= total || total - amount < dust ? held : shareOut(amount, held);
}

const sumOf = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, amount) => total + amount, 0n);
