/** The page an answer holds, when it holds one. */
import { z } from 'zod';
import type { Answer } from '../../http/route.js';

const shape = z.looseObject({ data: z.array(z.unknown()), next_cursor: z.string() });

export const pageOf = ({ status, body }: Answer): z.output<typeof shape> | undefined =>
  status === 200 ? shape.safeParse(body).data : undefined;
