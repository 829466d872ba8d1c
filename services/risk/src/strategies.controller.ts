/** The admin API over HTTP, for one strategy: rules, pauses, breakers, kills, and what became of it. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { Accepts, Answers, Asks, Needs, TheCall, Urgent, type Call } from '@sluice/runtime';
import {
  Change,
  Clearing,
  DecisionsPage,
  EquityPage,
  HistoryPage,
  Killing,
  Reason,
  Registration,
  StateHistoryPage,
  StrategyPage,
  Trip,
} from './desk/requests.js';
import { RiskDesk } from './desk/risk-desk.js';
import { RiskReads } from './desk/risk-reads.js';

@Controller()
export class StrategiesController {
  constructor(
    @Inject(RiskDesk) private readonly desk: RiskDesk,
    @Inject(RiskReads) private readonly reads: RiskReads,
  ) {}

  @Post('strategies')
  @Needs('admin')
  @Accepts(Registration, { strategyId: 'my-first', accountId: 'paper', capitalUsd: '1000' })
  @Answers(201, 'The strategy is registered, now or before.')
  @Answers(409, 'Another account has the name, or it was registered with another capital.')
  register(@Body() body: unknown, @TheCall() call: Call): Promise<object> {
    return this.desk.register(body, call);
  }

  @Get('strategies')
  @Needs('viewer')
  @Asks(StrategyPage)
  @Answers(200, 'Strategies in the order of their names.')
  list(@Query() query: unknown): Promise<object> {
    return this.reads.strategies(query);
  }

  @Put('strategies/:strategyId/rules')
  @Needs('admin')
  @Accepts(Change, {
    rules: { max_drawdown_pct: '0.05', daily_budget_usd: '250' },
    why: 'a bad week',
    expectedVersion: 1,
  })
  @Answers(200, 'The rules are set as a whole; what they do not name has its default or is off.')
  @Answers(409, 'The newest version is not the expected one; nothing was set.')
  setRules(
    @Param('strategyId') strategyId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.setRules(strategyId, body, call);
  }

  @Get('strategies/:strategyId/rules')
  @Needs('viewer')
  @Answers(200, 'The rules in force, and those that will be.')
  rules(@Param('strategyId') strategyId: string): Promise<object> {
    return this.reads.rules(strategyId);
  }

  @Get('strategies/:strategyId/rules/history')
  @Needs('viewer')
  @Asks(HistoryPage)
  @Answers(200, 'Every version, newest first, with who set it and why.')
  rulesHistory(@Param('strategyId') strategyId: string, @Query() query: unknown): Promise<object> {
    return this.reads.rulesHistory(strategyId, query);
  }

  @Get('strategies/:strategyId/state')
  @Needs('viewer')
  @Answers(200, 'Where the strategy stands now.')
  state(@Param('strategyId') strategyId: string): Promise<object> {
    return this.reads.state(strategyId);
  }

  @Get('accounts/:accountId/strategies/:strategyId')
  @Needs('viewer')
  @Answers(200, 'The same as the state of the strategy.')
  stateIn(
    @Param('accountId') accountId: string,
    @Param('strategyId') strategyId: string,
  ): Promise<object> {
    return this.reads.stateIn(accountId, strategyId);
  }

  @Get('strategies/:strategyId/state/history')
  @Needs('viewer')
  @Asks(StateHistoryPage)
  @Answers(200, 'Every pause, breaker, kill and change of rules, newest first.')
  stateHistory(@Param('strategyId') strategyId: string, @Query() query: unknown): Promise<object> {
    return this.reads.stateHistory(strategyId, query);
  }

  @Get('strategies/:strategyId/equity')
  @Needs('viewer')
  @Asks(EquityPage)
  @Answers(200, 'What it was worth whenever it was valued, newest first.')
  equity(@Param('strategyId') strategyId: string, @Query() query: unknown): Promise<object> {
    return this.reads.equity(strategyId, query);
  }

  @Get('strategies/:strategyId/rules/watch')
  @Needs('viewer')
  @Answers(200, 'When each rule was last asked, and how close it ever came to its limit.')
  ruleWatch(@Param('strategyId') strategyId: string): Promise<object> {
    return this.reads.ruleWatch(strategyId);
  }

  @Get('strategies/:strategyId/decisions')
  @Needs('viewer')
  @Asks(DecisionsPage)
  @Answers(200, 'What was decided on its signals, newest first, with the numbers of every rule.')
  decisions(@Param('strategyId') strategyId: string, @Query() query: unknown): Promise<object> {
    return this.reads.decisions(strategyId, query);
  }

  @Get('strategies/:strategyId/idle')
  @Needs('viewer')
  @Answers(
    200,
    'Everything that would refuse its next entry whatever the signal, and what lifts it.',
  )
  idle(@Param('strategyId') strategyId: string): Promise<object> {
    return this.reads.idle(strategyId);
  }

  @Get('decisions/:signalId')
  @Needs('viewer')
  @Answers(200, 'What was decided on one signal, with the numbers of every rule.')
  decision(@Param('signalId') signalId: string): Promise<object> {
    return this.reads.decision(signalId);
  }

  @Post('strategies/:strategyId/pause')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Reason, { why: 'the model is retrained' })
  @Answers(200, 'No entry passes until a person resumes it.')
  pause(
    @Param('strategyId') strategyId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.pause(strategyId, body, call);
  }

  @Post('strategies/:strategyId/resume')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Reason, { why: 'the new model is in place' })
  @Answers(200, 'The pause is over, whoever began it.')
  resume(
    @Param('strategyId') strategyId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.resume(strategyId, body, call);
  }

  @Post('strategies/:strategyId/reset-peak')
  @HttpCode(200)
  @Needs('admin')
  @Accepts(Reason, { why: 'the past drawdown was accepted by the board' })
  @Answers(200, 'The peak is today’s equity.')
  resetPeak(
    @Param('strategyId') strategyId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.resetPeak(strategyId, body, call);
  }

  @Post('strategies/:strategyId/breakers/trip')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Trip, { why: 'news is due', forMs: 600_000 })
  @Answers(200, 'The breaker is on.')
  trip(
    @Param('strategyId') strategyId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.tripStrategyBreaker(strategyId, body, call);
  }

  @Post('strategies/:strategyId/breakers/clear')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Clearing, { kind: 'slippage', why: 'the book is deep again' })
  @Answers(200, 'The breaker is off.')
  clear(
    @Param('strategyId') strategyId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.clearStrategyBreaker(strategyId, body, call);
  }

  @Post('strategies/:strategyId/kill')
  @HttpCode(200)
  @Needs('operator')
  @Urgent()
  @Accepts(Killing, { why: 'it trades the wrong way', flatten: true })
  @Answers(200, 'Nothing of the strategy passes, or with flatten its exits alone.')
  kill(
    @Param('strategyId') strategyId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.killStrategy(strategyId, body, call);
  }

  @Post('strategies/:strategyId/release')
  @HttpCode(200)
  @Needs('admin')
  @Accepts(Reason, { why: 'the fault is found' })
  @Answers(200, 'The kill is over.')
  release(
    @Param('strategyId') strategyId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.releaseStrategy(strategyId, body, call);
  }
}
