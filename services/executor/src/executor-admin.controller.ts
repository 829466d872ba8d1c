/** The executor's admin API over gRPC: each method says its role and asks the same desk. */
import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { Needs, ReadsOnly, TheCall, type Call } from '@sluice/runtime';
import { ExecutorDesk } from './desk/executor-desk.js';
import { ExecutorReads } from './desk/executor-reads.js';

/** As the runtime reads messages: a field that was not sent is missing, unless it has a zero. */
type Message = Readonly<Record<string, unknown>>;
type OfOrder = Message & { readonly orderId: string };

@Controller()
export class ExecutorAdminController {
  constructor(
    @Inject(ExecutorDesk) private readonly desk: ExecutorDesk,
    @Inject(ExecutorReads) private readonly reads: ExecutorReads,
  ) {}

  @GrpcMethod('ExecutorAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listOrders(message: Message): Promise<object> {
    return this.reads.orders(message);
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('viewer')
  @ReadsOnly()
  async getOrder({ orderId }: OfOrder): Promise<object> {
    const { facts, ...answer } = await this.reads.order(orderId);
    const stored = facts.map((fact) => ({ ...fact, stored: JSON.stringify(fact.stored) }));
    return { ...answer, facts: stored };
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listOrdersInDoubt(): Promise<object> {
    return this.reads.inDoubt();
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listPositions(message: Message): Promise<object> {
    return this.reads.positions(message);
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listExits(): Promise<object> {
    return this.reads.exits();
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listKills(message: Message): Promise<object> {
    return this.reads.kills(message);
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listDrifts(message: Message): Promise<object> {
    return this.reads.drifts(message);
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('viewer')
  @ReadsOnly()
  getVenue(): Promise<object> {
    return this.reads.venue();
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('operator')
  cancelOrder(@Payload() { orderId, ...body }: OfOrder, @TheCall() call: Call): Promise<object> {
    return this.desk.cancel(orderId, body, call);
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('operator')
  cancelOrders(@Payload() message: Message, @TheCall() call: Call): Promise<object> {
    return this.desk.cancelMany(message, call);
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('operator')
  flatten(@Payload() message: Message, @TheCall() call: Call): Promise<object> {
    return this.desk.flatten(message, call);
  }

  @GrpcMethod('ExecutorAdmin')
  @Needs('operator')
  reconcile(message: Message): object {
    return this.desk.reconcile(message);
  }
}
