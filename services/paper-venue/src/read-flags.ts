/** The command line of the paper venue: its flags, their bounds, and what --help says. */
import { parseArgs } from 'node:util';
import { scheduleRequest, type ScheduleRequest } from './faults/arm-request.js';
import { CHAIN_TROUBLE_HELP } from './http/chain-trouble-routes.js';
import { CONDITION_HELP } from './http/condition-routes.js';
import { CONTROL_HELP } from './http/control-routes.js';
import { ORACLE_HELP } from './http/oracle-routes.js';
import { DEFAULT_PORT } from './open-doors.js';
import { RELAYER_HELP } from './relayer/relayer-control-routes.js';
import { readRules, RULE_FLAGS, type RuleNumberFlag } from './rules/read-rules.js';
import type { PaperVenueOptions } from './start-paper-venue.js';
import { SIGNER_TIERS } from './rules/venue-rules.js';
import { DEFAULT_MARKETS, DEFAULT_SEED } from './tape/choose-tapes.js';
import { GAP_MAX_MS } from './tape/play-tape.js';

export type Flags = {
  readonly help: boolean;
  readonly json: boolean;
  readonly options: PaperVenueOptions;
};

/** Long enough for a person to paste the greeting's script and to try things for a while. */
const COMMAND_LINE_DURATION_S = 3_600;

export const HELP = `A paper venue that the official Polymarket client cannot tell from the real one.

  --host <address>      listen here (default 127.0.0.1)
  --port <n>            HTTP and WebSocket port, 0 = any free one (default ${DEFAULT_PORT})
  --rpc-port <n>        port of the chain, 0 = any free one (default 0)
  --finality-blocks <n> how far final blocks are behind the newest, even (default 2)
  --relayer-port <n>    port of the relayer, 0 = any free one (default 0)
  --replay <path>       play a recording (csv.gz), or the recordings of a folder;
                        silences of the tape are cut to ${GAP_MAX_MS / 1000} s
  --seed <n>            invent markets from this seed instead (default ${DEFAULT_SEED})
  --markets <n>         how many markets at once (default ${DEFAULT_MARKETS}; of a folder: all)
  --neg-risk <n>        invent besides one neg-risk event of so many markets (default 0)
  --protocol-v2 <n>     invent besides so many markets of protocol v2 (default 0)
  --sports <n>          invent besides so many games with a clear book at their start (default 0)
  --duration <seconds>  length of an invented market at speed 1 (default ${COMMAND_LINE_DURATION_S})
  --speed <n>           tape seconds per second (default 1)
  --wait                start the tapes with the first subscription or order
  --settle-ms <n>       from a match to its transaction (default 200)
  --confirm-ms <n>      from the transaction to its confirmation (default 400)
  --fault-seed <text>   draw faults from this seed (default 1; see --fault-rate)
  --fault-rate <n>      share of all requests, trades and frames that are struck, 0 to 1
  --faults <kinds>      draw only these, separated by commas; see GET /control/faults/kinds
  --taker-delay-ms <n>  hold marketable orders so long and answer "delayed" (default 0)
  --reserve <how>       global | per-market: may BUYs of different markets lean on
                        the same pUSD? (default global: they may not)
  --dialect <which>     plain | prefixed: LIVE and "100", or ORDER_STATUS_LIVE
                        and "100000000" over REST (default plain)
  --finished <how>      terminal | empty: what GET /data/order/{id} says of an order
                        that is done (default terminal)
  --balance-text <how>  plain | detailed: do refusals for lack of cover name
                        the sums? (default plain)
  --decimals <how>      by-tick | flat | any: how exact signed amounts may be; flat allows
                        immediate orders four places at any tick (default by-tick)
  --bare-wallets <how>  allowed | refused: may a wallet that is no smart wallet
                        be a maker? (default allowed)
  --clock-tolerance <s> refuse requests whose timestamp is further off (default: any)
  --rate-limit <how>    off | warn | enforce: the per-signer limit in headers,
                        or with 429 (default warn)
  --tier <name>         ${Object.keys(SIGNER_TIERS).join(' | ')} (default standard)
  --data-lag-ms <n>     how far the Data API is behind (default 0)
  --data-dir <path>     remember keys, orders, trades, markets and the chain here
  --log                 tell what happens on stderr
  --json                print one JSON line {"ready":true, ...} instead of the greeting
  --help                this text

Control, on the same port as the venue:
${CONTROL_HELP}${RELAYER_HELP}${CHAIN_TROUBLE_HELP}${ORACLE_HELP}${CONDITION_HELP}
`;

