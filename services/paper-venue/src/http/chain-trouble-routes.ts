/** The levers for a chain in trouble: begin one, read what is going on, calm it down. */
import { z } from 'zod';
import type { VenueChain } from '../chain/venue-chain.js';
import { troubleRequest } from '../chain/trouble/create-chain-trouble.js';
import { describeTrouble, TROUBLE_KINDS } from '../chain/trouble/registry.js';
import { firstIssue } from '../orders/read-order-request.js';
import { failed, ok, readBody, type Routes } from './route.js';

export const CHAIN_TROUBLE_HELP = `
  GET  /control/chain/trouble                           every trouble of the chain, and what is armed
  POST /control/chain/trouble    {kind, ...}            e.g. {"kind":"reorg","depth":2,"transactions":"lost"}
  DELETE /control/chain/trouble                         calm down`;

export const chainTroubleRoutes = ({ trouble }: VenueChain): Routes => {
  if (trouble === undefined) return {};
  return {
    'GET /control/chain/trouble': () =>
      ok({ kinds: TROUBLE_KINDS.map(describeTrouble), armed: trouble.armed() }),
    'POST /control/chain/trouble': async (request) => {
      const read = readBody(request, troubleRequest);
      if (!read.read) return read.answer;
      try {
        return ok(await trouble.begin(read.value));
      } catch (error) {
        const detail = error instanceof z.ZodError ? firstIssue(error) : (error as Error).message;
        return failed(400, 'Invalid payload', { detail });
      }
    },
    'DELETE /control/chain/trouble': async () => {
      await trouble.calm();
      return ok({ calm: true });
    },
  };
};
