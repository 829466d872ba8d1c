/** The operator's side of risk: register strategies, set their rules, kill and release an account. */
import {
  Body,
  ConflictException,
  Controller,
  Get,
  Inject,
  NotFoundException,
  BadRequestException,
  Param,
  Post,
  Put,
  Req,
} from '@nestjs/common';
import { account, money } from '@sluice/domain';
import type { Clock } from '@sluice/ports';
import { accountStream, type Decisions } from '@sluice/reactions';
import { identifier, Needs, uuidFrom, type AuthenticatedRequest } from '@sluice/runtime';
import { z } from 'zod';
import { RulesRequest, toRiskRules } from './rules-request.js';

export const RISK_DESK = Symbol('RISK_DESK');
export type RiskDesk = () => { readonly decisions: Decisions; readonly clock: Clock };

const Registration = z.strictObject({
  strategyId: identifier,
  accountId: identifier,
  capitalUsd: z.string().max(32),
});
const Change = z.strictObject({
  accountId: identifier,
  rules: RulesRequest,
  why: z.string().min(1).max(500),
});
const Reason = z.strictObject({ why: z.string().min(1).max(500) });

@Controller()
export class StrategiesController {
  constructor(@Inject(RISK_DESK) private readonly desk: RiskDesk) {}

  @Post('strategies')
  @Needs('admin')
  async register(@Body() body: unknown, @Req() request: AuthenticatedRequest): Promise<object> {
    const { strategyId, accountId, capitalUsd } = read(Registration, body);
    const amount = readCapital(capitalUsd);
    const known = (await this.#account(accountId)).strategies.get(strategyId);
    if (known !== undefined && known.capitalUsd !== amount) {
      const capital = money.decimal(known.capitalUsd);
      const detail = `${strategyId} is registered with ${capital}`;
      throw new ConflictException({ error: 'conflict', field: 'capitalUsd', detail });
    }
    await this.#tell(accountId, request, {
      type: 'RegisterStrategy',
      data: { accountId, strategyId, capitalUsd: amount, ...this.#signature(request) },
    });
    return { strategyId, accountId };
  }

  @Put('strategies/:strategyId/rules')
  @Needs('admin')
  async setRules(
    @Param('strategyId') strategyId: string,
    @Body() body: unknown,
    @Req() request: AuthenticatedRequest,
  ): Promise<object> {
    const { accountId, rules, why } = read(Change, body);
    if (!(await this.#account(accountId)).strategies.has(strategyId)) {
      const detail = `account ${accountId} has no strategy ${strategyId}`;
      throw new NotFoundException({ error: 'not_found', field: 'strategyId', detail });
    }
    await this.#tell(accountId, request, {
      type: 'SetRiskRules',
      data: { accountId, strategyId, rules: toRiskRules(rules), why, ...this.#signature(request) },
    });
    const { rulesVersion } = (await this.#account(accountId)).strategies.get(strategyId) ?? {};
    return { strategyId, accountId, version: rulesVersion };
  }

  @Post('accounts/:accountId/kill')
  @Needs('operator')
  async kill(
    @Param('accountId') accountId: string,
    @Body() body: unknown,
    @Req() request: AuthenticatedRequest,
  ): Promise<object> {
    const { why } = read(Reason, body);
    const data = { accountId: read(identifier, accountId), why, ...this.#signature(request) };
    await this.#tell(accountId, request, { type: 'KillAccount', data });
    return { accountId, killed: true };
  }

  @Post('accounts/:accountId/release')
  @Needs('admin')
  async release(
    @Param('accountId') accountId: string,
    @Body() body: unknown,
    @Req() request: AuthenticatedRequest,
  ): Promise<object> {
    const { why } = read(Reason, body);
    const data = { accountId: read(identifier, accountId), why, ...this.#signature(request) };
    await this.#tell(accountId, request, { type: 'ReleaseAccount', data });
    return { accountId, killed: false };
  }

  @Get('accounts/:accountId/strategies/:strategyId')
  @Needs('viewer')
  async strategy(
    @Param('accountId') accountId: string,
    @Param('strategyId') strategyId: string,
  ): Promise<object> {
    const state = await this.#account(read(identifier, accountId));
    const found = state.strategies.get(strategyId);
    if (found === undefined) {
      const detail = `account ${accountId} has no strategy ${strategyId}`;
      throw new NotFoundException({ error: 'not_found', field: 'strategyId', detail });
    }
    return {
      strategyId,
      accountId,
      killed: state.killed !== undefined,
      capitalUsd: money.decimal(found.capitalUsd),
      equityUsd: money.decimal(account.equity(found)),
      realizedUsd: money.decimal(found.realizedUsd),
      reservedUsd: money.decimal(found.reservedUsd),
      exposureUsd: money.decimal(account.exposure(found)),
      openPositions: found.openPositions,
      pendingEntries: found.pendingEntries,
      rulesVersion: found.rulesVersion,
    };
  }

  #account(accountId: string): Promise<account.State> {
    return this.desk().decisions.state(account.decider, accountStream(accountId));
  }

  async #tell(accountId: string, request: AuthenticatedRequest, command: account.Command) {
    const given = request.headers['idempotency-key'];
    // The caller's key makes a repeated call the same call; without one each call is its own. A kill
    // always is: it must never be taken for one that was released since.
    const isOwn = typeof given !== 'string' || command.type === 'KillAccount';
    const key = isOwn ? crypto.randomUUID() : uuidFrom(given);
    const causeId = `admin/${command.type}/${key}`;
    const cause = { causeId, journeyId: '' };
    await this.desk().decisions.tell(account.decider, accountStream(accountId), command, cause);
  }

  #signature(request: AuthenticatedRequest): { readonly by: string; readonly at: string } {
    return { by: request.caller?.name ?? 'unknown', at: this.desk().clock.now() };
  }
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({
    field: path.join('.') || 'body',
    detail: message,
  }));
  throw new BadRequestException({ error: 'invalid_request', ...faults[0], faults });
}

function readCapital(text: string): money.MicroUsd {
  try {
    const amount = money.usd(text);
    if (amount > 0n) return amount;
  } catch {
    // Said below.
  }
  const detail = 'must be an amount of dollars above 0 with at most 6 decimals';
  throw new BadRequestException({ error: 'invalid_request', field: 'capitalUsd', detail });
}
