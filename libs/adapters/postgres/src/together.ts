/** Does what many ask for in one go: while one go is under way, the next gathers. */
export function together<One>(
  all: (asked: readonly One[]) => Promise<void>,
): (one: One) => Promise<void> {
  let gathering: { readonly asked: One[]; readonly done: Promise<void> } | undefined;
  let before: Promise<unknown> = Promise.resolve();

  const gather = (): NonNullable<typeof gathering> => {
    const asked: One[] = [];
    const done = before.then(() => {
      gathering = undefined;
      return all(asked);
    });
    before = done.catch(() => undefined);
    return { asked, done };
  };

  return (one) => {
    gathering ??= gather();
    gathering.asked.push(one);
    return gathering.done;
  };
}
