/** Stored facts of accounts: strategies, their rules, and what became of each signal. */
import type { account } from '@sluice/domain';
import { messageCodec } from '../fields/message-codec.js';
import { instant, maybe, part, present, usd } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/account_pb.js';
import { approvalCodec } from './approval.codec.js';
import { readDecision, refusalCodes, writeDecision } from './decision.codec.js';
import { equityCodecs } from './equity.codec.js';
import { exposureCodecs } from './exposure.codec.js';
import type { FactCodecs } from './fact-codecs.js';
import { readRules, writeRules } from './risk-rules.codec.js';
import { readSignal, writeSignal } from './signal.codec.js';
import { steeringCodecs } from './steering.codec.js';

export const accountCodecs: FactCodecs<account.Event> = {
  StrategyRegistered: messageCodec(
    wire.StrategyRegisteredSchema,
    (data) => ({
      accountId: data.accountId,
      strategyId: data.strategyId,
      capitalMicroUsd: String(data.capitalUsd),
      by: data.by,
      at: data.at,
    }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      capitalUsd: usd(message, 'capitalMicroUsd'),
      by: message.by,
      at: instant(message, 'at'),
    }),
  ),
  RiskRulesSet: messageCodec(
    wire.RiskRulesSetSchema,
    (data) => ({
      accountId: data.accountId,
      strategyId: data.strategyId,
      rules: writeRules(data.rules),
      version: data.version,
      by: data.by,
      why: data.why,
      effectiveAt: data.effectiveAt,
      at: data.at,
    }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      rules: part(message, 'rules', readRules),
      version: message.version,
      by: message.by,
      why: message.why,
      ...present({ effectiveAt: maybe(message, 'effectiveAt', instant) }),
      at: instant(message, 'at'),
    }),
  ),
  RulesTookEffect: messageCodec(
    wire.RulesTookEffectSchema,
    ({ accountId, strategyId, version, at }) => ({ accountId, strategyId, version, at }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      version: message.version,
      at: instant(message, 'at'),
    }),
  ),
  SignalApproved: approvalCodec,
  SignalRefused: messageCodec(
    wire.SignalRefusedSchema,
    (data) => ({
      signal: writeSignal(data.signal),
      code: refusalCodes.stored(data.code),
      sentence: data.sentence,
      decision: writeDecision(data.decision),
      at: data.at,
    }),
    (message) => ({
      signal: part(message, 'signal', readSignal),
      code: refusalCodes.read(message, 'code'),
      sentence: message.sentence,
      decision: part(message, 'decision', readDecision),
      at: instant(message, 'at'),
    }),
  ),
  ...exposureCodecs,
  ...equityCodecs,
  ...steeringCodecs,
};
