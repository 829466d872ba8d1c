/** The stored samples: a file per fact and schema version, exactly what lies on the ledger. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  encodeFact,
  factId,
  schemaVersionOf,
  subjectOf,
  toHeaders,
  type Aggregate,
} from '@sluice/contracts';
import type { Fact } from '@sluice/domain';

export type Sample = {
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: unknown;
};

/** By "v<schema version>/<name of the sample>", which is the fact's and "-2" when it has grown. */
export function storedSamples(): ReadonlyMap<string, Sample> {
  const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' });
  return new Map(
    files
      .filter((file) => SAMPLE_FILE.test(file))
      .map((file) => [
        file.slice(0, -'.json'.length),
        JSON.parse(readFileSync(join(HERE, file), 'utf8')) as Sample,
      ]),
  );
}

/** Where the sample of that name stands in today's schema version of its fact. */
export const sampleName = (name: string, { type }: Fact): string =>
  `v${schemaVersionOf(type)}/${name}`;

/** Stores a sample that is not there yet. What is stored is never written again. */
export function recordSample(name: string, fact: Fact): void {
  const file = join(HERE, `${sampleName(name, fact)}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(sampleOf(name, fact), undefined, 2)}\n`, { flag: 'wx' });
}

const HERE = import.meta.dirname;
const SAMPLE_FILE = /^v\d+[/\\]\w+(-\d+)?\.json$/;

function sampleOf(name: string, fact: Fact): Sample {
  const stream = streamOf(fact);
  const causeId = `sample of ${name}`;
  return {
    subject: subjectOf(stream),
    headers: toHeaders({
      id: factId({ causeId, stream, index: 0 }),
      type: fact.type,
      stream,
      source: 'histories',
      at: 'at' in fact.data ? fact.data.at : fact.data.receivedAt,
      journeyId: 'signalId' in fact.data ? fact.data.signalId : '',
      causeId,
      version: 2,
      previousPosition: 41,
    }),
    payload: JSON.parse(encodeFact(fact)) as unknown,
  };
}

type Stream = { readonly aggregate: Aggregate; readonly id: string; readonly partitionKey: string };

function streamOf({ type, data }: Fact): Stream {
  switch (type) {
    case 'SignalReceived':
    case 'SignalIgnored':
      return { aggregate: 'signal', id: data.signalId, partitionKey: ACCOUNT };
    case 'OrderRequested':
    case 'OrderAccepted':
    case 'OrderRejected':
    case 'OrderUnconfirmed':
    case 'OrderFilled':
    case 'FillConfirmed':
    case 'FillFailed':
    case 'OrderClosed':
    case 'OrderCancelRequested':
      return { aggregate: 'order', id: data.orderId, partitionKey: ACCOUNT };
    case 'KillSwept':
    case 'KillVerified':
    case 'KillUnverified':
      return { aggregate: 'kill', id: data.killId, partitionKey: ACCOUNT };
    case 'MarketListed':
    case 'MarketClosed':
    case 'MarketReopened':
    case 'MarketProgressed':
    case 'MarketDisputed':
    case 'MarketDisputeEnded':
    case 'MarketResolved':
      return { aggregate: 'market', id: data.conditionId, partitionKey: data.conditionId };
    case 'RedemptionRequested':
    case 'RedemptionSigned':
    case 'RedemptionSubmitted':
    case 'RedemptionConfirmed':
    case 'RedemptionFailed':
    case 'LossConfirmed':
    case 'RedemptionReplaced':
    case 'RedemptionMined':
    case 'RedemptionUndone':
    case 'RedemptionDelayed':
    case 'RedemptionFoundElsewhere':
      return { aggregate: 'redemption', id: data.redemptionId, partitionKey: ACCOUNT };
    case 'WalletActionRequested':
    case 'WalletActionSigned':
    case 'WalletActionReplaced':
    case 'WalletActionSubmitted':
    case 'WalletActionMined':
    case 'WalletActionUndone':
    case 'WalletActionDelayed':
    case 'WalletActionConfirmed':
    case 'WalletActionFailed':
      return { aggregate: 'wallet', id: data.actionId, partitionKey: ACCOUNT };
    case 'AlertRaised':
    case 'AlertDelivered':
    case 'AlertUndelivered':
    case 'AlertAcknowledged':
    case 'AlertResolved':
      return { aggregate: 'alert', id: data.alertId, partitionKey: ACCOUNT };
    case 'TrailingHighRaised':
    case 'ExitTriggered':
    case 'ExitAttempted':
    case 'ExitAttemptEnded':
    case 'PositionUnprotected':
    case 'ExitFinished':
      return { aggregate: 'exit', id: data.exitId, partitionKey: ACCOUNT };
    case 'VenueConditionChanged':
    case 'HeartbeatLost':
    case 'HeartbeatRestored':
    case 'UserStreamLost':
    case 'UserStreamRestored':
    case 'VenueUnreconciled':
    case 'VenueReconciled':
    case 'DriftFound':
    case 'DriftResolved':
      return { aggregate: 'venue', id: ACCOUNT, partitionKey: ACCOUNT };
    case 'StrategyRegistered':
    case 'RiskRulesSet':
    case 'RulesTookEffect':
    case 'SignalApproved':
    case 'SignalRefused':
    case 'ReservationReleased':
    case 'ExposureOpened':
    case 'ExposureSettled':
    case 'ExposureClosed':
    case 'FillReversed':
    case 'SlippageBreached':
    case 'EquityMarked':
    case 'PeakReset':
    case 'CollateralObserved':
    case 'StrategyPaused':
    case 'StrategyResumed':
    case 'BreakerTripped':
    case 'BreakerCleared':
    case 'RulesUnevaluated':
    case 'StrategyKilled':
    case 'StrategyReleased':
    case 'AccountKilled':
    case 'AccountReleased':
      return { aggregate: 'account', id: ACCOUNT, partitionKey: ACCOUNT };
  }
}

/** The one account of all samples. */
const ACCOUNT = 'main';
