/** Stored facts of an account at the venue. */
import type { venueAccount } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { instant, integer, maybe, present, price } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/venue_pb.js';
import { sides } from './common.codec.js';
import type { FactCodecs } from './fact-codecs.js';

export const venueCodecs: FactCodecs<venueAccount.Event> = {
  VenueConditionChanged: messageCodec(
    wire.VenueConditionChangedSchema,
    ({ accountId, before, condition, detail, at }) => ({
      ...{ accountId, detail, at },
      before: venueConditions.stored(before),
      condition: venueConditions.stored(condition),
    }),
    (message) => ({
      accountId: message.accountId,
      before: venueConditions.read(message, 'before'),
      condition: venueConditions.read(message, 'condition'),
      detail: message.detail,
      at: instant(message, 'at'),
    }),
  ),
  HeartbeatLost: messageCodec(wire.HeartbeatLostSchema, writeLoss, readLoss),
  HeartbeatRestored: messageCodec(wire.HeartbeatRestoredSchema, writeReturn, readReturn),
  UserStreamLost: messageCodec(wire.UserStreamLostSchema, writeLoss, readLoss),
  UserStreamRestored: messageCodec(wire.UserStreamRestoredSchema, writeReturn, readReturn),
  VenueUnreconciled: messageCodec(
    wire.VenueUnreconciledSchema,
    ({ accountId, reason, why, at }) => ({
      ...{ accountId, why, at },
      reason: unreconciledReasons.stored(reason),
    }),
    (message) => ({
      accountId: message.accountId,
      reason: unreconciledReasons.read(message, 'reason'),
      why: message.why,
      at: instant(message, 'at'),
    }),
  ),
  VenueReconciled: messageCodec(
    wire.VenueReconciledSchema,
    ({ accountId, through, orders, trades, positions, at }) => ({
      ...{ accountId, through, orders, trades, positions, at },
    }),
    (message) => ({
      accountId: message.accountId,
      through: instant(message, 'through'),
      orders: message.orders,
      trades: message.trades,
      positions: message.positions,
      at: instant(message, 'at'),
    }),
  ),
  DriftFound: messageCodec(
    wire.DriftFoundSchema,
    (data) => ({
      accountId: data.accountId,
      kind: driftKinds.stored(data.kind),
      subject: data.subject,
      oursMicro: String(data.ours),
      venuesMicro: String(data.venues),
      since: data.since,
      detail: data.detail,
      at: data.at,
      conditionId: data.conditionId,
      tokenId: data.tokenId,
      side: data.side === undefined ? undefined : sides.stored(data.side),
      priceMicroUsd: data.price === undefined ? undefined : String(data.price),
      tradeId: data.tradeId,
      orderHash: data.orderHash,
    }),
    (message) => ({
      accountId: message.accountId,
      kind: driftKinds.read(message, 'kind'),
      subject: message.subject,
      ours: integer(message, 'oursMicro'),
      venues: integer(message, 'venuesMicro'),
      since: instant(message, 'since'),
      detail: message.detail,
      at: instant(message, 'at'),
      ...present({
        conditionId: message.conditionId,
        tokenId: message.tokenId,
        side: maybe(message, 'side', sides.read),
        price: maybe(message, 'priceMicroUsd', price),
        tradeId: message.tradeId,
        orderHash: message.orderHash,
      }),
    }),
  ),
  DriftResolved: messageCodec(
    wire.DriftResolvedSchema,
    ({ accountId, kind, subject, since, how, at }) => ({
      ...{ accountId, subject, since, how, at },
      kind: driftKinds.stored(kind),
    }),
    (message) => ({
      accountId: message.accountId,
      kind: driftKinds.read(message, 'kind'),
      subject: message.subject,
      since: instant(message, 'since'),
      how: message.how,
      at: instant(message, 'at'),
    }),
  ),
};

function writeLoss({
  accountId,
  since,
  why,
  at,
}: venueAccount.HeartbeatLost['data']): Draft<wire.HeartbeatLost> & Draft<wire.UserStreamLost> {
  return { accountId, since, why, at };
}

function readLoss(
  message: wire.HeartbeatLost | wire.UserStreamLost,
): venueAccount.HeartbeatLost['data'] {
  const { accountId, why } = message;
  return { accountId, since: instant(message, 'since'), why, at: instant(message, 'at') };
}

function writeReturn({
  accountId,
  since,
  at,
}: venueAccount.HeartbeatRestored['data']): Draft<wire.HeartbeatRestored> &
  Draft<wire.UserStreamRestored> {
  return { accountId, since, at };
}

function readReturn(
  message: wire.HeartbeatRestored | wire.UserStreamRestored,
): venueAccount.HeartbeatRestored['data'] {
  const since = instant(message, 'since');
  return { accountId: message.accountId, since, at: instant(message, 'at') };
}

export const venueConditions = closedList<venueAccount.Condition, wire.VenueCondition>({
  open: wire.VenueCondition.OPEN,
  restarting: wire.VenueCondition.RESTARTING,
  post_only: wire.VenueCondition.POST_ONLY,
  cancel_only: wire.VenueCondition.CANCEL_ONLY,
  disabled: wire.VenueCondition.DISABLED,
  closed_only: wire.VenueCondition.CLOSED_ONLY,
  geoblocked: wire.VenueCondition.GEOBLOCKED,
  version_changed: wire.VenueCondition.VERSION_CHANGED,
  unauthorized: wire.VenueCondition.UNAUTHORIZED,
});

export const unreconciledReasons = closedList<
  venueAccount.UnreconciledReason,
  wire.UnreconciledReason
>({
  started: wire.UnreconciledReason.STARTED,
  overdue: wire.UnreconciledReason.OVERDUE,
});

export const driftKinds = closedList<venueAccount.DriftKind, wire.DriftKind>({
  order_unknown: wire.DriftKind.ORDER_UNKNOWN,
  order_missing: wire.DriftKind.ORDER_MISSING,
  fill_unknown: wire.DriftKind.FILL_UNKNOWN,
  position_differs: wire.DriftKind.POSITION_DIFFERS,
  balance_differs: wire.DriftKind.BALANCE_DIFFERS,
});
