/** Reads alerts and takes a person's word that they have seen one. */
import {
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Req,
} from '@nestjs/common';
import { alert } from '@sluice/domain';
import { alertStream } from '@sluice/reactions';
import { Needs, type AuthenticatedRequest, type Running } from '@sluice/runtime';

export const ALERT_DESK = Symbol('ALERT_DESK');

/** Alerts of one answer at most, newest first. */
const ALERTS_MAX = 200;

@Controller('api/lt')
export class AlertsController {
  constructor(@Inject(ALERT_DESK) private readonly desk: () => Running) {}

  @Get('alerts')
  @Needs('viewer')
  active(): Promise<unknown> {
    return this.desk().database.query(
      `select * from lt_alerts where alert_status = 'ACTIVE'
       order by created_at desc, alert_id limit ${ALERTS_MAX}`,
    );
  }

  @Get('strategies/:strategyId/alerts')
  @Needs('viewer')
  ofStrategy(@Param('strategyId') strategyId: string): Promise<unknown> {
    return this.desk().database.query(
      `select * from lt_alerts where strategy_id = $1 and alert_status = 'ACTIVE'
       order by created_at desc, alert_id limit ${ALERTS_MAX}`,
      [strategyId],
    );
  }

  @Post('strategies/:strategyId/alerts/:alertId/acknowledge')
  @HttpCode(200)
  @Needs('operator')
  async acknowledge(
    @Param('alertId') alertId: string,
    @Req() request: AuthenticatedRequest,
  ): Promise<object> {
    const { decisions, clock } = this.desk();
    // An alert's id is its stream; the account is only where it is partitioned.
    const stream = alertStream(alertId, await this.#accountOf(alertId));
    const data = { alertId, by: request.caller?.name ?? 'unknown', at: clock.now() };
    const cause = { causeId: `admin/${alertId}/acknowledged`, journeyId: '' };
    await decisions.tell(alert.decider, stream, { type: 'AcknowledgeAlert', data }, cause);
    return { alertId, status: 'ACKNOWLEDGED' };
  }

  async #accountOf(alertId: string): Promise<string> {
    const rows: { account_id: string }[] = await this.desk().database.query(
      'select account_id from lt_alerts where alert_id::text = $1',
      [alertId],
    );
    const accountId = rows[0]?.account_id;
    if (accountId !== undefined) return accountId;
    const detail = `there is no alert ${alertId}`;
    throw new NotFoundException({ error: 'not_found', field: 'alertId', detail });
  }
}
