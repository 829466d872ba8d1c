/** The admin API over HTTP, for whole accounts, and for everything at once. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Accepts, Answers, Asks, Needs, TheCall, Urgent, type Call } from '@sluice/runtime';
import { Clearing, Killing, Reason, StateHistoryPage, Trip } from './desk/requests.js';
import { RiskDesk } from './desk/risk-desk.js';
import { RiskReads } from './desk/risk-reads.js';

@Controller()
export class AccountsController {
  constructor(
    @Inject(RiskDesk) private readonly desk: RiskDesk,
    @Inject(RiskReads) private readonly reads: RiskReads,
  ) {}

  @Get('accounts/:accountId')
  @Needs('viewer')
  @Answers(200, 'Kills, breakers and money of the account, and where each strategy stands.')
  account(@Param('accountId') accountId: string): Promise<object> {
    return this.reads.account(accountId);
  }

  @Get('accounts/:accountId/history')
  @Needs('viewer')
  @Asks(StateHistoryPage)
  @Answers(200, 'Every pause, breaker, kill and change of rules of all its strategies.')
  history(@Param('accountId') accountId: string, @Query() query: unknown): Promise<object> {
    return this.reads.accountHistory(accountId, query);
  }

  @Post('accounts/:accountId/kill')
  @HttpCode(200)
  @Needs('operator')
  @Urgent()
  @Accepts(Killing, { why: 'the feed is wrong', flatten: false })
  @Answers(200, 'Nothing of the account passes, or with flatten exits alone.')
  kill(
    @Param('accountId') accountId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.killAccount(accountId, body, call);
  }

  @Post('accounts/:accountId/release')
  @HttpCode(200)
  @Needs('admin')
  @Accepts(Reason, { why: 'the feed is right again' })
  @Answers(200, 'The kill of the account is over; those of its strategies stand.')
  release(
    @Param('accountId') accountId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.releaseAccount(accountId, body, call);
  }

  @Post('accounts/:accountId/breakers/trip')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Trip, { why: 'the venue announced an upgrade', forMs: 3_600_000 })
  @Answers(200, 'The breaker is on for every strategy of the account.')
  trip(
    @Param('accountId') accountId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.tripAccountBreaker(accountId, body, call);
  }

  @Post('accounts/:accountId/breakers/clear')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Clearing, { kind: 'order_errors', why: 'the venue is well again' })
  @Answers(200, 'The breaker is off.')
  clear(
    @Param('accountId') accountId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.clearAccountBreaker(accountId, body, call);
  }

  @Post('kill')
  @HttpCode(200)
  @Needs('operator')
  @Urgent()
  @Accepts(Killing, { why: 'stop everything', flatten: false })
  @Answers(200, 'Every account that risk knows is killed.')
  killEverything(@Body() body: unknown, @TheCall() call: Call): Promise<object> {
    return this.desk.killEverything(body, call);
  }

  @Post('release')
  @HttpCode(200)
  @Needs('admin')
  @Accepts(Reason, { why: 'all clear' })
  @Answers(200, 'The kill of every account is over; those of strategies stand.')
  releaseEverything(@Body() body: unknown, @TheCall() call: Call): Promise<object> {
    return this.desk.releaseEverything(body, call);
  }
}
