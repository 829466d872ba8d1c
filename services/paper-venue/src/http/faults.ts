/** The levers for faults: arm one, schedule many, read what is armed and what fired, forget all. */
import { z } from 'zod';
import { armRequest, scheduleRequest } from '../faults/arm-request.js';
import type { Faults } from '../faults/create-faults.js';
import { describeFault, FAULT_KINDS } from '../faults/registry.js';
import { ok, parseJson, readBody, type Routes } from './route.js';

export const faultRoutes = (faults: Faults): Routes => ({
  'GET /control/faults': () => ok(faults.list()),
  'GET /control/faults/kinds': () => ok(FAULT_KINDS.map(describeFault)),
  'POST /control/faults': (request) => {
    const json = parseJson(request.body);
    const asked = json.read && byRoute.safeParse(json.value).success ? routeRequest : armRequest;
    const read = readBody(request, asked);
    return read.read ? ok(faults.arm(read.value)) : read.answer;
  },
  'POST /control/faults/schedule': (request) => {
    const read = readBody(request, scheduleRequest);
    if (!read.read) return read.answer;
    faults.schedule(read.value);
    return ok(read.value);
  },
  'DELETE /control/faults': () => {
    faults.clear();
    return ok({ cleared: true });
  },
});

const byRoute = z.object({ route: z.string(), fault: z.undefined().optional() });

/** The short way to an answer of one's own: names the route, and the answer beside it. */
const routeRequest = z
  .strictObject({
    route: z.string(),
    times: z.number().default(1),
    when: z.unknown().optional(),
    status: z.unknown().optional(),
    body: z.unknown().optional(),
    delayMs: z.unknown().optional(),
  })
  .transform(({ route, times, ...parameters }): z.input<typeof armRequest> => ({
    fault: 'answer_replaced',
    endpoint: route,
    times,
    parameters,
  }))
  .pipe(armRequest);
