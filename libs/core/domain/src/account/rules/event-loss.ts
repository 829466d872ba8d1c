/** Row 15: the most that may be lost on one neg-risk event, whichever of its markets wins. */
import { plus } from '../../money.js';
import { emptyEvent, worstLoss } from '../event-book.js';
import { dollars } from '../words.js';
import { atMost, off, type Rule } from './rule.js';

export const eventLoss: Rule = ({ rules, strategy, proposal }) => {
  const limit = rules.maxEventLossUsd;
  if (limit === undefined) return off('event_loss_exceeded', 'usd', 'no limit set');
  const { eventSide } = proposal;
  if (eventSide === undefined) return off('event_loss_exceeded', 'usd', 'no neg-risk event');
  const worst = worstLoss(strategy.events.get(eventSide.event) ?? emptyEvent);
  return atMost({
    code: 'event_loss_exceeded',
    unit: 'usd',
    value: plus(worst, proposal.reservedUsd),
    limit,
    detail: 'most that can be lost on the event with this order',
    refusal: () =>
      `up to ${dollars(worst)} can be lost on this event, this adds ` +
      `${dollars(proposal.reservedUsd)}, and ${dollars(limit)} are allowed`,
  });
};
