/** Redemption's admin API over HTTP: what waits, what was paid, the capital that sits, and commands. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Accepts, Answers, Asks, Needs, TheCall, type Call } from '@sluice/runtime';
import { RedemptionDesk } from './desk/redemption-desk.js';
import { RedemptionReads } from './desk/redemption-reads.js';
import {
  ActionsPage,
  Approve,
  Merge,
  Reason,
  RedeemNow,
  RedemptionsPage,
} from './desk/requests.js';

@Controller()
export class RedemptionsController {
  constructor(
    @Inject(RedemptionDesk) private readonly desk: RedemptionDesk,
    @Inject(RedemptionReads) private readonly reads: RedemptionReads,
  ) {}

  @Get('redemptions/pending')
  @Needs('viewer')
  @Answers(200, 'Resolved and not redeemed: the money, its age, how far it is, and the next try.')
  pending(): Promise<object> {
    return this.reads.pending();
  }

  @Get('redemptions')
  @Needs('viewer')
  @Asks(RedemptionsPage)
  @Answers(200, 'What each filled order of a resolved condition was paid, newest first.')
  redemptions(@Query() query: unknown): Promise<object> {
    return this.reads.redemptions(query);
  }

  @Get('redemptions/:conditionId')
  @Needs('viewer')
  @Answers(200, 'One condition: plan, attempts with their proof, what each order got, every fact.')
  redemption(@Param('conditionId') conditionId: string): Promise<object> {
    return this.reads.redemption(conditionId);
  }

  @Get('capital')
  @Needs('viewer')
  @Answers(200, 'Money that is resolved and not redeemed, in all and of each strategy.')
  capital(): Promise<object> {
    return this.reads.capital();
  }

  @Get('approvals')
  @Needs('viewer')
  @Answers(200, "Who must be allowed to take the wallet's outcomes.")
  approvals(): Promise<object> {
    return this.reads.approvals();
  }

  @Get('actions')
  @Needs('viewer')
  @Asks(ActionsPage)
  @Answers(200, 'Merges and approvals, newest first.')
  actions(@Query() query: unknown): Promise<object> {
    return this.reads.actions(query);
  }

  @Post('redemptions/:conditionId/redeem')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(RedeemNow, { why: 'the money is needed' })
  @Answers(200, 'It is planned anew from what the chain shows now, unless it is on its way.')
  redeem(
    @Param('conditionId') conditionId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.redeem(conditionId, body, call);
  }

  @Post('redemptions/:conditionId/retry')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Reason, { why: 'the node is back' })
  @Answers(200, 'What waits is tried now, and what was given up is planned anew.')
  retry(
    @Param('conditionId') conditionId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.retry(conditionId, body, call);
  }

  @Post('conditions/:conditionId/merge')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Merge, { shares: '10', why: 'the sets are worth more as money' })
  @Answers(200, 'Complete sets are being merged into money.')
  merge(
    @Param('conditionId') conditionId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.merge(conditionId, body, call);
  }

  @Post('approve')
  @HttpCode(200)
  @Needs('admin')
  @Accepts(Approve, { why: 'a new wallet' })
  @Answers(200, 'The missing approvals are being granted by a transaction of the wallet.')
  approve(@Body() body: unknown, @TheCall() call: Call): Promise<object> {
    return this.desk.approve(body, call);
  }
}
