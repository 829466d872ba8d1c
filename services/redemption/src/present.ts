/** The same options without those that are undefined: absent and undefined are not the same. */
export function present<Options extends object>(options: Options): Present<Options> {
  const there = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as Present<Options>;
}

type Present<Options> = { [Key in keyof Options]?: Exclude<Options[Key], undefined> };
