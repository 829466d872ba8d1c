/** From a signal to its money: one market is won, one is lost, and nothing but facts is needed. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { SERVICES } from '@sluice/local';
import { ADMIN_TOKENS, connect } from './grpc-client.js';
import {
  entry,
  ofType,
  postSignal,
  registerStrategy,
  startJourney,
  untilQuoted,
  type Journey,
} from './journey.js';
import { fingerprints, rebuildAll, untilAllRead } from './read-models.js';

describe('a run with one market that is won and one that is lost', () => {
  let journey: Journey;
  let report: Awaited<ReturnType<Journey['run']['report']>>;

  beforeAll(async () => {
    journey = await startJourney({
      venueArgs: ['--markets', '2', '--duration', '12'],
      extra: { redemption: { ADMIN_TOKENS } },
    });
    const { stack, run } = journey;
    await registerStrategy(stack);
    await untilQuoted(stack);
    for (const market of [0, 1]) {
      await postSignal(stack, entry(stack, `entry-${market}`, { market }));
    }
    await postSignal(stack, { ...entry(stack, 'too-large'), sizeUsd: '500' });
    await run.finished();
    report = await run.report();
  }, 120_000);

  afterAll(() => journey.stop(), 60_000);

  it('ends with ledger, venue and chain agreeing on every amount', () => {
    expect(report.tieOut.assets.filter(({ ok }) => !ok)).toEqual([]);
    expect(report).toMatchObject({ signals: 3, approved: 2, redeemed: 1, lossesConfirmed: 1 });
    expect(report.refused).toEqual({ position_too_large: 1 });
    expect(report.alertsDelivered).toBe(journey.stack.inbox.received.length);
    expect(report.alertsDelivered).toBeGreaterThanOrEqual(2);
  });

  it('tells the whole journey of each signal under the signal’s own name', () => {
    // A book that moved meanwhile is marked on the way to a decision, and that is of the moment.
    const facts = journey.facts.filter(({ type }) => type !== 'EquityMarked');
    for (const approved of ofType(facts, 'SignalApproved')) {
      const own = facts.filter(({ journeyId }) => journeyId === approved.data.signalId);
      const types = [...new Set(own.map(({ type }) => type))];
      expect(types.slice(0, 3)).toEqual(['SignalReceived', 'SignalApproved', 'OrderRequested']);
      const rest = ['OrderAccepted', 'OrderFilled', 'ExposureOpened', 'FillConfirmed'];
      expect(types).toEqual(expect.arrayContaining([...rest, 'OrderClosed']));
    }
    const [refused] = ofType(facts, 'SignalRefused');
    const own = facts.filter(({ journeyId }) => journeyId === refused?.data.signal.signalId);
    expect(own.map(({ type }) => type)).toEqual(['SignalReceived', 'SignalRefused']);
  });

  it('names the cause of every fact that has one', () => {
    const ids = new Set(journey.facts.map(({ id }) => id));
    for (const { type, causeId } of journey.facts) {
      const isCaused = ['SignalApproved', 'SignalRefused', 'OrderRequested', 'AlertRaised'];
      if (isCaused.includes(type)) expect(ids).toContain(causeId);
    }
  });

  it('keeps with each decision the value and the limit of every rule', () => {
    const { facts } = journey;
    for (const { data } of ofType(facts, 'SignalApproved')) {
      expect(data.decision.checks.length).toBeGreaterThanOrEqual(5);
      expect(data.decision.checks.filter(({ passed }) => !passed)).toEqual([]);
      expect(data.decision.quote?.tokenId).toBe(data.tokenId);
    }
    const [refused] = ofType(facts, 'SignalRefused');
    const { code, decision } = refused?.data ?? {};
    const failed = decision?.checks.find((check) => check.code === code);
    expect(failed).toMatchObject({ passed: false, limit: 25_000_000n });
    expect(failed?.value).toBeGreaterThan(25_000_000n);
  });

  it('redeems what won with proof from the chain, confirms what lost, and tells a person', () => {
    const { facts } = journey;
    const [redeemed] = ofType(facts, 'RedemptionConfirmed');
    const [lost] = ofType(facts, 'LossConfirmed');
    const bought = ofType(facts, 'OrderFilled').filter(
      ({ data }) => data.conditionId === redeemed?.data.conditionId,
    );
    const shares = bought.reduce((total, { data }) => total + data.shares, 0n);
    expect(redeemed?.data.proof).toMatchObject({ payoutUsd: shares });
    expect(lost?.data.conditionId).not.toBe(redeemed?.data.conditionId);
    const kinds = ofType(facts, 'AlertRaised').map(({ data }) => data.kind);
    expect(kinds).toEqual(expect.arrayContaining(['redemption_confirmed', 'loss_confirmed']));
    expect(ofType(facts, 'AlertDelivered')).toHaveLength(kinds.length);
  });

  it('shows over gRPC what was redeemed, with its proof, and lets a viewer only look', async () => {
    const { facts, stack } = journey;
    const [redeemed] = ofType(facts, 'RedemptionConfirmed');
    const { conditionId, proof } = redeemed?.data ?? {};
    await untilAllRead(stack);
    const client = connect(stack.services.redemption.grpc, 'redemption');
    try {
      expect(await client.call('GetRedemption', { conditionId }, 'viewer')).toMatchObject({
        answer: {
          ...{ conditionId, state: 'redeemed' },
          receipts: expect.arrayContaining([
            expect.objectContaining({ transactionHash: proof?.transactionHash }),
          ]),
        },
      });
      expect(await client.call('GetCapital', {}, 'viewer')).toMatchObject({
        answer: { unredeemedUsd: '0' },
      });
      const asked = { conditionId, why: 'to see whether it may' };
      expect(await client.call('Redeem', asked, 'viewer')).toMatchObject({
        ...{ code: status.PERMISSION_DENIED, refusal: { error: 'forbidden' } },
      });
    } finally {
      client.close();
    }
  });

  it('fills every read model anew, and identically, from the ledger alone', async () => {
    const { stack } = journey;
    await untilAllRead(stack);
    for (const service of SERVICES) await stack.services[service].child.stop();
    const before = await fingerprints(stack);
    const emptied = await rebuildAll(stack);
    const rows = Object.values(before).flatMap((tables) => Object.values(tables));
    expect(rows.reduce((total, table) => total + table.rows, 0)).toBeGreaterThan(20);
    const left = Object.values(emptied).flatMap((tables) => Object.values(tables));
    expect(left.filter((table) => table.rows > 0)).toEqual([]);
    expect(await fingerprints(stack)).toEqual(before);
  }, 60_000);
});
