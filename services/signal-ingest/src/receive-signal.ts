/** Takes one checked signal onto the ledger, once for ever per source and external id. */
import { signal, type AccountId } from '@sluice/domain';
import type { Clock } from '@sluice/ports';
import { signalStream, type Decisions } from '@sluice/reactions';
import { signalIdOf } from '@sluice/runtime';
import type { Fault, SignalRequest } from './signal-request.js';

export type SignalReceiver = {
  readonly decisions: Decisions;
  readonly clock: Clock;
  /** The account a strategy trades for; undefined when no such strategy is registered. */
  readonly accountOf: (strategyId: string) => Promise<AccountId | undefined>;
  /** Whether the venue offers this token in this market; lists the market when it is new. */
  readonly offers: (
    conditionId: string,
    tokenId: string,
  ) => Promise<'yes' | 'no_market' | 'no_token'>;
};

export type Receipt =
  | { readonly kind: 'received' | 'already_received'; readonly signalId: string }
  | { readonly kind: 'ignored'; readonly signalId: string; readonly fault: Fault };

export async function receiveSignal(
  { decisions, clock, accountOf, offers }: SignalReceiver,
  request: SignalRequest,
  sender: string,
): Promise<Receipt> {
  const { externalId, strategyId, conditionId, tokenId } = request;
  const source = request.source ?? sender;
  const signalId = signalIdOf(source, externalId);
  const cause = { causeId: `signal/${signalId}`, journeyId: signalId };
  const receivedAt = clock.now();

  const ignore = async (reason: signal.IgnoredReason, fault: Fault): Promise<Receipt> => {
    // On a stream of its own: once the reason is mended, the same signal may come again.
    const stream = signalStream(`${signalId}-ignored`);
    const data = { signalId, source, externalId, reason, detail: fault.detail, at: receivedAt };
    await decisions.tell(signal.decider, stream, { type: 'IgnoreSignal', data }, cause);
    return { kind: 'ignored', signalId, fault };
  };

  const accountId = await accountOf(strategyId);
  if (accountId === undefined) {
    const detail = `no strategy "${strategyId}" is registered`;
    return ignore('unknown_strategy', { field: 'strategyId', detail });
  }
  switch (await offers(conditionId, tokenId)) {
    case 'no_market':
      return ignore('unknown_market', {
        field: 'conditionId',
        detail: `the venue knows no market ${conditionId}`,
      });
    case 'no_token':
      return ignore('unknown_market', {
        field: 'tokenId',
        detail: `${tokenId} is no outcome of market ${conditionId}`,
      });
    case 'yes':
      break;
  }

  const { side, sizeUsd, limitPrice, orderType, reduceOnly, observedAt = receivedAt } = request;
  const { expiresAt, postOnly } = request;
  const received = await decisions.tell(
    signal.decider,
    signalStream(signalId),
    {
      type: 'ReceiveSignal',
      data: {
        signalId,
        source,
        externalId,
        strategyId,
        accountId,
        conditionId,
        tokenId,
        side,
        sizeUsd,
        limitPrice,
        orderType,
        reduceOnly,
        observedAt,
        receivedAt,
        ...(expiresAt === undefined ? {} : { expiresAt }),
        ...(postOnly === undefined ? {} : { postOnly }),
      },
    },
    cause,
  );
  return { kind: received.length > 0 ? 'received' : 'already_received', signalId };
}
