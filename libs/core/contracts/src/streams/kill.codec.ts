/** Stored facts of kills at the venue. */
import type { kill } from '@sluice/domain';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { count, countOf, instant, part } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/kill_pb.js';
import type { FactCodecs } from './fact-codecs.js';

export const killCodecs: FactCodecs<kill.Event> = {
  KillSwept: messageCodec(
    wire.KillSweptSchema,
    ({ sweep, cancelled, stillOpen, inDoubt, at, ...key }) => ({
      kill: writeKey(key),
      ...{ sweep, cancelled, stillOpen, inDoubt, at },
    }),
    (message) => ({
      ...part(message, 'kill', readKey),
      sweep: message.sweep,
      cancelled: message.cancelled,
      stillOpen: message.stillOpen,
      inDoubt: message.inDoubt,
      at: instant(message, 'at'),
    }),
  ),
  KillVerified: messageCodec(
    wire.KillVerifiedSchema,
    ({ tookMs, sweeps, cancelled, inDoubt, at, ...key }) => ({
      kill: writeKey(key),
      tookMs: countOf(tookMs, 'tookMs'),
      ...{ sweeps, cancelled, inDoubt, at },
    }),
    (message) => ({
      ...part(message, 'kill', readKey),
      tookMs: count(message, 'tookMs'),
      sweeps: message.sweeps,
      cancelled: message.cancelled,
      inDoubt: message.inDoubt,
      at: instant(message, 'at'),
    }),
  ),
  KillUnverified: messageCodec(
    wire.KillUnverifiedSchema,
    ({ detail, at, ...key }) => ({ kill: writeKey(key), detail, at }),
    (message) => ({
      ...part(message, 'kill', readKey),
      detail: message.detail,
      at: instant(message, 'at'),
    }),
  ),
};

const writeKey = ({ killId, accountId, strategyId }: kill.KillKey): Draft<wire.KillKey> => ({
  killId,
  accountId,
  strategyId,
});

const readKey = ({ killId, accountId, strategyId }: wire.KillKey): kill.KillKey => ({
  killId,
  accountId,
  strategyId,
});
