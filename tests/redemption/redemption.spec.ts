import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cellsOf, nameOfCell, startRedemptionRun, type Cell, type CellResult } from '@sluice/local';

/** The short form of `npm run test:redemption`: every wallet and market, and what has cost people money. */
const CELLS: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  eoa: [
    ['standard', 'win', 'kill'],
    ['neg-risk', 'win', 'missing-approval'],
    ['fifty-fifty', 'both', 'pays-nothing'],
  ],
  safe: [
    ['neg-risk', 'win', 'relayer-answer-lost'],
    ['standard', 'both', 'reorg'],
  ],
  proxy: [
    ['standard', 'win', 'redeemed-elsewhere'],
    ['standard', 'lose', 'redeemed-elsewhere'],
    ['neg-risk', 'both', 'rpc-answer-lost'],
  ],
  deposit: [
    ['fifty-fifty', 'both', 'nonce-taken'],
    ['neg-risk', 'lose', 'none'],
  ],
};
/** Much of a redemption is waiting for blocks: two are waited for at once. */
const LANES = [
  ['eoa', 'deposit'],
  ['safe', 'proxy'],
] as const;
const WALLET_MS = 600_000;

const cellsFor = (wallet: string): readonly Cell[] =>
  (CELLS[wallet] ?? []).flatMap(([market, outcome, trouble]) =>
    cellsOf({ wallet: [wallet], market: [market], outcome: [outcome], trouble: [trouble] }),
  );

async function redeemAll(cells: readonly Cell[]): Promise<readonly CellResult[]> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const [first] = cells;
  if (first === undefined) throw new RangeError('There is nothing to redeem');
  const run = await startRedemptionRun(first.wallet, cells, say);
  try {
    const results: CellResult[] = [];
    for (const trouble of run.troubles) results.push(...(await run.run(trouble)));
    return [...results, ...(await run.redeemedSince())];
  } finally {
    await run.stop();
  }
}

describe('what a wallet holds of resolved markets', () => {
  const results = new Map<string, Promise<readonly CellResult[]>>();
  beforeAll(() => {
    for (const lane of LANES) {
      let before: Promise<unknown> = Promise.resolve();
      for (const wallet of lane) {
        const result = before.then(() => redeemAll(cellsFor(wallet)));
        results.set(wallet, result);
        before = result.catch(() => undefined);
      }
    }
  });
  afterAll(async () => {
    await Promise.allSettled(results.values());
  }, WALLET_MS);

  it.each(Object.keys(CELLS))(
    'is paid once and booked as it is paid, whatever goes wrong: %s',
    async (wallet) => {
      const found = (await results.get(wallet)) ?? [];
      const wrong = found.flatMap(({ cell, violations }) =>
        violations.map((line) => `${nameOfCell(cell)}: ${line}`),
      );
      expect(wrong).toEqual([]);
      expect(found.map(({ cell }) => nameOfCell(cell)).toSorted()).toEqual(
        cellsFor(wallet).map(nameOfCell).toSorted(),
      );
      for (const { expectedMicroUsd, chainMicroUsd, ledgerMicroUsd } of found) {
        expect([chainMicroUsd, ledgerMicroUsd]).toEqual([expectedMicroUsd, expectedMicroUsd]);
      }
    },
    WALLET_MS,
  );
});
