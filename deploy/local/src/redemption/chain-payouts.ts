/** What the chain shows of a wallet's redemptions, asked of the node past all of our own code. */
import {
  createPublicClient,
  http,
  isAddressEqual,
  parseAbi,
  parseEventLogs,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem';

/** A transaction in which shares of a condition left the wallet, and what it paid the wallet. */
export type Taking = { readonly transactionHash: string; readonly paidMicroUsd: bigint };

export type WalletOnChain = {
  head(): Promise<bigint>;
  collateral(): Promise<bigint>;
  shares(tokenIds: readonly string[]): Promise<readonly bigint[]>;
  /** From this block on; each transaction once. */
  takings(tokenIds: readonly string[], since: bigint): Promise<readonly Taking[]>;
};

const COLLATERAL = '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB';
const CONDITIONAL_TOKENS = '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045';
const MONEY = parseAbi([
  'function balanceOf(address owner) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
]);
const OUTCOMES = parseAbi([
  'function balanceOfBatch(address[] owners, uint256[] ids) view returns (uint256[])',
  'event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)',
  'event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)',
]);

export function walletOnChain(rpc: string, address: string): WalletOnChain {
  const wallet = address as Address;
  const client = createPublicClient({ transport: http(rpc), cacheTime: 0 });
  return {
    head: () => client.getBlockNumber(),
    collateral: () =>
      client.readContract({
        ...{ address: COLLATERAL, abi: MONEY, functionName: 'balanceOf', args: [wallet] },
      }),
    shares: (tokenIds) =>
      client.readContract({
        ...{ address: CONDITIONAL_TOKENS, abi: OUTCOMES, functionName: 'balanceOfBatch' },
        args: [tokenIds.map(() => wallet), tokenIds.map(BigInt)],
      }),
    takings: async (tokenIds, since) => {
      const hashes = await movesOut(client, { wallet, tokenIds, since });
      return Promise.all(
        hashes.map(async (hash) => ({
          transactionHash: hash,
          paidMicroUsd: await paidTo(client, wallet, hash),
        })),
      );
    },
  };
}

async function movesOut(
  client: PublicClient,
  asked: {
    readonly wallet: Address;
    readonly tokenIds: readonly string[];
    readonly since: bigint;
  },
): Promise<readonly Hex[]> {
  const { wallet, tokenIds, since: fromBlock } = asked;
  const from = { address: CONDITIONAL_TOKENS, abi: OUTCOMES, args: { from: wallet } } as const;
  const range = { fromBlock, strict: true } as const;
  const [singles, batches] = await Promise.all([
    client.getContractEvents({ ...from, ...range, eventName: 'TransferSingle' }),
    client.getContractEvents({ ...from, ...range, eventName: 'TransferBatch' }),
  ]);
  const moves = [
    ...singles.map(({ transactionHash, args }) => ({
      ...{ transactionHash, ids: [args.id], values: [args.value] },
    })),
    ...batches.map(({ transactionHash, args }) => ({
      ...{ transactionHash, ids: args.ids, values: args.values },
    })),
  ];
  const ours = moves.filter(({ ids, values }) =>
    ids.some((id, index) => tokenIds.includes(id.toString()) && (values[index] ?? 0n) > 0n),
  );
  return [...new Set(ours.map(({ transactionHash }) => transactionHash))];
}

async function paidTo(client: PublicClient, wallet: Address, hash: Hex): Promise<bigint> {
  const { logs } = await client.getTransactionReceipt({ hash });
  const money = logs.filter(({ address }) => isAddressEqual(address, COLLATERAL));
  return parseEventLogs({ abi: MONEY, eventName: 'Transfer', logs: money }).reduce(
    (paid, { args: { from, to, value } }) => {
      const got = isAddressEqual(to, wallet) ? value : 0n;
      const gave = isAddressEqual(from, wallet) ? value : 0n;
      return paid + got - gave;
    },
    0n,
  );
}
