/** The admin API over gRPC: each method says its role and hands its message to the same desk. */
import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { Needs, ReadsOnly, TheCall, Urgent, type Call } from '@sluice/runtime';
import { RiskDesk } from './desk/risk-desk.js';
import { RiskReads } from './desk/risk-reads.js';
import { columnsIn, diffMessage, rulesMessage } from './desk/rules-message.js';

/** As the runtime reads messages: a field that was not sent is missing, unless it has a zero. */
type Message = Readonly<Record<string, unknown>>;
type OfStrategy = Message & { readonly strategyId: string };
type OfAccount = Message & { readonly accountId: string };

@Controller()
export class RiskAdminController {
  constructor(
    @Inject(RiskDesk) private readonly desk: RiskDesk,
    @Inject(RiskReads) private readonly reads: RiskReads,
  ) {}

  @GrpcMethod('RiskAdmin')
  @Needs('admin')
  registerStrategy(@Payload() message: Message, @TheCall() call: Call): Promise<object> {
    return this.desk.register(message, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listStrategies(message: Message): Promise<object> {
    return this.reads.strategies(message);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('admin')
  async setRules(@Payload() message: OfStrategy, @TheCall() call: Call): Promise<object> {
    const { strategyId, rules, ...body } = message;
    const change = { ...body, rules: columnsIn(rules) };
    const { diff, ...answer } = await this.desk.setRules(strategyId, change, call);
    return { ...answer, diff: diffMessage(diff) };
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  async getRules({ strategyId }: OfStrategy): Promise<object> {
    const { inForce, scheduled, ...answer } = await this.reads.rules(strategyId);
    return {
      ...answer,
      inForce: inForce && { ...inForce, rules: rulesMessage(inForce.rules) },
      scheduled: scheduled && { ...scheduled, rules: rulesMessage(scheduled.rules) },
    };
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  async listRulesVersions({ strategyId, ...query }: OfStrategy): Promise<object> {
    const { versions, ...answer } = await this.reads.rulesHistory(strategyId, query);
    const shown = versions.map(({ rules, ...rest }) => ({ ...rest, rules: rulesMessage(rules) }));
    return { ...answer, versions: shown };
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  getState({ strategyId }: OfStrategy): Promise<object> {
    return this.reads.state(strategyId);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listStateChanges({ strategyId, ...query }: OfStrategy): Promise<object> {
    return this.reads.stateHistory(strategyId, query);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listEquity({ strategyId, ...query }: OfStrategy): Promise<object> {
    return this.reads.equity(strategyId, query);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  getRuleWatch({ strategyId }: OfStrategy): Promise<object> {
    return this.reads.ruleWatch(strategyId);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listDecisions({ strategyId, ...query }: OfStrategy): Promise<object> {
    return this.reads.decisions(strategyId, query);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  async getDecision({ signalId }: { readonly signalId: string }): Promise<object> {
    return { decision: await this.reads.decision(signalId) };
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  explainIdle({ strategyId }: OfStrategy): Promise<object> {
    return this.reads.idle(strategyId);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('operator')
  pauseStrategy(
    @Payload() { strategyId, ...body }: OfStrategy,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.pause(strategyId, body, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('operator')
  resumeStrategy(
    @Payload() { strategyId, ...body }: OfStrategy,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.resume(strategyId, body, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('admin')
  resetPeak(
    @Payload() { strategyId, ...body }: OfStrategy,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.resetPeak(strategyId, body, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('operator')
  tripStrategyBreaker(
    @Payload() { strategyId, ...body }: OfStrategy,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.tripStrategyBreaker(strategyId, tripIn(body), call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('operator')
  clearStrategyBreaker(
    @Payload() { strategyId, ...body }: OfStrategy,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.clearStrategyBreaker(strategyId, body, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('operator')
  @Urgent()
  killStrategy(
    @Payload() { strategyId, ...body }: OfStrategy,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.killStrategy(strategyId, body, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('admin')
  releaseStrategy(
    @Payload() { strategyId, ...body }: OfStrategy,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.releaseStrategy(strategyId, body, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  getAccount({ accountId }: OfAccount): Promise<object> {
    return this.reads.account(accountId);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('viewer')
  @ReadsOnly()
  listAccountChanges({ accountId, ...query }: OfAccount): Promise<object> {
    return this.reads.accountHistory(accountId, query);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('operator')
  tripAccountBreaker(
    @Payload() { accountId, ...body }: OfAccount,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.tripAccountBreaker(accountId, tripIn(body), call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('operator')
  clearAccountBreaker(
    @Payload() { accountId, ...body }: OfAccount,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.clearAccountBreaker(accountId, body, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('operator')
  @Urgent()
  killAccount(
    @Payload() { accountId, ...body }: OfAccount,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.killAccount(accountId, body, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('admin')
  releaseAccount(
    @Payload() { accountId, ...body }: OfAccount,
    @TheCall() call: Call,
  ): Promise<object> {
    return this.desk.releaseAccount(accountId, body, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('operator')
  @Urgent()
  killEverything(@Payload() message: Message, @TheCall() call: Call): Promise<object> {
    return this.desk.killEverything(message, call);
  }

  @GrpcMethod('RiskAdmin')
  @Needs('admin')
  releaseEverything(@Payload() message: Message, @TheCall() call: Call): Promise<object> {
    return this.desk.releaseEverything(message, call);
  }
}

/** 64 bits come as text. */
const tripIn = ({ forMs, ...trip }: Message): Message =>
  forMs === undefined ? trip : { ...trip, forMs: Number(forMs) };
