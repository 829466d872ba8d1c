/** What came to a wallet and left it, transaction by transaction: outcomes and pUSD together. */
import type { Log } from 'viem';
import type { ChainAccess } from './chain-access.js';
import { conditionalTokensAbi, moneyAbi } from './contract-abis.js';
import { CONDITIONAL_TOKENS, POSITION_MANAGER, PUSD } from './venue-addresses.js';
import type { Address, Hex } from './venue-chain.js';

/** What one transaction changed for a wallet: positive came to it. */
export type PositionMove = {
  readonly transactionHash: Hex;
  readonly blockNumber: bigint;
  readonly atMs: number;
  readonly microUsd: bigint;
  /** Micro-shares by position id. */
  readonly tokens: ReadonlyMap<string, bigint>;
};

type Place = Pick<Log<bigint, number, false>, 'transactionHash' | 'blockNumber'>;
type Deltas = {
  readonly blockNumber: bigint;
  microUsd: bigint;
  readonly tokens: Map<string, bigint>;
};

/** Oldest first; transactions that moved money alone are left out. */
export async function positionMoves(
  { reader }: ChainAccess,
  wallet: Address,
): Promise<readonly PositionMove[]> {
  const moves = new Map<Hex, Deltas>();
  const of = ({ transactionHash, blockNumber }: Place): Deltas => {
    const known = moves.get(transactionHash) ?? { blockNumber, microUsd: 0n, tokens: new Map() };
    moves.set(transactionHash, known);
    return known;
  };
  const add = (place: Place, id: bigint, amount: bigint): void => {
    const { tokens } = of(place);
    tokens.set(id.toString(), (tokens.get(id.toString()) ?? 0n) + amount);
  };
  const whole = { fromBlock: 0n, strict: true } as const;
  for (const [end, sign] of [
    ['to', 1n],
    ['from', -1n],
  ] as const) {
    const args = { [end]: wallet };
    for (const address of [CONDITIONAL_TOKENS, POSITION_MANAGER]) {
      const kept = { address, abi: conditionalTokensAbi, args, ...whole } as const;
      for (const log of await reader.getContractEvents({ ...kept, eventName: 'TransferSingle' })) {
        add(log, log.args.id, sign * log.args.value);
      }
      for (const log of await reader.getContractEvents({ ...kept, eventName: 'TransferBatch' })) {
        log.args.ids.forEach((id, index) => add(log, id, sign * (log.args.values[index] ?? 0n)));
      }
    }
    const paid = { address: PUSD, abi: moneyAbi, eventName: 'Transfer', args, ...whole } as const;
    for (const log of await reader.getContractEvents(paid)) {
      of(log).microUsd += sign * log.args.value;
    }
  }
  const told = [...moves]
    .filter(([, { tokens }]) => tokens.size > 0)
    .toSorted(([, one], [, other]) => Number(one.blockNumber - other.blockNumber));
  return Promise.all(
    told.map(async ([transactionHash, { blockNumber, microUsd, tokens }]) => ({
      ...{ transactionHash, blockNumber, microUsd, tokens },
      atMs: Number((await reader.getBlock({ blockNumber })).timestamp) * 1_000,
    })),
  );
}
