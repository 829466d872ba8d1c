/** Optional packages that some package names and no entry of the lock file answers, by path. */
export function holes(): Readonly<
  Record<string, { readonly name: string; readonly version: string }>
>;
