/** Shares a whole out by weight, to the last micro: each takes its part of what is left. */
export function shareOut(whole: bigint, weights: readonly bigint[]): readonly bigint[] {
  let left = whole;
  let weightLeft = weights.reduce((total, weight) => total + weight, 0n);
  return weights.map((weight) => {
    const part = weightLeft === 0n ? 0n : (left * weight) / weightLeft;
    left -= part;
    weightLeft -= weight;
    return part;
  });
}
