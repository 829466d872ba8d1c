/** The faults that are armed, the schedule that draws more of them, and the record of what fired. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createChance, type Chance } from '../tape/chance.js';
import type { Venue } from '../venue.js';
import type { ArmRequest, ScheduleRequest } from './arm-request.js';
import type { Fault } from './fault.js';
import type { Hand, Occasions, Point } from './occasions.js';
import { faultOf, FAULT_KINDS, type FaultKind } from './registry.js';

const ARMED_MAX = 1_000;
const FIRED_KEPT_MAX = 1_000;
const CHANCE_PARTS = 1_000_000;

export type ArmedFault = {
  readonly number: number;
  readonly fault: FaultKind;
  readonly endpoint?: string;
  /** How often it may still fire; null = until cleared. */
  readonly timesLeft: number | null;
  readonly probability: number;
  readonly seed: string;
  readonly parameters: object;
  readonly fired: number;
};

export type FiredFault = {
  readonly number: number;
  readonly fault: FaultKind;
  /** The request, frame or point it struck. */
  readonly subject: string;
  /** Counted from 1 for each subject, since the start or the last schedule. */
  readonly occasion: number;
  /** The number of the armed fault, or "schedule". */
  readonly by: number | 'schedule';
  readonly atMs: number;
};

export type FaultsState = {
  readonly armed: readonly ArmedFault[];
  readonly fired: readonly FiredFault[];
  readonly schedule: ScheduleRequest | null;
};

export type Faults = {
  arm(request: ArmRequest): ArmedFault;
  schedule(request: ScheduleRequest): void;
  list(): FaultsState;
  /** Forgets what is armed, scheduled and fired. */
  clear(): void;
  /** The strike that falls on this occasion; undefined = none, all goes as it should. */
  take<P extends Point>(
    at: P,
    subjects: readonly [string, ...string[]],
    given: Occasions[P]['given'],
  ): (() => Occasions[P]['outcome']) | undefined;
  hand(venue: Venue): Hand;
  stop(): void;
};

type Armed = ArmedFault & { readonly chance: Chance };

export const createFaults = (nowMs: () => number, log: (line: string) => void): Faults => {
  const stopping = new AbortController();
  let armed: readonly Armed[] = [];
  let fired: readonly FiredFault[] = [];
  let schedule: ScheduleRequest | null = null;
  let occasions = new Map<string, number>();
  let [armedCount, firedCount] = [0, 0];

  const note = (fault: FaultKind, subject: string, by: FiredFault['by']): void => {
    firedCount += 1;
    const occasion = occasions.get(subject) ?? 0;
    const one = { number: firedCount, fault, subject, occasion, by, atMs: nowMs() };
    fired = [...fired, one].slice(-FIRED_KEPT_MAX);
    log(`Fault ${fault} strikes ${subject} at its occasion ${occasion}`);
  };
  const takeArmed = <P extends Point>(
    at: P,
    subjects: readonly string[],
    given: Occasions[P]['given'],
  ): Armed | undefined => {
    const struck = armed.find((one) => {
      const fault = faultOf(one.fault);
      if (!isAt(fault, at) || !covers(one.endpoint, fault.subjects, subjects)) return false;
      if (!fault.fits(given, one.parameters)) return false;
      return one.probability >= 1 || one.chance(CHANCE_PARTS) < one.probability * CHANCE_PARTS;
    });
    if (struck === undefined) return undefined;
    const left = struck.timesLeft === null ? null : struck.timesLeft - 1;
    armed = armed.flatMap((one) => {
      if (one !== struck) return [one];
      return left === 0 ? [] : [{ ...one, timesLeft: left, fired: one.fired + 1 }];
    });
    return struck;
  };
  const takeScheduled = <P extends Point>(
    at: P,
    subjects: readonly [string, ...string[]],
    given: Occasions[P]['given'],
  ): FaultKind | undefined => {
    if (schedule === null) return undefined;
    const occasion = occasions.get(subjects[0]) ?? 0;
    const chance = createChance(`${schedule.seed}/${at}/${subjects[0]}/${occasion}`);
    // A share of hardly one in a million draws would be lost in a coarser grain.
    if (chance(CHANCE_PARTS) >= schedule.rate * CHANCE_PARTS) return undefined;
    const fitting = (schedule.faults ?? SCHEDULED_KINDS).filter((kind) => {
      const fault = faultOf(kind);
      if (!isAt(fault, at) || !covers(undefined, fault.subjects, subjects)) return false;
      return fault.fits(given, fault.parameters.parse({}));
    });
    return fitting.length === 0 ? undefined : fitting[chance(fitting.length)];
  };
  return {
    arm: ({ fault, endpoint, times, probability, seed, parameters }) => {
      armedCount += 1;
      const one: Armed = {
        number: armedCount,
        fault,
        ...(endpoint === undefined ? {} : { endpoint }),
        timesLeft: times ?? (probability === undefined ? 1 : null),
        probability: probability ?? 1,
        seed,
        parameters,
        fired: 0,
        chance: createChance(`${seed}/${fault}`),
      };
      armed = [...armed, one].slice(-ARMED_MAX);
      return shown(one);
    },
    schedule: (request) => {
      schedule = request;
      occasions = new Map();
    },
    list: () => ({ armed: armed.map(shown), fired, schedule }),
    clear: () => {
      armed = [];
      fired = [];
      schedule = null;
      occasions = new Map();
    },
    take: (at, subjects, given) => {
      if (armed.length === 0 && schedule === null) return undefined;
      const [subject] = subjects;
      occasions.set(subject, (occasions.get(subject) ?? 0) + 1);
      const own = takeArmed(at, subjects, given);
      const kind = own?.fault ?? takeScheduled(at, subjects, given);
      const fault = kind === undefined ? undefined : faultOf(kind);
      if (kind === undefined || fault === undefined || !isAt(fault, at)) return undefined;
      note(kind, subject, own?.number ?? 'schedule');
      return () => fault.strike(given, own?.parameters ?? fault.parameters.parse({}));
    },
    hand: (venue) => {
      const pause = async (ms: number): Promise<void> => {
        await sleep(ms, undefined, { signal: stopping.signal, ref: false });
      };
      const later: Hand['later'] = (ms, act) => {
        void pause(ms)
          .then(act)
          .catch((error: unknown) => {
            if (!stopping.signal.aborted) log(`A fault could not do its part: ${String(error)}`);
          });
      };
      return { venue, pause, later };
    },
    stop: () => stopping.abort(),
  };
};

/** A schedule that names no faults draws from all but the one whose answer has to be written down. */
const SCHEDULED_KINDS: readonly FaultKind[] = FAULT_KINDS.filter(
  (kind) => kind !== 'answer_replaced',
);

const isAt = <P extends Point>(fault: Fault, at: P): fault is Extract<Fault, Fault<P>> & Fault<P> =>
  fault.at === at;

const covers = (
  endpoint: string | undefined,
  usual: readonly string[] | undefined,
  subjects: readonly string[],
): boolean =>
  endpoint === undefined
    ? usual === undefined || subjects.some((subject) => usual.includes(subject))
    : subjects.includes(endpoint);

const shown = ({ chance: _chance, ...one }: Armed): ArmedFault => one;
