/** Stored facts of what an account is worth. */
import { money, type account } from '@sluice/domain';
import { FieldFault } from '../fields/fault.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { instant, integer, list, usd } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/account_pb.js';
import type { FactCodecs } from './fact-codecs.js';

export const equityCodecs: FactCodecs<
  account.EquityMarked | account.PeakReset | account.CollateralObserved
> = {
  EquityMarked: messageCodec(
    wire.EquityMarkedSchema,
    (data) => ({
      accountId: data.accountId,
      strategyId: data.strategyId,
      marks: data.marks.map(writeMark),
      equityMicroUsd: String(data.equityUsd),
      peakMicroUsd: String(data.peakUsd),
      troughMicroUsd: String(data.troughUsd),
      at: data.at,
    }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      marks: list(message, 'marks', readMark),
      equityUsd: integer(message, 'equityMicroUsd'),
      peakUsd: integer(message, 'peakMicroUsd'),
      troughUsd: integer(message, 'troughMicroUsd'),
      at: instant(message, 'at'),
    }),
  ),
  PeakReset: messageCodec(
    wire.PeakResetSchema,
    (data) => ({
      accountId: data.accountId,
      strategyId: data.strategyId,
      fromMicroUsd: String(data.fromUsd),
      peakMicroUsd: String(data.peakUsd),
      by: data.by,
      why: data.why,
      at: data.at,
    }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      fromUsd: integer(message, 'fromMicroUsd'),
      peakUsd: integer(message, 'peakMicroUsd'),
      by: message.by,
      why: message.why,
      at: instant(message, 'at'),
    }),
  ),
  CollateralObserved: messageCodec(
    wire.CollateralObservedSchema,
    ({ accountId, freeUsd, at }) => ({ accountId, freeMicroUsd: String(freeUsd), at }),
    (message) => ({
      accountId: message.accountId,
      freeUsd: usd(message, 'freeMicroUsd'),
      at: instant(message, 'at'),
    }),
  ),
};

function writeMark({ tokenId, price }: account.Mark): Draft<wire.Mark> {
  return { tokenId, valueMicroUsd: String(price) };
}

/** After the payout a share counts as nothing or as a whole dollar, which no price does. */
function readMark(message: wire.Mark): account.Mark {
  const value = integer(message, 'valueMicroUsd');
  if (value < 0n || value > money.MICROS) {
    throw new FieldFault('valueMicroUsd', `is no mark from 0 to 1 dollar: ${String(value)}`);
  }
  return { tokenId: message.tokenId, price: value };
}
