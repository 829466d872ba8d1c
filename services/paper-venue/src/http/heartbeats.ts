/** The dead-man switch: a key that began to beat and then falls silent loses its open orders. */
import { randomUUID } from 'node:crypto';

export type Beat =
  | { readonly valid: true; readonly next: string }
  | { readonly valid: false; readonly expected: string };

export type Heartbeats = {
  beat(owner: string, id: string): Beat;
  /** A beat without an id: the next one starts a chain. */
  restart(owner: string): void;
  /** Ends the chains that fell silent and names their keys. */
  takeSilent(): readonly string[];
};

export const HEARTBEAT_SILENCE_MS = 10_000;

export const createHeartbeats = (nowMs: () => number): Heartbeats => {
  const chains = new Map<string, { readonly expected: string; readonly atMs: number }>();
  return {
    beat: (owner, id) => {
      const chain = chains.get(owner);
      if ((chain?.expected ?? '') !== id) return { valid: false, expected: chain?.expected ?? '' };
      const next = randomUUID();
      chains.set(owner, { expected: next, atMs: nowMs() });
      return { valid: true, next };
    },
    restart: (owner) => {
      chains.set(owner, { expected: '', atMs: nowMs() });
    },
    takeSilent: () => {
      const since = nowMs() - HEARTBEAT_SILENCE_MS;
      const silent = [...chains].filter(([, { atMs }]) => atMs < since).map(([owner]) => owner);
      for (const owner of silent) chains.delete(owner);
      return silent;
    },
  };
};
