/** A relayer in trouble: whatever it does, a winner is paid once, or a person is called. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { redemption } from '@sluice/domain';
import { openVenueWithWallets, type VenueWithWallets } from '@sluice/paper-venue/testing';
import type { Recorded } from '@sluice/ports';
import { openRealDesk, type RealDesk } from './testing/real-desk.js';
import { finalise, redeeming, type VenueMarket, type Way } from './testing/real-wallet.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 60_000;
const SHARE = 1_000_000n;

const WALLETS = {
  safe: { type: 2, way: 'builder' },
  proxy: { type: 1, way: 'key' },
  deposit: { type: 3, way: 'key' },
} as const satisfies Record<string, { readonly type: 1 | 2 | 3; readonly way: Way }>;

describe('a relayer in trouble', () => {
  let on: VenueWithWallets;
  let mining: NodeJS.Timeout;
  beforeAll(async () => {
    on = await openVenueWithWallets();
    mining = setInterval(() => void finalise(on, 1).catch(() => undefined), 200);
  }, START_TIMEOUT_MS);
  afterEach(() => on.lever('DELETE', 'relayer/trouble'));
  afterAll(async () => {
    clearInterval(mining);
    await on.stop();
  });

  /** A wallet that holds ten winners of a market that is resolved, and has approved everything. */
  const winner = async (
    kind: keyof typeof WALLETS,
    settings: Parameters<typeof openRealDesk>[2]['settings'] = {},
  ): Promise<Story> => {
    const { type, way } = WALLETS[kind];
    const wallet = await on.wallet(type);
    await on.lever('POST', 'wallets', { owner: wallet.owner, type, approve: true });
    const desk = await openRealDesk(on, wallet, { way, settings });
    const market = await on.market('standard');
    await on.buy(wallet, market, [10n * SHARE, 0n]);
    await desk.list(market);
    desk.remember(market, [10n * SHARE, 0n]);
    const before = await on.money(wallet);
    await desk.resolved(market, [1n, 0n]);
    return { desk, market, before };
  };
  type Story = {
    readonly desk: RealDesk;
    readonly market: VenueMarket;
    readonly before: bigint;
  };
  const trouble = (kind: string, more: object = {}) =>
    on.lever('POST', 'relayer/trouble', { kind, ...more });
  const failures = async ({ desk }: Story) =>
    (await desk.facts('RedemptionFailed')).map(
      (fact) => (fact as Recorded<redemption.Failed>).data.reason,
    );
  /** Paid in full by one transaction of our own, and booked as that. */
  const expectPaidOnce = async ({ desk, market, before }: Story): Promise<void> => {
    expect((await on.money(desk.wallet)) - before).toBe(10n * SHARE);
    expect(await on.shares(desk.wallet, market)).toEqual([0n, 0n]);
    expect(await desk.facts('RedemptionConfirmed')).toMatchObject([
      { data: { proof: { payoutUsd: 10n * SHARE } } },
    ]);
    expect(await desk.facts('RedemptionFoundElsewhere')).toEqual([]);
    const about = { conditionId: market.conditionId, tokenIds: market.tokenIds, negRisk: false };
    expect(await desk.redeemer.takings(about, 0n)).toHaveLength(1);
  };

  const KINDS = Object.keys(WALLETS) as (keyof typeof WALLETS)[];

  describe.each(KINDS)('for a %s', (kind) => {
    it.each([
      ['loses its answer', 'answer_lost', {}],
      ['wants another nonce for a while', 'nonce_mismatch', { count: 3 }],
      ['says the wallet is busy for a while', 'wallet_busy', { count: 2 }],
      ['takes its time', 'slow', { ms: 1_500 }],
      ['has had too many requests', 'quota', { count: 2 }],
    ])(
      'is asked again with the same bytes when it %s',
      async (_, name, more) => {
        const story = await winner(kind);
        await trouble(name, more);
        await story.desk.work();
        await expectPaidOnce(story);
        expect(await failures(story)).toEqual([]);
        expect(await story.desk.facts('RedemptionSigned')).toHaveLength(1);
        expect(await story.desk.facts('RedemptionReplaced')).toEqual([]);
      },
      STORY_TIMEOUT_MS,
    );

    it.each(['failed', 'invalid'])(
      'is passed by or asked anew when it ends a request as %s',
      async (name) => {
        const story = await winner(kind);
        await trouble(name);
        await story.desk.work();
        await expectPaidOnce(story);
        // Only a Safe's owner can send too, under the same nonce.
        expect(await failures(story)).toEqual(kind === 'safe' ? [] : ['relayer_failed']);
        expect(await story.desk.facts('RedemptionReplaced')).toHaveLength(kind === 'safe' ? 1 : 0);
      },
      STORY_TIMEOUT_MS,
    );
  });

  it(
    'that does not let a target through is passed by a Safe',
    async () => {
      const story = await winner('safe');
      await trouble('allow_list_refused');
      await story.desk.work();
      await expectPaidOnce(story);
      expect(await story.desk.facts('RedemptionReplaced')).toHaveLength(1);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'that does not let a target through is a person’s business for the others',
    async () => {
      const story = await winner('deposit');
      await trouble('allow_list_refused');
      await story.desk.work();
      expect(await story.desk.facts('RedemptionFailed')).toMatchObject([
        { data: { reason: 'not_allowed', final: true } },
      ]);
      expect(await on.shares(story.desk.wallet, story.market)).toEqual([10n * SHARE, 0n]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'that stays silent about a Safe is overtaken by its owner, and only one is carried out',
    async () => {
      const story = await winner('safe', { replaceAfterMs: 500 });
      await trouble('slow', { ms: 4_000 });
      await story.desk.work();
      await expectPaidOnce(story);
      expect((await story.desk.facts('RedemptionReplaced')).length).toBeGreaterThan(0);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'never takes what is not the wallet’s turn, and neither will the chain',
    async () => {
      const { desk, market } = await winner('deposit');
      const about = { conditionId: market.conditionId, tokenIds: market.tokenIds, negRisk: false };
      const signed = await desk.redeemer.sign(redeeming(about, [10n * SHARE, 0n], 0n), 1);
      await trouble('nonce_mismatch', { count: 2 });
      expect(await desk.redeemer.submit(signed)).toMatchObject({ kind: 'waits' });
      const ahead = { ...signed, nonce: signed.nonce + 1 };
      expect(await desk.redeemer.submit(ahead)).toMatchObject({
        ...{ kind: 'refused', reason: 'dropped' },
        detail: expect.stringContaining('nonce 1 was signed, and 0 is next'),
      });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'finds out that the sweeper was there first, and books that',
    async () => {
      const story = await winner('proxy');
      const { address } = story.desk.wallet;
      await on.chain.redeemByHand?.({ wallet: address, ...story.market, by: 'auto_redeemer' });
      await story.desk.work();
      expect(await story.desk.facts('RedemptionFoundElsewhere')).toMatchObject([
        { data: { by: 'auto_redeemer', proof: { payoutUsd: 10n * SHARE } } },
      ]);
      expect(await story.desk.facts('RedemptionConfirmed')).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'mines in vain what the proxy refuses: the next attempt is paid',
    async () => {
      const story = await winner('proxy', { backOffMs: 200 });
      const { desk } = story;
      const { submit } = desk.redeemer;
      let submits = 0;
      // Between the simulation and the relayer, the ramp is paused.
      Object.assign(desk.redeemer, {
        submit: async (signed: Parameters<typeof submit>[0]) => {
          submits += 1;
          if (submits === 1) await on.chain.trouble?.begin({ kind: 'ramp_paused', seconds: 2 });
          return submit(signed);
        },
      });
      await desk.work();
      await expectPaidOnce(story);
      expect((await failures(story))[0]).toBe('reverted');
    },
    STORY_TIMEOUT_MS,
  );
});
