/** The executor's admin API over HTTP: orders, positions, kills and the venue. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Accepts, Answers, Asks, Needs, TheCall, type Call } from '@sluice/runtime';
import { ExecutorDesk } from './desk/executor-desk.js';
import { ExecutorReads } from './desk/executor-reads.js';
import {
  CancelMany,
  DriftsPage,
  Flatten,
  KillsPage,
  OrdersPage,
  PositionsAsked,
  Reason,
} from './desk/requests.js';

@Controller()
export class OrdersController {
  constructor(
    @Inject(ExecutorDesk) private readonly desk: ExecutorDesk,
    @Inject(ExecutorReads) private readonly reads: ExecutorReads,
  ) {}

  @Get('orders')
  @Needs('viewer')
  @Asks(OrdersPage)
  @Answers(200, 'Signed orders, newest first.')
  orders(@Query() query: unknown): Promise<object> {
    return this.reads.orders(query);
  }

  @Get('orders/in-doubt')
  @Needs('viewer')
  @Answers(200, 'Orders without an answer: their age, the money at risk, and the next look.')
  inDoubt(): Promise<object> {
    return this.reads.inDoubt();
  }

  @Get('orders/:orderId')
  @Needs('viewer')
  @Answers(200, 'One order with its fills and every fact of it.')
  order(@Param('orderId') orderId: string): Promise<object> {
    return this.reads.order(orderId);
  }

  @Get('positions')
  @Needs('viewer')
  @Asks(PositionsAsked)
  @Answers(200, 'What each strategy holds, provisional and settled, and what it cost.')
  positions(@Query() query: unknown): Promise<object> {
    return this.reads.positions(query);
  }

  @Get('exits')
  @Needs('viewer')
  @Answers(200, 'Positions with their armed exits, attempts, and what is unprotected or dust.')
  exits(): Promise<object> {
    return this.reads.exits();
  }

  @Get('kills')
  @Needs('viewer')
  @Asks(KillsPage)
  @Answers(200, 'Kills, newest first, and how far each is carried out at the venue.')
  kills(@Query() query: unknown): Promise<object> {
    return this.reads.kills(query);
  }

  @Get('drifts')
  @Needs('viewer')
  @Asks(DriftsPage)
  @Answers(200, 'What differed from our ledger, newest first, and orders and trades of others.')
  drifts(@Query() query: unknown): Promise<object> {
    return this.reads.drifts(query);
  }

  @Get('venue')
  @Needs('viewer')
  @Answers(200, 'How the account stands at the venue, foreign orders and other drifts too.')
  venue(): Promise<object> {
    return this.reads.venue();
  }

  @Post('orders/:orderId/cancel')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Reason, { why: 'the event is off' })
  @Answers(200, 'The venue is asked to cancel it, until its end is known.')
  cancel(
    @Param('orderId') orderId: string,
    @Body() body: unknown,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.cancel(orderId, body, call);
  }

  @Post('cancel')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(CancelMany, { strategyId: 'momentum', why: 'the event is off' })
  @Answers(200, 'Every open order of the account or of the strategy is being cancelled.')
  cancelMany(@Body() body: unknown, @TheCall() call: Call): Promise<object> {
    return this.desk.cancelMany(body, call);
  }

  @Post('flatten')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Flatten, { strategyId: 'momentum', why: 'the model is wrong' })
  @Answers(200, 'What is held is being sold, attempt after attempt, through the gate.')
  flatten(@Body() body: unknown, @TheCall() call: Call): Promise<object> {
    return this.desk.flatten(body, call);
  }

  @Post('reconcile')
  @HttpCode(200)
  @Needs('operator')
  @Accepts(Reason, { why: 'the venue was away' })
  @Answers(200, 'Unfinished orders are compared with the venue now.')
  reconcile(@Body() body: unknown): object {
    return this.desk.reconcile(body);
  }
}
