/** The levers for faults: armed so often, at such a share, or drawn from a seed and repeatable. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openVenueAtRest, type VenueAtRest } from '../testing/venue-at-rest.js';
import type { FaultsState } from './create-faults.js';
import { describeFault, FAULT_KINDS } from './registry.js';
import { refusalRows } from './requests/refusal-rows.js';

describe('the levers for faults', () => {
  let at: VenueAtRest;

  beforeAll(async () => {
    at = await openVenueAtRest({ faults: { seed: 'from the start', rate: 0 } });
  });
  afterEach(() => at.lever('DELETE', 'faults'));
  afterAll(() => at.venue.stop());

  const statusesOf = async (path: string, times: number): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (let n = 0; n < times; n += 1)
      statuses.push((await fetch(`${at.venue.urls.clob}${path}`)).status);
    return statuses;
  };
  const state = async (): Promise<FaultsState> => (await at.lever('GET', 'faults')) as FaultsState;

  it('begin with the schedule the venue was started with', async () => {
    expect(await state()).toEqual({
      armed: [],
      fired: [],
      schedule: { seed: 'from the start', rate: 0 },
    });
  });

  it('strike the next so many requests of one endpoint and no others', async () => {
    await at.arm('could_not_execute', { endpoint: 'GET /time', times: 2 });
    expect(await statusesOf('/ok', 1)).toEqual([200]);
    expect(await statusesOf('/time', 3)).toEqual([500, 500, 200]);
    expect(await state()).toMatchObject({
      armed: [],
      fired: [
        { number: 1, fault: 'could_not_execute', subject: 'GET /time', occasion: 1 },
        { number: 2, fault: 'could_not_execute', subject: 'GET /time', occasion: 2 },
      ],
    });
  });

  it('strike a share of the requests until they are cleared', async () => {
    const asked = { endpoint: 'GET /time', probability: 0.5, seed: 7 };
    await at.arm('could_not_execute', asked);
    const first = await statusesOf('/time', 20);
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect((await state()).armed).toMatchObject([{ timesLeft: null, probability: 0.5 }]);
    await at.lever('DELETE', 'faults');
    await at.arm('could_not_execute', asked);
    expect(await statusesOf('/time', 20)).toEqual(first);
    await at.lever('DELETE', 'faults');
    expect(new Set(await statusesOf('/time', 20))).toEqual(new Set([200]));
  });

  it('draw the same faults from the same seed, whatever else is asked in between', async () => {
    const kinds = ['could_not_execute', 'answer_replaced', 'trading_disabled'] as const;
    const firedBy = async (seed: string, between: number): Promise<readonly unknown[]> => {
      await at.lever('DELETE', 'faults');
      await at.lever('POST', 'faults/schedule', { seed, rate: 0.4, faults: kinds });
      for (let n = 0; n < 12; n += 1) {
        await fetch(`${at.venue.urls.clob}/order`, { method: 'POST', body: '{}' }).catch(() => 0);
        await statusesOf('/time', between);
      }
      return (await state()).fired.map(({ fault, subject, occasion }) => [
        fault,
        subject,
        occasion,
      ]);
    };
    const first = await firedBy('a', 0);
    expect(first.length).toBeGreaterThan(1);
    expect(await firedBy('a', 1)).toEqual(first);
    expect(await firedBy('b', 0)).not.toEqual(first);
  });

  it('never strike themselves', async () => {
    await at.lever('POST', 'faults/schedule', { seed: 1, rate: 1 });
    expect(await state()).toMatchObject({ schedule: { seed: '1', rate: 1 }, fired: [] });
  });

  it('name the field that cannot be read', async () => {
    const refused = async (body: object, path = 'faults'): Promise<unknown> =>
      ((await at.lever('POST', path, body)) as { readonly detail?: string }).detail;
    expect(await refused({ fault: 'rain' })).toMatch(/^fault: /);
    expect(await refused({ fault: 'cancel_only', times: 0 })).toMatch(/^times: /);
    expect(await refused({ fault: 'cancel_only', probability: 2 })).toMatch(/^probability: /);
    expect(await refused({ fault: 'cancel_only', endpoint: 'order' })).toMatch(/^endpoint: /);
    expect(await refused({ fault: 'cancel_only', often: 1 })).toMatch(/often/);
    expect(await refused({ fault: 'answer_delayed', parameters: { delayMs: -1 } })).toMatch(
      /^parameters.delayMs: /,
    );
    expect(await refused({ seed: 1, rate: 2 }, 'faults/schedule')).toMatch(/^rate: /);
    expect(await refused({ seed: 1, rate: 1, faults: ['rain'] }, 'faults/schedule')).toMatch(
      /^faults.0: /,
    );
  });

  it('know no kind that is not proven by a spec of this folder', () => {
    const specs = readdirSync(import.meta.dirname)
      .filter((file) => file.endsWith('.int.spec.ts'))
      .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
      .join('');
    const armed = (kind: string): boolean => specs.includes(`'${kind}'`) || kind in refusalRows;
    expect(FAULT_KINDS.filter((kind) => !armed(kind))).toEqual([]);
  });

  it('still know the short form that names a route', async () => {
    const short = { route: 'GET /time', when: 'before', status: 503, body: { error: 'no' } };
    expect(await at.lever('POST', 'faults', short)).toMatchObject({
      fault: 'answer_replaced',
      endpoint: 'GET /time',
    });
    expect(await statusesOf('/time', 2)).toEqual([503, 200]);
    expect(await at.lever('POST', 'faults', { route: 'time' })).toMatchObject({
      detail: expect.stringMatching(/^endpoint: /) as unknown,
    });
  });

  it('describe every kind, here and in the table of the README', async () => {
    expect(await at.lever('GET', 'faults/kinds')).toEqual(
      JSON.parse(JSON.stringify(FAULT_KINDS.map(describeFault))),
    );
    const padded = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
    const readme = padded.replace(/ +/g, ' ');
    const missing = FAULT_KINDS.filter((kind) => {
      const { about } = describeFault(kind);
      return !readme.includes(`| \`${kind}\` | ${about.replaceAll('|', '\\|')} |`);
    });
    expect(missing).toEqual([]);
  });
});
