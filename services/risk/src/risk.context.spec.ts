import { beforeEach, describe, expect, it } from '@jest/globals';
import type { market } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { Decisions, marketStream } from '@sluice/reactions';
import { createInMemoryLedger, recordFacts } from '@sluice/testing';
import { marketView } from './risk.context.js';

const { conditionId, marketClosed, marketListed } = examples;

describe('what risk knows of a market', () => {
  let ledger: ReturnType<typeof createInMemoryLedger>;
  beforeEach(() => {
    ledger = createInMemoryLedger();
  });
  const seen = () => marketView(new Decisions(ledger.as('risk')), conditionId);

  it('is nothing before it was listed', async () => {
    expect(await seen()).toBeUndefined();
  });

  it('is what its listing says, and whether it still trades', async () => {
    await recordFacts<market.Event>(
      ledger,
      marketStream(conditionId),
      marketListed(),
      marketClosed(),
    );
    expect(await seen()).toStrictEqual(examples.marketView({ status: 'closed' }));
  });

  it('is also whether its outcome is disputed, as long as it trades', async () => {
    const { marketDisputed, marketDisputeEnded } = examples;
    const stream = marketStream(conditionId);
    await recordFacts<market.Event>(ledger, stream, marketListed(), marketDisputed());
    expect(await seen()).toMatchObject({ status: 'disputed' });
    await recordFacts(ledger, stream, marketDisputeEnded());
    expect(await seen()).toMatchObject({ status: 'open' });
    await recordFacts<market.Event>(ledger, stream, marketDisputed(), marketClosed());
    expect(await seen()).toMatchObject({ status: 'closed' });
  });

  it('is also the neg-risk event it belongs to', async () => {
    const listed = marketListed({ negRisk: true, negRiskEvent: '0xevent' });
    await recordFacts(ledger, marketStream(conditionId), listed);
    expect(await seen()).toStrictEqual(examples.marketView({ negRiskEvent: '0xevent' }));
  });
});
