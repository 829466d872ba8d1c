/** Gas becomes dear: transactions that pay too little are taken, and lie until it is over. */
import { keccak256, parseGwei, parseTransaction, type Hex } from 'viem';
import { z } from 'zod';
import { seconds, SEND } from './parameters.js';
import { defineTrouble, type RpcCall, type Site, type Strike } from './trouble.js';

/** What a block asks on the real chain on an ordinary day; the factor is applied to this. */
const ORDINARY_BASE_FEE = parseGwei('30');
/** What blocks ask here when nothing is wrong; it falls further by itself. */
const CALM_BASE_FEE = parseGwei('1');
/** The base fee falls with every empty block, so it is set again this often. */
const RENEWAL_MS = 500;
const FACTOR_MAX = 1_000;

export const gasSpike = defineTrouble({
  about:
    'Blocks ask `factor` times 30 gwei. What offers less is answered with its hash and mined only afterwards, unless replaced.',
  parameters: z.strictObject({
    factor: z.number().min(1).max(FACTOR_MAX).default(20),
    seconds: seconds.default(30),
    /** `next_transaction`: it begins after the fee of the next one was chosen, which so offers too little. */
    from: z.enum(['now', 'next_transaction']).default('now'),
  }),
  begin: async (site, { factor, from, ...parameters }) => {
    const baseFee = (ORDINARY_BASE_FEE * BigInt(Math.round(factor * 1_000))) / 1_000n;
    const held = new Map<Hex, Hex>();
    let rising: Promise<NodeJS.Timeout> | undefined;
    const rise = (): Promise<NodeJS.Timeout> => (rising ??= startRising(site, baseFee));
    if (from === 'now') await rise();
    return {
      seconds: parameters.seconds,
      strike: async (call): Promise<Strike | undefined> => {
        if (call.method !== SEND) return undefined;
        await rise();
        const raw = call.params[0] as Hex;
        if (offerOf(raw) >= baseFee) return undefined;
        const hash = keccak256(raw);
        held.set(hash, raw);
        return { kind: 'answered', answer: { result: hash } };
      },
      end: async () => {
        if (rising !== undefined) clearInterval(await rising);
        await askFor(site, CALM_BASE_FEE);
        for (const raw of held.values()) {
          const call: RpcCall = { method: SEND, params: [raw] };
          const answer = await site.forward(call);
          if ('error' in answer)
            site.log(`A held transaction came to nothing: ${answer.error.message}`);
        }
      },
    };
  },
});

const offerOf = (raw: Hex): bigint => {
  const { maxFeePerGas, gasPrice } = parseTransaction(raw);
  return maxFeePerGas ?? gasPrice ?? 0n;
};

const startRising = async (site: Site, baseFee: bigint): Promise<NodeJS.Timeout> => {
  await askFor(site, baseFee);
  return setInterval(() => {
    site.chain.cheats
      .setNextBlockBaseFeePerGas({ baseFeePerGas: baseFee })
      .catch((error: unknown) => site.log(`Could not keep gas dear: ${String(error)}`));
  }, RENEWAL_MS);
};

/** From the next block on, which comes at once: heads tell the fee to those who ask. */
const askFor = async ({ chain }: Site, baseFeePerGas: bigint): Promise<void> => {
  await chain.exclusively(async () => {
    await chain.cheats.setNextBlockBaseFeePerGas({ baseFeePerGas });
    await chain.cheats.mine({ blocks: 1 });
  });
};
