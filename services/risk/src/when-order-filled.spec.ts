import { beforeEach, describe, expect, it } from '@jest/globals';
import { account, money, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import {
  accountStream,
  Decisions,
  orderStream,
  redemptionStream,
  type Reaction,
} from '@sluice/reactions';
import { recordFacts, type InMemoryLedger } from '@sluice/testing';
import type { RiskContext } from './risk.context.js';
import { contextOf, openRisk, type OpenRisk } from './testing/open-risk.js';
import { whenFillConfirmed } from './when-fill-confirmed.js';
import { whenFillFailed } from './when-fill-failed.js';
import { whenOrderClosed, whenOrderRejected } from './when-order-ended.js';
import { whenOrderFilled } from './when-order-filled.js';
import {
  whenLossConfirmed,
  whenRedemptionConfirmed,
  whenRedemptionFoundElsewhere,
  whenSetsMerged,
} from './when-position-settled.js';

const { accountId, conditionId, signalId } = examples;
const reactions = [
  ...[whenOrderFilled, whenFillConfirmed, whenFillFailed, whenOrderClosed, whenOrderRejected],
  ...[whenRedemptionConfirmed, whenLossConfirmed, whenRedemptionFoundElsewhere, whenSetsMerged],
] as readonly Reaction<RiskContext>[];

describe('what an account learns of its orders', () => {
  let risk: OpenRisk;
  let ledger: InMemoryLedger;
  let touched: string[];
  beforeEach(async () => {
    risk = openRisk();
    ({ ledger } = risk);
    touched = [];
    await recordFacts<Fact>(
      ledger,
      accountStream(accountId),
      examples.strategyRegistered(),
      examples.riskRulesSet(),
      examples.signalApproved(),
    );
  });

  /** Has risk learn of these facts, each of them twice, and tells what the account wrote. */
  async function learn(...facts: readonly Fact[]): Promise<readonly string[]> {
    const before = (await ledger.load(accountStream(accountId))).facts.length;
    for (const fact of facts) {
      const stream = /^(Redemption|Loss|Wallet)/.test(fact.type)
        ? redemptionStream(accountId, conditionId)
        : orderStream('order-1', accountId);
      const [recorded] = await recordFacts(ledger, stream, fact);
      await handle(recorded);
      await handle(recorded);
    }
    const written = (await ledger.load(accountStream(accountId))).facts.slice(before);
    return written.map(({ type }) => type);
  }
  async function handle(recorded: Recorded): Promise<void> {
    const touch = (tokenId: string): void => void touched.push(tokenId);
    const context = {
      ...contextOf(risk),
      equity: { ...contextOf(risk).equity, touch },
      decisions: new Decisions(ledger.as('risk')),
    };
    for (const reaction of reactions) {
      if (reaction.on === recorded.type) await reaction.handle(context, recorded);
    }
  }
  const state = () => new Decisions(ledger).state(account.decider, accountStream(accountId));

  it('turns the reservation into a position when the order fills', async () => {
    expect(await learn(examples.orderFilled())).toStrictEqual(['ExposureOpened']);
    const { strategies } = await state();
    expect(strategies.get(examples.strategyId)).toMatchObject({
      reservedUsd: 0n,
      openPositions: 1,
    });
  });

  it('values what was bought at the book of that moment, and keeps an eye on it', async () => {
    const { level, quote, yesToken } = examples;
    await risk.quotes.publish(quote({ bids: [level('0.59')], asks: [level('0.61')] }));
    expect(await learn(examples.orderFilled())).toStrictEqual(['ExposureOpened', 'EquityMarked']);
    const { positions } = await state();
    const position = positions.get(account.positionKey(examples.strategyId, yesToken));
    expect(position).toMatchObject({ mark: money.price('0.60') });
    expect(touched).toContain(yesToken);
  });

  it('counts a position as sellable when its fill is final', async () => {
    expect(await learn(examples.orderFilled(), examples.fillConfirmed())).toStrictEqual([
      'ExposureOpened',
      'ExposureSettled',
    ]);
  });

  it('undoes a fill that never settled, once', async () => {
    expect(await learn(examples.orderFilled(), examples.fillFailed())).toStrictEqual([
      'ExposureOpened',
      'FillReversed',
    ]);
    const { strategies } = await state();
    expect(strategies.get(examples.strategyId)).toMatchObject({ openPositions: 0 });
  });

  it.each([examples.orderRejected(), examples.orderClosed({ filledShares: money.noShares })])(
    'gives the reservation back when the order is over: $type',
    async (ended) => {
      expect(await learn(ended)).toStrictEqual(['ReservationReleased']);
      const { reservations } = await state();
      expect(reservations.get(signalId)).toBeUndefined();
    },
  );

  it('counts a rejected order as an error of ordering, and a closed one as none', async () => {
    await learn(examples.orderRejected());
    expect((await state()).orderEnds).toStrictEqual([true]);
    await recordFacts(
      ledger,
      accountStream(accountId),
      examples.signalApproved({ signalId: 'signal-2' }),
    );
    await learn(examples.orderClosed({ signalId: 'signal-2', filledShares: money.noShares }));
    expect((await state()).orderEnds).toStrictEqual([true, false]);
  });

  it.each([
    "order couldn't be fully filled. FOK orders are fully filled or killed.",
    'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.',
    'there are no matching orders',
  ])('counts an order that met nobody as none: %s', async (reason) => {
    await learn(examples.orderRejected({ reason }));
    expect((await state()).orderEnds).toStrictEqual([false]);
  });

  const nothing = money.noUsd;
  it.each([
    examples.redemptionConfirmed(),
    examples.lossConfirmed({ holdings: [examples.winner({ payoutUsd: nothing })] }),
  ])('ends the position when its market paid, or pays nothing: $type', async (settled) => {
    expect(await learn(examples.orderFilled(), examples.fillConfirmed(), settled)).toStrictEqual([
      'ExposureOpened',
      'ExposureSettled',
      'ExposureClosed',
      'EquityMarked',
    ]);
  });

  it('shrinks the position by the sets that were merged, once, and not by an approval', async () => {
    const approved = examples.walletActionConfirmed({ work: examples.approving });
    const merged = examples.walletActionConfirmed();
    expect(
      await learn(examples.orderFilled(), examples.fillConfirmed(), approved, merged),
    ).toStrictEqual(['ExposureOpened', 'ExposureSettled', 'ExposureClosed']);
    expect(await held()).toBe(money.shares('30'));
  });

  it('keeps what somebody else left of a position', async () => {
    const part = examples.winner({ shares: money.shares('15'), payoutUsd: money.usd('15') });
    const found = examples.redemptionFoundElsewhere({ holdings: [part] });
    await learn(examples.orderFilled(), examples.fillConfirmed(), found);
    expect(await held()).toBe(money.shares('25'));
    await learn(examples.redemptionConfirmed());
    expect(await held()).toBe(money.noShares);
  });

  const held = async () =>
    (await state()).positions.get(account.positionKey(examples.strategyId, examples.yesToken))
      ?.shares;
});
