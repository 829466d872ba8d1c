/** The answer to a placed order, as far as a fault has to read it. */
import { z } from 'zod';
import type { Answer } from '../../http/route.js';

const shape = z.looseObject({ orderID: z.string().min(1), status: z.string() });

/** Undefined when the order was not taken. */
export const sentOrder = ({ status, body }: Answer): z.output<typeof shape> | undefined =>
  status === 200 ? shape.safeParse(body).data : undefined;
