import { describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import {
  accountStream,
  exitStream,
  marketStream,
  orderStream,
  redemptionStream,
} from './streams.js';

const { accountId, conditionId } = examples;

describe('where facts live', () => {
  it('keeps everything of an account in one partition', () => {
    const partitionKeys = [
      accountStream(accountId),
      orderStream('order-1', accountId),
      redemptionStream(accountId, conditionId),
      exitStream({ accountId, strategyId: 'strategy-1', tokenId: 'token-yes' }),
    ].map(({ partitionKey }) => partitionKey);
    expect(new Set(partitionKeys)).toStrictEqual(new Set([accountId]));
  });

  it('keeps a market by itself, whoever trades it', () => {
    expect(marketStream(conditionId)).toStrictEqual({
      aggregate: 'market',
      id: conditionId,
      partitionKey: conditionId,
    });
  });

  it('keeps one redemption of an account and a condition', () => {
    expect(redemptionStream('account-1', conditionId)).not.toStrictEqual(
      redemptionStream('account-2', conditionId),
    );
  });
});
