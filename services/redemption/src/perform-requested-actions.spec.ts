import { beforeEach, describe, expect, it } from '@jest/globals';
import type { walletAction } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import { walletActionStream } from '@sluice/reactions';
import { cutOffAt, recordFacts } from '@sluice/testing';
import { performRequestedActions } from './perform-requested-actions.js';
import { effectOf, openDesk, type Desk } from './testing/desk.js';

const { accountId, approving, walletActionRequested } = examples;
const steps = ['WalletActionSigned', 'WalletActionSubmitted', 'WalletActionConfirmed'];

describe('carrying out what was asked of the wallet', () => {
  let desk: Desk;
  let requested: Recorded<walletAction.Requested>;
  const ask = async (): Promise<void> => {
    desk = openDesk([]);
    const asked = walletActionRequested({ work: approving });
    const stream = walletActionStream(asked.data.actionId, accountId);
    [requested] = await recordFacts(desk.ledger, stream, asked);
  };
  beforeEach(ask);

  /** The effect of the request, or of the last failure: what the service would do next. */
  const performing = async (attempt = 1, points = cutOffAt()) => {
    const failed = (await desk.facts('WalletActionFailed')).at(-1);
    return failed === undefined
      ? performRequestedActions(desk.start(points))(effectOf(requested, attempt))
      : performRequestedActions(
          desk.start(points),
          'WalletActionFailed',
        )(effectOf(failed, attempt));
  };
  const types = async () => (await desk.facts()).slice(1).map(({ type }) => type);

  it('signs, sends, and believes what the chain proves', async () => {
    expect(await performing()).toBe('done');
    expect(await performing(2)).toBe('done');
    expect(await types()).toStrictEqual(steps);
    expect(desk.redeemer.broadcasts).toHaveLength(1);
  });

  it('sends one transaction, wherever the service is killed', async () => {
    const whole = cutOffAt();
    await performing(1, whole);
    expect(whole.passed.length).toBeGreaterThan(8);
    for (const [step, point] of whole.passed.entries()) {
      await ask();
      await performing(1, cutOffAt(step)).catch(() => undefined);
      await performing(2);
      expect({ point, types: await types() }).toStrictEqual({ point, types: steps });
      expect(desk.redeemer.mined).toHaveLength(1);
    }
  });

  it('tries again what was refused, in an attempt of its own', async () => {
    const detail = 'execution reverted';
    desk.redeemer.nextSimulations({ kind: 'refused', reason: 'simulation_failed', detail });
    expect(await performing()).toBe('done');
    expect(await types()).toStrictEqual(['WalletActionFailed']);
    expect(await performing()).toBe('done');
    expect(await types()).toStrictEqual(['WalletActionFailed', ...steps]);
  });
});
