/** One readable line for each step of a journey. */
import { money, type account, type Fact } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';

const dollars = (micros: bigint): string => `$${money.decimal(micros)}`;
const shares = (micros: bigint): string => `${money.decimal(micros)} shares`;
const short = (id: string): string => (id.length > 14 ? `${id.slice(0, 12)}…` : id);

/** Undefined for facts that no newcomer waits for. */
export function lineFor(fact: Recorded): string | undefined {
  const words = wordsFor(fact);
  if (words === undefined) return undefined;
  const [what, detail] = words;
  const journey = fact.journeyId === '' ? '' : short(fact.journeyId);
  return `${fact.at.slice(11, 23)}  ${journey.padEnd(14)} ${what.padEnd(11)} ${detail}`;
}

function wordsFor(fact: Fact): readonly [string, string] | undefined {
  switch (fact.type) {
    case 'MarketListed':
      return ['market', `${short(fact.data.conditionId)} ${fact.data.question}`];
    case 'MarketClosed':
      return ['market', `${short(fact.data.conditionId)} stopped trading`];
    case 'MarketReopened':
      return ['market', `${short(fact.data.conditionId)} trades again`];
    case 'MarketProgressed':
      return ['market', `${short(fact.data.conditionId)} is ${fact.data.status}`];
    case 'MarketDisputed':
      return ['market', `${short(fact.data.conditionId)} is disputed`];
    case 'MarketDisputeEnded':
      return ['market', `${short(fact.data.conditionId)} is no longer disputed`];
    case 'MarketResolved': {
      const { conditionId, payoutNumerators, blockNumber } = fact.data;
      const payouts = payoutNumerators.join(' : ');
      return ['resolved', `${short(conditionId)} pays ${payouts}, final at block ${blockNumber}`];
    }
    case 'SignalReceived': {
      const { strategyId, side, sizeUsd, limitPrice, tokenId } = fact.data;
      const wish = `${side} ${dollars(sizeUsd)} of ${short(tokenId)}`;
      return ['signal', `${strategyId}: ${wish} up to ${money.decimal(limitPrice)}`];
    }
    case 'SignalIgnored':
      return ['ignored', fact.data.detail];
    case 'SignalApproved': {
      const { checks } = fact.data.decision;
      const tightest = [...checks].sort((one, other) => used(other) - used(one))[0];
      const why =
        tightest?.limit === undefined
          ? ''
          : `, closest to ${tightest.code}: ${Math.round(used(tightest) * 100)} % of the limit`;
      return [
        'approved',
        `${shares(fact.data.shares)}, ${dollars(fact.data.reservedUsd)} reserved${why}`,
      ];
    }
    case 'SignalRefused':
      return ['refused', fact.data.sentence];
    case 'OrderRequested': {
      const { side, shares: size, limitPrice, orderType, orderHash } = fact.data;
      const terms = `${orderType} ${side} ${shares(size)} at ${money.decimal(limitPrice)}`;
      return ['signed', `${terms}, hash ${short(orderHash)}`];
    }
    case 'OrderAccepted':
      return ['order', `the venue has it: ${fact.data.venueStatus}`];
    case 'OrderRejected':
      return ['rejected', fact.data.reason];
    case 'OrderUnconfirmed':
      return ['unknown', fact.data.detail];
    case 'OrderFilled': {
      const { shares: size, price, feeUsd } = fact.data;
      return ['filled', `${shares(size)} at ${money.decimal(price)}, fee ${dollars(feeUsd)}`];
    }
    case 'FillConfirmed':
      return ['settled', `${shares(fact.data.shares)} in ${short(fact.data.transactionHash)}`];
    case 'FillFailed':
      return ['failed', `${shares(fact.data.shares)} never settled: ${fact.data.reason}`];
    case 'OrderClosed':
      return ['closed', `${fact.data.reason} with ${shares(fact.data.filledShares)}`];
    case 'OrderCancelRequested':
      return ['cancel', `asked for by ${fact.data.by}: ${fact.data.why}`];
    case 'RedemptionRequested':
      return [
        'redeeming',
        `${short(fact.data.conditionId)} should pay ${dollars(fact.data.expectedPayoutUsd)}`,
      ];
    case 'RedemptionConfirmed': {
      const { conditionId, proof } = fact.data;
      const proven = `${dollars(proof.payoutUsd)} proven by ${short(proof.transactionHash)}`;
      return ['redeemed', `${short(conditionId)} paid ${proven}`];
    }
    case 'RedemptionFoundElsewhere': {
      const { conditionId, proof, by } = fact.data;
      const proven = `${dollars(proof.payoutUsd)} proven by ${short(proof.transactionHash)}`;
      return ['redeemed', `${short(conditionId)} paid ${proven}, redeemed by ${by}`];
    }
    case 'WalletActionConfirmed': {
      const { work, proof } = fact.data;
      return [work.kind, `done in ${short(proof.transactionHash)}`];
    }
    case 'RedemptionFailed':
      return ['unredeemed', `${fact.data.reason}: ${fact.data.detail}`];
    case 'LossConfirmed': {
      const lost = fact.data.holdings.reduce((total, holding) => total + holding.shares, 0n);
      return ['lost', `${short(fact.data.conditionId)} pays nothing for ${shares(lost)}`];
    }
    case 'AlertDelivered':
      return ['alert', `delivered by ${fact.data.channel} (${fact.data.receipt})`];
    case 'AlertUndelivered':
      return ['alert', `NOT delivered by ${fact.data.channel}: ${fact.data.detail}`];
    case 'StrategyPaused':
      return ['paused', `${fact.data.strategyId}: ${fact.data.why}`];
    case 'StrategyResumed':
      return ['resumed', `${fact.data.strategyId}: ${fact.data.why}`];
    case 'BreakerTripped':
      return ['breaker', `${fact.data.kind} of ${fact.data.strategyId ?? 'all'}: ${fact.data.why}`];
    case 'BreakerCleared':
      return ['breaker', `${fact.data.kind} of ${fact.data.strategyId ?? 'all'} is off`];
    case 'StrategyKilled':
      return ['killed', `${fact.data.strategyId} by ${fact.data.by}: ${fact.data.why}`];
    case 'AccountKilled':
      return ['killed', `${fact.data.by}: ${fact.data.why}`];
    case 'KillSwept': {
      const { sweep, cancelled, stillOpen } = fact.data;
      return ['killed', `sweep ${sweep}: ${cancelled} cancelled, ${stillOpen} still open`];
    }
    case 'KillVerified':
      return ['killed', `verified at the venue after ${fact.data.tookMs} ms`];
    case 'KillUnverified':
      return ['killed', `NOT verified: ${fact.data.detail}`];
    default:
      return undefined;
  }
}

/** What part of its limit a check uses: of a least amount, how much of what is there is needed. */
function used({ value, limit, margin }: account.Check): number {
  if (limit === undefined || limit === 0n) return 0;
  const isLeast = margin !== undefined && margin === value - limit;
  return isLeast ? Number(limit) / Number(value) : Number(value) / Number(limit);
}
