/** Reads what a caller sent, or refuses it with every fault by the name of its field. */
import { BadRequestException } from '@nestjs/common';
import type { z } from 'zod';

/** Throws what HTTP answers with 400 and gRPC with INVALID_ARGUMENT; `whole` names it as a whole. */
export function readRequest<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  whole = 'body',
): z.infer<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({
    field: path.join('.') || whole,
    detail: message,
  }));
  throw new BadRequestException({ error: 'invalid_request', ...faults[0], faults });
}
