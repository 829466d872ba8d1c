/** A chain in trouble: whatever it does to what an account sends, a winner is paid once or a person is called. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { POLYGON_CONTRACTS } from '@sluice/chain';
import { redemption, type Fact } from '@sluice/domain';
import { openVenueWithWallets, type VenueWithWallets } from '@sluice/paper-venue/testing';
import { redemptionStream } from '@sluice/reactions';
import { setTimeout as pause } from 'node:timers/promises';
import { parseAbi } from 'viem';
import { openRealDesk, type RealDesk } from './testing/real-desk.js';
import { finalise, type VenueMarket } from './testing/real-wallet.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 60_000;
const SHARE = 1_000_000n;
const FINALITY_BLOCKS = 4;

describe('an account that redeems on a chain in trouble', () => {
  let on: VenueWithWallets;
  let mining: NodeJS.Timeout;
  beforeAll(async () => {
    on = await openVenueWithWallets({ finalityBlocks: FINALITY_BLOCKS });
    mining = setInterval(() => void finalise(on, 1).catch(() => undefined), 150);
  }, START_TIMEOUT_MS);
  afterEach(() => on.chain.trouble?.calm());
  afterAll(async () => {
    clearInterval(mining);
    await on.stop();
  });

  type Story = {
    readonly desk: RealDesk;
    readonly market: VenueMarket;
    readonly before: bigint;
  };
  /** An account that holds these, of a market that paid for the first outcome, unless it is told else. */
  const holding = async ({
    kind = 'standard',
    shares = [10n * SHARE, 0n],
    payout = [1n, 0n],
    approve = true,
    settings = {},
  }: {
    readonly kind?: 'standard' | 'protocol_v2';
    readonly shares?: readonly bigint[];
    readonly payout?: readonly [bigint, bigint];
    readonly approve?: boolean;
    readonly settings?: Parameters<typeof openRealDesk>[2]['settings'];
  } = {}): Promise<Story> => {
    const wallet = await on.wallet(0);
    if (approve) await on.chain.approveAll(wallet.privateKey);
    const desk = await openRealDesk(on, wallet, { way: 'direct', settings });
    const market = await on.market(kind);
    await on.buy(wallet, market, shares);
    await desk.list(market);
    desk.remember(market, shares);
    const before = await on.money(wallet);
    await desk.resolved(market, payout);
    return { desk, market, before };
  };
  const trouble = async (request: { kind: string } & Record<string, unknown>): Promise<void> => {
    await on.chain.trouble?.begin(request as Parameters<typeof on.chain.trouble.begin>[0]);
  };
  const takings = ({ desk, market: { conditionId, tokenIds } }: Story) =>
    desk.redeemer.takings({ conditionId, tokenIds, negRisk: false }, 0n);
  const expectPaidOnce = async (story: Story, payoutUsd = 10n * SHARE): Promise<void> => {
    const { desk, market, before } = story;
    expect((await on.money(desk.wallet)) - before).toBe(payoutUsd);
    expect(await on.shares(desk.wallet, market)).toEqual([0n, 0n]);
    expect(await desk.facts('RedemptionConfirmed')).toMatchObject([
      { data: { proof: { payoutUsd } } },
    ]);
    expect(await takings(story)).toHaveLength(1);
  };
  const failures = async ({ desk }: Story) =>
    (await desk.facts('RedemptionFailed')).map(
      (fact) => (fact as Fact as redemption.Failed).data.reason,
    );
  const happens = async ({ desk }: Story, type: Fact['type']): Promise<void> => {
    const deadline = Date.now() + 15_000;
    while ((await desk.facts(type)).length === 0) {
      if (Date.now() > deadline) throw new Error(`No ${type}: ${desk.errors.join('; ')}`);
      await pause(20);
    }
  };

  it.each(['lost', 'late'])(
    'is paid once when a reorganisation takes its block away, and what was in it is %s',
    async (transactions) => {
      const story = await holding();
      const working = story.desk.work();
      await happens(story, 'RedemptionMined');
      await trouble({ kind: 'reorg', depth: FINALITY_BLOCKS, transactions, lateMs: 1_000 });
      await working;
      await expectPaidOnce(story);
      expect(await story.desk.facts('RedemptionSigned')).toHaveLength(1);
      expect(await failures(story)).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'makes a new attempt when its nonce was taken',
    async () => {
      const story = await holding();
      await trouble({ kind: 'nonce_taken' });
      await story.desk.work();
      await expectPaidOnce(story);
      expect(await failures(story)).toEqual(['dropped']);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'sends for a higher fee what the network forgot, or was too cheap for',
    async () => {
      for (const about of [
        { kind: 'transactions_dropped' },
        { kind: 'gas_spike', factor: 10, from: 'next_transaction', seconds: 60 },
      ]) {
        const story = await holding({ settings: { replaceAfterMs: 1_000 } });
        await trouble(about);
        await story.desk.work();
        await expectPaidOnce(story);
        expect((await story.desk.facts('RedemptionReplaced')).length).toBeGreaterThan(0);
        expect(await failures(story)).toEqual([]);
        await on.chain.trouble?.calm();
      }
    },
    STORY_TIMEOUT_MS,
  );

  it.each([
    ['the answer to its transaction is lost', { kind: 'answer_lost' }],
    [
      'answers about receipts are lost',
      { kind: 'answer_lost', method: 'eth_getTransactionReceipt' },
    ],
    ['the node is behind', { kind: 'stale_reads', blocks: 20, seconds: 3 }],
  ])(
    'is paid once though %s',
    async (_, about) => {
      const story = await holding();
      await trouble(about);
      await story.desk.work();
      await expectPaidOnce(story);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'calls a person when its transaction succeeds and pays nothing, and is paid when asked again',
    async () => {
      const story = await holding();
      const { desk, market } = story;
      await trouble({ kind: 'pays_nothing' });
      await desk.work();
      expect(await failures(story)).toEqual(['paid_nothing']);
      expect(await desk.facts('RedemptionConfirmed')).toEqual([]);

      await on.chain.trouble?.calm();
      const { accountId, conditionId, redemptionId, wallet, holdings } = (
        (await desk.facts('RedemptionRequested'))[0] as Fact as redemption.Requested
      ).data;
      const { blockNumber } = await desk.redeemer.holdings({ ...market, negRisk: false }, 0n);
      const at = new Date().toISOString();
      const key = { accountId, conditionId, redemptionId, wallet };
      await desk.decisions.tell(
        redemption.decider,
        redemptionStream(accountId, conditionId),
        { type: 'SettleHoldings', data: { ...key, holdings, blockNumber, by: 'ada', why: '', at } },
        { causeId: 'ada', journeyId: '' },
      );
      await desk.work();
      expect((await on.money(desk.wallet)) - story.before).toBe(10n * SHARE);
      expect(await desk.facts('RedemptionConfirmed')).toHaveLength(1);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'sends nothing while the adapter may not take its outcomes, and is paid once it may',
    async () => {
      const story = await holding({ approve: false, settings: { backOffMs: 500 } });
      const working = story.desk.work();
      await happens(story, 'RedemptionFailed');
      expect((await failures(story))[0]).toBe('not_approved');
      await on.chain.approveAll(story.desk.wallet.privateKey);
      await working;
      await expectPaidOnce(story);
    },
    STORY_TIMEOUT_MS,
  );

  it.each(['owner', 'auto_redeemer'] as const)(
    'books what the %s redeemed before it, and sends nothing',
    async (by) => {
      const story = await holding({ shares: [10n * SHARE, 4n * SHARE], payout: [1n, 1n] });
      const { desk, market } = story;
      await on.chain.redeemByHand?.({ wallet: desk.wallet.address, ...market, by });
      await finalise(on, FINALITY_BLOCKS + 1);
      await desk.work();
      expect(await desk.facts('RedemptionFoundElsewhere')).toMatchObject([
        { data: { by, proof: { payoutUsd: 7n * SHARE } } },
      ]);
      expect(await desk.facts('RedemptionSigned', 'RedemptionConfirmed')).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'redeems one outcome after the other where a transaction takes one only',
    async () => {
      const shares = [10n * SHARE, 4n * SHARE];
      const story = await holding({ kind: 'protocol_v2', shares, payout: [1n, 1n] });
      const { desk, market } = story;
      await desk.work();
      expect((await on.money(desk.wallet)) - story.before).toBe(7n * SHARE);
      expect(await on.shares(desk.wallet, market)).toEqual([0n, 0n]);
      expect(await desk.facts('RedemptionConfirmed')).toMatchObject([
        { data: { holdings: [{ tokenId: market.tokenIds[0], payoutUsd: 5n * SHARE }] } },
        { data: { holdings: [{ tokenId: market.tokenIds[1], payoutUsd: 2n * SHARE }] } },
      ]);
      expect(await failures(story)).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'confirms the loss of one outcome and redeems the other where a transaction takes one only',
    async () => {
      const shares = [10n * SHARE, 4n * SHARE];
      const story = await holding({ kind: 'protocol_v2', shares });
      await story.desk.work();
      expect((await on.money(story.desk.wallet)) - story.before).toBe(10n * SHARE);
      expect(await story.desk.facts('RedemptionConfirmed')).toHaveLength(1);
      expect(await story.desk.facts('LossConfirmed')).toHaveLength(1);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'books the part that somebody else redeemed, and redeems the rest',
    async () => {
      const story = await holding({ kind: 'protocol_v2' });
      const { desk, market } = story;
      await on.access.sendAs(desk.wallet.address, {
        purpose: 'redeem a part by hand',
        ...{ to: ROUTER, abi: routerAbi, functionName: 'redeem' },
        args: [market.conditionId.slice(0, -2), 0n, 3n * SHARE],
      });
      await finalise(on, FINALITY_BLOCKS + 1);
      await desk.work();
      expect((await on.money(desk.wallet)) - story.before).toBe(10n * SHARE);
      expect(await desk.facts('RedemptionFoundElsewhere')).toMatchObject([
        { data: { holdings: [{ shares: 3n * SHARE, payoutUsd: 3n * SHARE }] } },
      ]);
      expect(await desk.facts('RedemptionConfirmed')).toMatchObject([
        { data: { proof: { payoutUsd: 7n * SHARE } } },
      ]);
    },
    STORY_TIMEOUT_MS,
  );
});

const ROUTER = POLYGON_CONTRACTS.router;
const routerAbi = parseAbi([
  'function redeem(bytes31 conditionId, uint256 outcome, uint256 amount)',
]);
