/** Redemption's admin API over gRPC: each method says its role and asks the same desk. */
import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { Needs, ReadsOnly, TheCall, type Call } from '@sluice/runtime';
import { RedemptionDesk } from './desk/redemption-desk.js';
import { RedemptionReads } from './desk/redemption-reads.js';

/** As the runtime reads messages: a field that was not sent is missing, unless it has a zero. */
type Message = Readonly<Record<string, unknown>>;
type OfCondition = Message & { readonly conditionId: string };

@Controller()
export class RedemptionAdminController {
  constructor(
    @Inject(RedemptionDesk) private readonly desk: RedemptionDesk,
    @Inject(RedemptionReads) private readonly reads: RedemptionReads,
  ) {}

  @GrpcMethod('RedemptionAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listPending(): Promise<object> {
    return this.reads.pending();
  }

  @GrpcMethod('RedemptionAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listRedemptions(message: Message): Promise<object> {
    return this.reads.redemptions(message);
  }

  @GrpcMethod('RedemptionAdmin')
  @Needs('viewer')
  @ReadsOnly()
  async getRedemption({ conditionId }: OfCondition): Promise<object> {
    const { facts, ...answer } = await this.reads.redemption(conditionId);
    const stored = facts.map((fact) => ({ ...fact, stored: JSON.stringify(fact.stored) }));
    return { ...answer, facts: stored };
  }

  @GrpcMethod('RedemptionAdmin')
  @Needs('viewer')
  @ReadsOnly()
  getCapital(): Promise<object> {
    return this.reads.capital();
  }

  @GrpcMethod('RedemptionAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listApprovals(): Promise<object> {
    return this.reads.approvals();
  }

  @GrpcMethod('RedemptionAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listActions(message: Message): Promise<object> {
    return this.reads.actions(message);
  }

  @GrpcMethod('RedemptionAdmin')
  @Needs('operator')
  redeem(@Payload() { conditionId, ...body }: OfCondition, @TheCall() call: Call): Promise<object> {
    return this.desk.redeem(conditionId, body, call);
  }

  @GrpcMethod('RedemptionAdmin')
  @Needs('operator')
  retry(@Payload() { conditionId, ...body }: OfCondition, @TheCall() call: Call): Promise<object> {
    return this.desk.retry(conditionId, body, call);
  }

  @GrpcMethod('RedemptionAdmin')
  @Needs('operator')
  merge(@Payload() { conditionId, ...body }: OfCondition, @TheCall() call: Call): Promise<object> {
    return this.desk.merge(conditionId, body, call);
  }

  @GrpcMethod('RedemptionAdmin')
  @Needs('admin')
  approve(@Payload() message: Message, @TheCall() call: Call): Promise<object> {
    return this.desk.approve(message, call);
  }
}
