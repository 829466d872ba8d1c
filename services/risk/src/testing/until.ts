/** Waits for what happens soon. */
const WITHIN_MS = 3_000;

/** Throws when it does not become true. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + WITHIN_MS;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`it did not happen within ${WITHIN_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
