/** GET /admin/calls: what was done through the admin API of this service, and who was refused. */
import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { AdminCall } from '@sluice/postgres';
import { z } from 'zod';
import { Needs } from './access.js';
import type { AdminCalls } from './admin-calls.js';
import { Answers, Asks } from './openapi.js';
import { readRequest } from './read-request.js';

export const ADMIN_CALLS = Symbol('ADMIN_CALLS');

const Wanted = z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(100) });
const Listed = z.object({
  calls: z.array(
    z.object({
      id: z.string(),
      at: z.iso.datetime(),
      caller: z.string().nullable(),
      role: z.string().nullable(),
      transport: z.enum(['http', 'grpc']),
      method: z.string(),
      outcome: z.enum(['allowed', 'unauthenticated', 'forbidden']),
      statusCode: z.number().int().nullable(),
    }),
  ),
});

@Controller('admin/calls')
export class AdminCallsController {
  constructor(@Inject(ADMIN_CALLS) private readonly calls: Pick<AdminCalls, 'last'>) {}

  @Get()
  @Needs('admin')
  @Asks(Wanted)
  @Answers(200, 'The last calls that could change something or were refused, newest first.', Listed)
  async list(@Query() query: unknown): Promise<{ readonly calls: readonly AdminCall[] }> {
    const { limit } = readRequest(Wanted, query, 'query');
    return { calls: await this.calls.last(limit) };
  }
}
