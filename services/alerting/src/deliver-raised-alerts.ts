/** Delivers alerts to people, and says so on the ledger when every attempt has failed. */
import { alert } from '@sluice/domain';
import type { Clock, DeliveryOutcome, Page, PagerChannel } from '@sluice/ports';
import { alertStream, type Decisions } from '@sluice/reactions';
import { unpackFact, type EffectHandler, type Logger } from '@sluice/runtime';

/** With the pauses below, the last attempt is about half an hour after the first. */
const ATTEMPTS_MAX = 10;
const FIRST_PAUSE_MS = 1_000;
const PAUSE_MAX_MS = 600_000;

export function deliverRaisedAlerts({
  decisions,
  channels,
  clock,
  log,
}: {
  readonly decisions: Decisions;
  readonly channels: readonly PagerChannel[];
  readonly clock: Clock;
  readonly log: Logger;
}): EffectHandler {
  return async ({ payload, attempt }) => {
    const raised = unpackFact('AlertRaised', payload);
    const { alertId, accountId } = raised.data;
    const name = channelIn(payload);
    const channel = channels.find((candidate) => candidate.name === name);
    const stream = alertStream(alertId, accountId);
    const state = await decisions.state(alert.decider, stream);
    if (state.kind === 'none' || state.settledChannels.has(name)) return 'done';

    const cause = { causeId: `${raised.id}/${name}`, journeyId: raised.journeyId };
    const outcome =
      channel === undefined
        ? ({ kind: 'failed', detail: `no channel "${name}" is configured` } as const)
        : await deliverBy(channel, raised.data);

    if (outcome.kind === 'delivered') {
      const { receipt } = outcome;
      const data = { alertId, channel: name, receipt, attempt, at: clock.now() };
      await decisions.tell(alert.decider, stream, { type: 'RecordDelivery', data }, cause);
      return 'done';
    }
    log.warn({ alertId, channel: name, attempt, detail: outcome.detail }, 'an alert was not taken');
    if (attempt >= ATTEMPTS_MAX) {
      const { detail } = outcome;
      const data = { alertId, channel: name, detail, attempts: attempt, at: clock.now() };
      await decisions.tell(alert.decider, stream, { type: 'GiveUpDelivery', data }, cause);
      return 'done';
    }
    const retryAfterMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), PAUSE_MAX_MS);
    return { retryAfterMs, error: outcome.detail };
  };
}

/** A channel that breaks counts as one that fails, so that it is given up in the end too. */
async function deliverBy(channel: PagerChannel, page: Page): Promise<DeliveryOutcome> {
  try {
    return await channel.deliver(page);
  } catch (error) {
    // Its message may hold an address; its name does not.
    const detail = error instanceof Error ? error.name : 'the channel broke';
    return { kind: 'failed', detail };
  }
}

function channelIn(payload: unknown): string {
  const named = payload as { readonly channel?: unknown };
  return typeof named.channel === 'string' ? named.channel : '';
}
