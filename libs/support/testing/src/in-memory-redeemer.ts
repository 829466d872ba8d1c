/**
 * A wallet on a chain in memory: nonces are used once, a redemption burns what is held and pays for
 * it, and a second one of the same condition burns and pays nothing.
 */
import { money, type ConditionId, type redemption, type TokenId } from '@sluice/domain';
import type { Redeemer, RedemptionSimulation } from '@sluice/ports';

export type InMemoryRedeemer = Redeemer & {
  /** Hashes handed to the network, in order, repeats included. */
  readonly broadcasts: readonly string[];
  /** Hashes of mined redemptions, in order. */
  readonly mined: readonly string[];
  /** What the next simulations say, in order; later ones are fine. */
  nextSimulations(...simulations: readonly RedemptionSimulation[]): void;
  /** Whether transactions are mined as soon as they arrive; they are, unless told otherwise. */
  setMining(mining: boolean): void;
  /** Another transaction of the wallet takes its next nonce. */
  useNonce(): void;
  /** The contract pays this for the next redemption, whatever it should. */
  nextPayout(payoutUsd: money.MicroUsd): void;
  /** The next redemption reverts. */
  nextReverts(): void;
};

const BLOCK = 80_000_100n;

export function createInMemoryRedeemer(
  held: Readonly<Record<ConditionId, readonly redemption.Holding[]>>,
  { wallet = '0xwallet' } = {},
): InMemoryRedeemer {
  const shares = new Map<TokenId, money.MicroShares>(
    Object.values(held).flatMap((holdings) => holdings.map((each) => [each.tokenId, each.shares])),
  );
  const conditions = new Map<string, ConditionId>();
  const bytes = new Map<string, redemption.SignedTransaction>();
  const waiting = new Map<number, string>();
  const proofs = new Map<string, redemption.Proof>();
  const broadcasts: string[] = [];
  const mined: string[] = [];
  const simulations: RedemptionSimulation[] = [];
  let collateral = 0n;
  let nonce = 7;
  let signings = 0;
  let mining = true;
  let payout: money.MicroUsd | undefined;
  let reverts = false;

  const mine = (): void => {
    for (let hash = waiting.get(nonce); mining && hash !== undefined; hash = waiting.get(nonce)) {
      waiting.delete(nonce);
      nonce += 1;
      mined.push(hash);
      proofs.set(hash, execute(hash));
    }
  };
  const execute = (transactionHash: string): redemption.Proof => {
    const failed = reverts;
    reverts = false;
    const found = failed ? [] : (held[conditions.get(transactionHash) ?? ''] ?? []);
    const holdings = found.filter(({ tokenId }) => (shares.get(tokenId) ?? 0n) > 0n);
    const burned = holdings.map(({ tokenId, shares: size }) => ({ tokenId, shares: size }));
    for (const { tokenId } of holdings) shares.set(tokenId, money.noShares);
    const payoutUsd = payout ?? money.sum(holdings.map((each) => each.payoutUsd));
    payout = undefined;
    collateral += payoutUsd;
    return { transactionHash, blockNumber: BLOCK, succeeded: !failed, burned, payoutUsd };
  };
  const sign = (conditionId: ConditionId, attempt: number): redemption.SignedTransaction => {
    signings += 1;
    // Gas prices move, so no two signings give the same bytes.
    const transactionHash = `0xsigning-${signings}`;
    const rawTransaction = `0xbytes-${signings}`;
    const transaction = { attempt, nonce, transactionHash, rawTransaction };
    conditions.set(transactionHash, conditionId);
    bytes.set(transactionHash, transaction);
    return transaction;
  };
  const broadcast = (transaction: redemption.SignedTransaction): void => {
    const { transactionHash, rawTransaction } = transaction;
    if (bytes.get(transactionHash)?.rawTransaction !== rawTransaction) {
      throw new Error(`${transactionHash} is not the hash of these bytes`);
    }
    broadcasts.push(transactionHash);
    if (transaction.nonce < nonce || waiting.has(transaction.nonce)) return;
    waiting.set(transaction.nonce, transactionHash);
    mine();
  };
  const answer = <Answer>(act: () => Answer): Promise<Answer> => Promise.resolve().then(act);

  return {
    wallet,
    broadcasts,
    mined,
    holdings: (tokenIds, notBefore) =>
      answer(() => ({
        shares: tokenIds.map((tokenId) => shares.get(tokenId) ?? money.noShares),
        blockNumber: notBefore > BLOCK ? notBefore : BLOCK,
      })),
    collateral: () => answer(() => collateral as money.MicroUsd),
    simulate: () => answer(() => simulations.shift() ?? { kind: 'ok' }),
    sign: (conditionId, attempt) => answer(() => sign(conditionId, attempt)),
    broadcast: (transaction) => answer(() => broadcast(transaction)),
    outcome: (transaction, tokenIds) =>
      answer(() => {
        const proof = proofs.get(transaction.transactionHash);
        if (proof === undefined) {
          const detail = `nonce ${transaction.nonce} was used by another transaction`;
          return transaction.nonce < nonce ? { kind: 'dropped', detail } : { kind: 'pending' };
        }
        const burned = proof.burned.filter(({ tokenId }) => tokenIds.includes(tokenId));
        return { kind: 'proven', proof: { ...proof, burned } };
      }),
    nextSimulations: (...next) => void simulations.push(...next),
    setMining: (next) => {
      mining = next;
      mine();
    },
    useNonce: () => {
      waiting.delete(nonce);
      nonce += 1;
    },
    nextPayout: (payoutUsd) => void (payout = payoutUsd),
    nextReverts: () => void (reverts = true),
  };
}
