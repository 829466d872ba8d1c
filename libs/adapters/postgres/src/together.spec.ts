import { expect, test } from '@jest/globals';
import { together } from './together.js';

const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the first goes alone, and what comes while it is under way goes together', async () => {
  const goes: (readonly number[])[] = [];
  const ask = together<number>(async (asked) => {
    goes.push([...asked]);
    await later();
  });

  const first = ask(1);
  await Promise.resolve();
  await Promise.all([first, ask(2), ask(3)]);
  await ask(4);

  expect(goes).toEqual([[1], [2, 3], [4]]);
});

test('a go that fails fails for those who were in it, and for nobody after them', async () => {
  const ask = together<number>((asked) =>
    asked.includes(1) ? Promise.reject(new Error('no')) : Promise.resolve(),
  );

  const failed = ask(1);
  await expect(failed).rejects.toThrow('no');
  await expect(ask(2)).resolves.toBeUndefined();
});