/** Throws an error that names the flag and what was found. */
export const readFlags = (args: readonly string[], log: (line: string) => void): Flags => {
  const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true });
  const number = (name: NumberFlag, bounds: { readonly min: number; readonly max: number }) => {
    const text = values[name];
    if (text === undefined) return undefined;
    const value = Number(text);
    const whole =
      name === 'fault-rate' || name === 'speed' || name === 'duration' || Number.isInteger(value);
    if (text.trim() === '' || !whole || !(value >= bounds.min && value <= bounds.max))
      throw new Error(`--${name} must be from ${bounds.min} to ${bounds.max}, found "${text}"`);
    return value;
  };
  const seconds = number('duration', { min: 2, max: 86_400 });
  const minedMs = number('settle-ms', { min: 0, max: 600_000 });
  const confirmedMs = number('confirm-ms', { min: 0, max: 600_000 });
  const options: Mutable<PaperVenueOptions> = { wait: values.wait === true };
  const set = <K extends keyof PaperVenueOptions>(name: K, value: PaperVenueOptions[K]): void => {
    if (value !== undefined) options[name] = value;
  };
  set('host', values.host);
  set('port', number('port', { min: 0, max: 65_535 }));
  set('rpcPort', number('rpc-port', { min: 0, max: 65_535 }));
  const finalityBlocks = number('finality-blocks', { min: 2, max: 64 });
  if (finalityBlocks !== undefined && finalityBlocks % 2 === 1)
    throw new Error(`--finality-blocks must be even, found "${finalityBlocks}"`);
  set('finalityBlocks', finalityBlocks);
  set('relayerPort', number('relayer-port', { min: 0, max: 65_535 }));
  set('replay', values.replay);
  set('seed', number('seed', { min: 0, max: Number.MAX_SAFE_INTEGER }));
  set('markets', number('markets', { min: 1, max: 100 }));
  set('durationMs', (seconds ?? COMMAND_LINE_DURATION_S) * 1000);
  set('speed', number('speed', { min: 0.0001, max: 1_000_000 }));
  set('dataDir', values['data-dir']);
  set('negRiskMarkets', number('neg-risk', { min: 2, max: 50 }));
  set('protocolV2Markets', number('protocol-v2', { min: 1, max: 50 }));
  set('sportsMarkets', number('sports', { min: 1, max: 50 }));
  set('rules', readRules(number, values));
  if (minedMs !== undefined || confirmedMs !== undefined)
    set('delays', { minedMs: minedMs ?? 200, confirmedMs: confirmedMs ?? 400 });
  set('faults', readSchedule(values, number('fault-rate', { min: 0, max: 1 })));
  if (values.log === true) set('log', log);
  return { help: values.help === true, json: values.json === true, options };
};

/** Undefined when no faults are asked for. Throws an error that names the flag. */
const readSchedule = (
  values: { readonly 'fault-seed'?: string; readonly faults?: string },
  rate: number | undefined,
): ScheduleRequest | undefined => {
  if (rate === undefined) {
    if (values['fault-seed'] === undefined && values.faults === undefined) return undefined;
    throw new Error('--fault-seed and --faults need --fault-rate beside them');
  }
  const faults = values.faults?.split(',').map((kind) => kind.trim());
  const read = scheduleRequest.safeParse({ seed: values['fault-seed'] ?? '1', rate, faults });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const at = typeof issue?.path[1] === 'number' ? (faults?.[issue.path[1]] ?? '') : '';
  const flag = issue?.path[0] === 'faults' ? 'faults' : 'fault-seed';
  throw new Error(
    `--${flag} cannot be read: ${at === '' ? (issue?.message ?? '') : `"${at}" is no fault`}`,
  );
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

type NumberFlag =
  | 'port'
  | 'rpc-port'
  | 'finality-blocks'
  | 'relayer-port'
  | 'seed'
  | 'markets'
  | 'neg-risk'
  | 'protocol-v2'
  | 'sports'
  | 'duration'
  | 'speed'
  | 'settle-ms'
  | 'confirm-ms'
  | 'fault-rate'
  | RuleNumberFlag;

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  log: { type: 'boolean' },
  wait: { type: 'boolean' },
  host: { type: 'string' },
  port: { type: 'string' },
  'rpc-port': { type: 'string' },
  'finality-blocks': { type: 'string' },
  'relayer-port': { type: 'string' },
  replay: { type: 'string' },
  speed: { type: 'string' },
  seed: { type: 'string' },
  markets: { type: 'string' },
  duration: { type: 'string' },
  'settle-ms': { type: 'string' },
  'confirm-ms': { type: 'string' },
  'fault-seed': { type: 'string' },
  'fault-rate': { type: 'string' },
  faults: { type: 'string' },
  'data-dir': { type: 'string' },
  'neg-risk': { type: 'string' },
  'protocol-v2': { type: 'string' },
  sports: { type: 'string' },
  ...RULE_FLAGS,
} as const;
