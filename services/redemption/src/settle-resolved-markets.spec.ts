import { describe, expect, it } from '@jest/globals';
import { money, type market } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import { marketStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { settleResolvedMarkets } from './settle-resolved-markets.js';
import { effectOf, openDesk, type Desk, type HeldRow } from './testing/desk.js';

const { conditionId, loser, marketResolved, noToken, winner, yesToken } = examples;
const settled = (token_id: string): HeldRow => ({ token_id, unsettled: '0' });

describe('settling what is held of a resolved market', () => {
  const resolve = async (
    desk: Desk,
    data: Partial<market.Resolved['data']> = {},
  ): Promise<Recorded<market.Resolved>> => {
    const [resolved] = await recordFacts(
      desk.ledger,
      marketStream(conditionId),
      marketResolved(data),
    );
    return resolved;
  };
  const happened = async (desk: Desk) => (await desk.facts()).slice(1);

  it('plans the redemption of a winner with what it must pay', async () => {
    const desk = openDesk([winner()]);
    desk.setRows([settled(yesToken)]);
    const resolved = await resolve(desk);
    expect(await settleResolvedMarkets(desk.start())(effectOf(resolved))).toBe('done');
    expect(await happened(desk)).toMatchObject([
      {
        type: 'RedemptionRequested',
        causeId: resolved.id,
        data: { expectedPayoutUsd: money.usd('40'), holdings: [winner()] },
      },
    ]);
  });

  it('confirms the loss of a loser and plans nothing', async () => {
    const desk = openDesk([loser()]);
    desk.setRows([settled(noToken)]);
    await settleResolvedMarkets(desk.start())(effectOf(await resolve(desk)));
    expect(await happened(desk)).toMatchObject([
      { type: 'LossConfirmed', data: { holdings: [loser()] } },
    ]);
  });

  it('confirms the loss and plans the redemption when both outcomes are held', async () => {
    const desk = openDesk([winner(), loser()]);
    desk.setRows([settled(yesToken), settled(noToken)]);
    await settleResolvedMarkets(desk.start())(effectOf(await resolve(desk)));
    expect(await happened(desk)).toMatchObject([
      { type: 'LossConfirmed', data: { holdings: [loser()] } },
      { type: 'RedemptionRequested', data: { expectedPayoutUsd: money.usd('40') } },
    ]);
  });

  it('rounds the payout of a shared market down, as the contract does', async () => {
    const desk = openDesk([winner({ shares: 3_333_333n as money.MicroShares })]);
    desk.setRows([settled(yesToken)]);
    const shared = { payoutNumerators: [1n, 1n], payoutDenominator: 2n };
    desk.setPayout({ ...shared, blockNumber: 80_000_000n });
    await settleResolvedMarkets(desk.start())(effectOf(await resolve(desk, shared)));
    expect(await happened(desk)).toMatchObject([{ data: { expectedPayoutUsd: 1_666_666n } }]);
  });

  it('waits while orders or fills of the market are not settled', async () => {
    const desk = openDesk();
    const resolved = await resolve(desk);
    const settle = settleResolvedMarkets(desk.start());
    desk.setRows([{ token_id: yesToken, unsettled: '2' }]);
    expect(await settle(effectOf(resolved))).toMatchObject({
      retryAfterMs: 500,
      error: `2 orders or fills of ${conditionId} are not settled yet`,
    });
    expect(await happened(desk)).toStrictEqual([]);

    desk.setRows([settled(yesToken)]);
    expect(await settle(effectOf(resolved, 2))).toBe('done');
    expect(await happened(desk)).toMatchObject([{ type: 'RedemptionRequested' }]);
  });

  it('reads its table only when it holds everything before the resolution', async () => {
    const desk = openDesk();
    const resolved = await resolve(desk);
    const context = {
      ...desk.start(),
      readThrough: (position: number) => {
        if (position === resolved.position) desk.setRows([settled(yesToken)]);
        return Promise.resolve();
      },
    };
    await settleResolvedMarkets(context)(effectOf(resolved));
    expect(await happened(desk)).toMatchObject([{ type: 'RedemptionRequested' }]);
  });

  it('has nothing to do in a market the account never traded', async () => {
    const desk = openDesk();
    expect(await settleResolvedMarkets(desk.start())(effectOf(await resolve(desk)))).toBe('done');
    expect(await happened(desk)).toStrictEqual([]);
  });

  it('has nothing to do when everything was sold before', async () => {
    const desk = openDesk([]);
    desk.setRows([settled(yesToken)]);
    expect(await settleResolvedMarkets(desk.start())(effectOf(await resolve(desk)))).toBe('done');
    expect(await happened(desk)).toStrictEqual([]);
  });

  it('books what somebody redeemed before it was looked at', async () => {
    const desk = openDesk();
    desk.setRows([{ ...settled(yesToken), shares: '40' }]);
    const { proof, sender } = examples.found();
    const taken = [{ tokenId: yesToken, shares: winner().shares }];
    desk.redeemer.takenElsewhere({ taken, proof, by: 'auto_redeemer', sender });
    expect(await settleResolvedMarkets(desk.start())(effectOf(await resolve(desk)))).toBe('done');
    expect(await happened(desk)).toMatchObject([
      { type: 'RedemptionFoundElsewhere', data: { by: 'auto_redeemer', holdings: [winner()] } },
    ]);
  });

  it('looks again while our books hold what the wallet does not', async () => {
    const desk = openDesk([]);
    desk.setRows([{ ...settled(yesToken), shares: '40' }]);
    const resolved = await resolve(desk);
    expect(await settleResolvedMarkets(desk.start())(effectOf(resolved))).toMatchObject({
      ...{ retryAfterMs: 500, error: expect.stringContaining('the wallet does not') },
    });
    expect(await happened(desk)).toStrictEqual([]);
    expect(await settleResolvedMarkets(desk.start())(effectOf(resolved, 10))).toBe('done');
    await settleResolvedMarkets(desk.start())(effectOf(resolved, 10));
    expect(await happened(desk)).toMatchObject([
      { type: 'RedemptionFailed', data: { reason: 'vanished', final: true } },
    ]);
  });

  it('plans once, however often the resolution is worked through', async () => {
    const desk = openDesk();
    desk.setRows([settled(yesToken)]);
    const resolved = await resolve(desk);
    await settleResolvedMarkets(desk.start())(effectOf(resolved));
    await settleResolvedMarkets(desk.start())(effectOf(resolved, 2));
    expect(await happened(desk)).toHaveLength(1);
  });
});
