import { describe, expect, it } from '@jest/globals';
import {
  encodeAbiParameters,
  encodeEventTopics,
  pad,
  zeroAddress,
  type Address,
  type Hex,
  type Log,
} from 'viem';
import { collateralAbi, outcomeEventsAbi, POLYGON_CONTRACTS } from './contracts.js';
import { proofFrom } from './read-proof.js';

const wallet: Address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const { conditionalTokens, collateral, collateralAdapter } = POLYGON_CONTRACTS;
const transactionHash = pad('0x77');

const logOf = (
  address: Address,
  topics: readonly (Hex | Hex[] | null)[],
  data: Hex,
): Log<bigint, number, false> => ({
  ...{ address, data, topics: topics as [Hex, ...Hex[]] },
  ...{ blockNumber: 9n, blockHash: pad('0x9'), transactionHash, transactionIndex: 0 },
  ...{ logIndex: 0, removed: false, blockTimestamp: 0n },
});

const moved = (from: Address, to: Address, ids: bigint[], values: bigint[]) =>
  logOf(
    conditionalTokens,
    encodeEventTopics({
      abi: outcomeEventsAbi,
      eventName: 'TransferBatch',
      args: { operator: collateralAdapter, from, to },
    }),
    encodeAbiParameters([{ type: 'uint256[]' }, { type: 'uint256[]' }], [ids, values]),
  );
const burnedOne = (id: bigint, value: bigint) =>
  logOf(
    conditionalTokens,
    encodeEventTopics({
      abi: outcomeEventsAbi,
      eventName: 'TransferSingle',
      args: { operator: collateralAdapter, from: collateralAdapter, to: zeroAddress },
    }),
    encodeAbiParameters([{ type: 'uint256' }, { type: 'uint256' }], [id, value]),
  );
const paid = (to: Address, value: bigint, token: Address = collateral) =>
  logOf(
    token,
    encodeEventTopics({
      abi: collateralAbi,
      eventName: 'Transfer',
      args: { from: zeroAddress, to },
    }),
    encodeAbiParameters([{ type: 'uint256' }], [value]),
  );

const receipt = (
  logs: Log<bigint, number, false>[],
  status: 'success' | 'reverted' = 'success',
) => ({
  ...{ transactionHash, blockNumber: 9n, status, logs },
});
const proof = (logs: Log<bigint, number, false>[]) =>
  proofFrom(receipt(logs), {
    ...{ wallet, outcomes: conditionalTokens, tokenIds: ['11', '12'], money: [collateral] },
  });

describe('the proof of a redemption', () => {
  it('counts what was burned of our tokens and what was paid to our wallet', () => {
    const found = proof([
      moved(wallet, collateralAdapter, [11n, 12n], [5_000_000n, 3n]),
      burnedOne(11n, 5_000_000n),
      burnedOne(12n, 3n),
      paid(wallet, 5_000_000n),
    ]);
    expect(found).toEqual({
      transactionHash,
      blockNumber: 9n,
      succeeded: true,
      burned: [
        { tokenId: '11', shares: 5_000_000n },
        { tokenId: '12', shares: 3n },
      ],
      payoutUsd: 5_000_000n,
    });
  });

  it('counts no burn of what was not ours, and no more pay than what stays', () => {
    const found = proof([
      moved(wallet, collateralAdapter, [11n], [2_000_000n]),
      burnedOne(11n, 9_000_000n),
      paid(wallet, 2_000_000n),
    ]);
    expect(found.burned).toEqual([{ tokenId: '11', shares: 2_000_000n }]);
  });

  it('takes nothing moved to somebody else, paid in another token or paid to another wallet', () => {
    const found = proof([
      moved(wallet, collateralAdapter, [11n], [5_000_000n]),
      paid(wallet, 5_000_000n, '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174'),
      paid(collateralAdapter, 5_000_000n),
    ]);
    expect(found).toMatchObject({ succeeded: true, burned: [], payoutUsd: 0n });
  });
});
