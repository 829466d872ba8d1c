/** Whose turn it is: each is due at its own time, and a turn takes no more than is bearable. */
export class Turns<Id> {
  readonly #dueMs = new Map<Id, number>();
  /** How long it was left alone last time. */
  readonly #pausesMs = new Map<Id, number>();

  /** Those that are due, the longest overdue first. They wait for `later` then. */
  take(nowMs: number, max: number): readonly Id[] {
    const due = [...this.#dueMs].filter(([, dueMs]) => dueMs <= nowMs);
    const taken = due
      .sort(([, one], [, other]) => one - other)
      .slice(0, max)
      .map(([id]) => id);
    // Whoever fails to come back is asked again, though last.
    for (const id of taken) this.#dueMs.set(id, nowMs);
    return taken;
  }

  /** At once, whatever pause it had; also how one begins. */
  soon(id: Id): void {
    this.#dueMs.set(id, 0);
    this.#pausesMs.delete(id);
  }

  /** After a pause; with `atMost`, each pause is twice the one before until it is that long. */
  later(id: Id, nowMs: number, { pauseMs, atMostMs = pauseMs }: Pause): void {
    const before = this.#pausesMs.get(id);
    const next = Math.min(before === undefined ? pauseMs : before * 2, atMostMs);
    this.#pausesMs.set(id, next);
    this.#dueMs.set(id, nowMs + next);
  }

  forget(id: Id): void {
    this.#dueMs.delete(id);
    this.#pausesMs.delete(id);
  }
}

export type Pause = { readonly pauseMs: number; readonly atMostMs?: number };
