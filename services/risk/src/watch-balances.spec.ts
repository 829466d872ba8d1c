import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { Decisions } from '@sluice/reactions';
import { createInMemoryBalances } from '@sluice/testing';
import { openRisk, silentLog, type OpenRisk } from './testing/open-risk.js';
import { until } from './testing/until.js';
import { watchBalances } from './watch-balances.js';

const { accountId, later } = examples;

describe('what risk learns of wallets', () => {
  let risk: OpenRisk;
  const balances = createInMemoryBalances();
  let stop: () => Promise<void>;
  const begin = (decisions: Decisions = risk.decisions): void => {
    const accounts = () => [accountId];
    const watch = watchBalances({ decisions, balances, accounts, log: silentLog });
    stop = () => watch.stop();
  };
  beforeEach(async () => {
    risk = openRisk();
    await risk.given(...examples.readyToTrade());
  });
  afterEach(() => stop());

  const see = (freeUsd: string, afterMs: number, id = accountId) =>
    balances.publish({ accountId: id, freeUsd: money.usd(freeUsd), at: later(afterMs) });
  const observed = () => risk.written('CollateralObserved');

  it('is written down when it makes a difference, and only then', async () => {
    begin();
    await see('100', 1);
    await until(async () => (await observed()).length === 1);
    await see('100', 2);
    await see('90', 3);
    await until(async () => (await observed()).length === 2);
    expect(await observed()).toMatchObject([
      { data: { accountId, freeUsd: money.usd('100'), at: later(1) } },
      { data: { freeUsd: money.usd('90'), at: later(3) } },
    ]);
  });

  it('is written down anew when it is what it was although something was paid', async () => {
    begin();
    await see('100', 1);
    await until(async () => (await observed()).length === 1);
    await risk.given(
      examples.signalApproved(),
      examples.exposureOpened(),
      examples.exposureSettled(),
    );
    await see('100', 2);
    await until(async () => (await observed()).length === 2);
  });

  it('is nothing when the account is none of ours', async () => {
    begin();
    await see('100', 1, 'another');
    await see('100', 2);
    await until(async () => (await observed()).length === 1);
    expect(await risk.writtenTypes()).toStrictEqual(['CollateralObserved']);
  });

  it('goes on with the next when one could not be written', async () => {
    let answers = false;
    const ledger = risk.ledger.as('risk');
    begin(
      new Decisions({
        ...ledger,
        append: (appending) =>
          answers ? ledger.append(appending) : Promise.reject(new Error('no answer')),
      }),
    );
    await see('100', 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    answers = true;
    await see('100', 2);
    await until(async () => (await observed()).length === 1);
    expect(await observed()).toMatchObject([{ data: { at: later(2) } }]);
  });
});
