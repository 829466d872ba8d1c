/**
 * A wallet on a chain in memory: nonces are used once, a redemption burns what is held and pays for
 * it, and a second one of the same condition burns and pays nothing.
 */
import { money, type ConditionId, type redemption, type TokenId } from '@sluice/domain';
import type { ChainWork, Redeemer, RedemptionSimulation, Submission, Taking } from '@sluice/ports';

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
  /** Whether mined blocks are final at once; they are, unless told otherwise. */
  setFinal(final: boolean): void;
  /** Undoes every block that is not final: what it held waits again, where it is still known. */
  reorganise(options?: { readonly forgets: boolean }): void;
  /** Somebody else takes all of these outcomes out of the wallet, and redeems them. */
  takenElsewhere(taking: Taking): void;
  /** What the next submissions are answered, in order; later ones are taken. */
  nextSubmissions(...submissions: readonly Submission[]): void;
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
  let final = true;
  let takings: readonly Taking[] = [];
  const submissions: Submission[] = [];

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
  const sign = (work: ChainWork, attempt: number, under = nonce): redemption.SignedTransaction => {
    const conditionId = work.kind === 'approve' ? '' : work.market.conditionId;
    signings += 1;
    // Gas prices move, so no two signings give the same bytes.
    const transactionHash = `0xsigning-${signings}`;
    const rawTransaction = `0xbytes-${signings}`;
    const transaction = { attempt, nonce: under, transactionHash, rawTransaction };
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
    batches: false,
    redeemsTogether: () => true,
    checkIds: () => Promise.resolve(),
    approvals: () => Promise.resolve([]),
    holdings: ({ tokenIds }, notBefore) =>
      answer(() => ({
        shares: tokenIds.map((tokenId) => shares.get(tokenId) ?? money.noShares),
        blockNumber: notBefore > BLOCK ? notBefore : BLOCK,
      })),
    collateral: () => answer(() => collateral as money.MicroUsd),
    simulate: () => answer(() => simulations.shift() ?? { kind: 'ok' }),
    sign: (work, attempt) => answer(() => sign(work, attempt)),
    replace: (work, last, cause) =>
      answer(() => (cause === 'stuck' ? sign(work, last.attempt, last.nonce) : undefined)),
    submit: (transaction) =>
      answer((): Submission => {
        const refused = submissions.shift();
        if (refused !== undefined && refused.kind !== 'taken') return refused;
        broadcast(transaction);
        return refused ?? { kind: 'taken' };
      }),
    outcome: ({ transactions }) =>
      answer(() => {
        const proof = transactions
          .map(({ transactionHash }) => proofs.get(transactionHash))
          .find((found) => found !== undefined);
        if (proof !== undefined) {
          const { transactionHash, blockNumber } = proof;
          return final
            ? { kind: 'proven', proof }
            : { kind: 'mined', transactionHash, blockNumber };
        }
        const used = transactions.at(-1)?.nonce ?? nonce;
        const detail = `nonce ${used} was used by another transaction`;
        return used < nonce ? { kind: 'dropped', detail } : { kind: 'pending' };
      }),
    takings: (_, since) => answer(() => takings.filter(({ proof }) => proof.blockNumber >= since)),
    nextSimulations: (...next) => void simulations.push(...next),
    nextSubmissions: (...next) => void submissions.push(...next),
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
    setFinal: (next) => void (final = next),
    reorganise: ({ forgets } = { forgets: false }) => {
      for (const hash of mined.splice(0)) {
        const proof = proofs.get(hash);
        proofs.delete(hash);
        nonce -= 1;
        collateral -= proof?.payoutUsd ?? 0n;
        for (const { tokenId, shares: size } of proof?.burned ?? []) shares.set(tokenId, size);
        if (!forgets) waiting.set(nonce, hash);
      }
    },
    takenElsewhere: (taking) => {
      takings = [...takings, taking];
      for (const { tokenId } of taking.taken) shares.set(tokenId, money.noShares);
    },
  };
}
