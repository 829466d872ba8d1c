import { beforeAll, describe, expect, it } from '@jest/globals';
import { differences, runJourney, type CrashPlan, type Outcome } from '@sluice/local';

/** The short form of `npm run test:crash`: the places where money could be lost or doubled. */
const PLANS: readonly (readonly [string, CrashPlan])[] = [
  [
    'right after the outside world heard us',
    {
      'signal-ingest': 'after ledger.append SignalReceived#2',
      risk: 'after ledger.append SignalApproved#1',
      executor: 'after venue.place#1',
      redemption: 'after chain.submit#1',
      alerting: 'after webhook.deliver#1',
    },
  ],
  [
    'right before the ledger hears of it',
    {
      'signal-ingest': 'before ledger.append MarketResolved#1',
      risk: 'before ledger.append ExposureOpened#1',
      executor: 'before ledger.append OrderFilled#1',
      redemption: 'before ledger.append RedemptionSigned#1',
      alerting: 'before ledger.append AlertDelivered#2',
    },
  ],
];
const RUN_MS = 300_000;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

describe('a kill -9 of every service', () => {
  let undisturbed: Outcome;

  beforeAll(async () => {
    undisturbed = await runJourney({}, say);
  }, RUN_MS);

  it('is compared with a run that redeems, confirms a loss, and ties out', () => {
    const { venueOrders, ledgerOrders, tieOut } = undisturbed;
    expect({ venueOrders, tieOut }).toEqual({ venueOrders: ledgerOrders, tieOut: true });
    expect(undisturbed.facts).toMatchObject({
      ...{ RedemptionConfirmed: 1, LossConfirmed: 1, ExitFinished: 1, KillVerified: 1 },
    });
  });

  it.each(PLANS)(
    '%s changes nothing',
    async (_, plan) => {
      expect(
        differences(undisturbed, await runJourney(plan, say, undisturbed.facts), plan),
      ).toEqual([]);
    },
    RUN_MS,
  );
});
