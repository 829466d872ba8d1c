/** Serves a request, or lets a fault do so in the venue's place. */
import type { Answer, VenueRequest } from '../http/route.js';
import type { Venue } from '../venue.js';
import type { Reply } from './occasions.js';

/** The levers are never out of order. */
const CONTROL_PATH = '/control/';

export const aroundRequest =
  (venue: Venue) =>
  async (
    route: string,
    request: VenueRequest,
    serve: (request: VenueRequest) => Answer | Promise<Answer>,
  ): Promise<Reply> => {
    if (request.path.startsWith(CONTROL_PATH)) return serve(request);
    const { method, path } = request;
    const struck = venue.faults.take('request', [route, `${method} ${path}`], {
      ...venue.faults.hand(venue),
      route,
      request,
      serve: async (instead = request) => serve(instead),
    });
    return struck === undefined ? serve(request) : struck();
  };
