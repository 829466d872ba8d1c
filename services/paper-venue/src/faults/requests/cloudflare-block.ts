/** The wall in front of the venue refuses: a page of HTML instead of JSON. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const cloudflareBlock = defineFault({
  at: 'request',
  about: 'Not obeyed; answers 403 with a page of HTML.',
  parameters: z.strictObject({}),
  subjects: ['POST /order', 'POST /orders'],
  strike: () =>
    Promise.resolve({
      status: 403,
      body: null,
      text: PAGE,
      headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' },
    }),
});

const PAGE = `<html>
<head><title>Attention Required! | Cloudflare</title></head>
<body><h1>Sorry, you have been blocked</h1></body>
</html>
`;
