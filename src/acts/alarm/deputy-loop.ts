type Person = { readonly handle: string; readonly deputies: readonly string[] };

/**
 * A chain of deputies that comes back to where it began, the first handle again at its end: when all of them are taken at
 * once, nobody is left. `undefined` where every chain ends.
 */
export function deputyLoop(people: readonly Person[]): readonly string[] | undefined {
  const deputiesOf = new Map(people.map(({ handle, deputies }) => [handle, deputies]));
  const ends = new Set<string>();
  const from = (handle: string, before: readonly string[]): readonly string[] | undefined => {
    const start = before.indexOf(handle);
    if (start >= 0) return [...before.slice(start), handle];
    if (ends.has(handle)) return undefined;
    for (const deputy of deputiesOf.get(handle) ?? []) {
      const loop = from(deputy, [...before, handle]);
      if (loop !== undefined) return loop;
    }
    ends.add(handle);
    return undefined;
  };
  for (const { handle } of people) {
    const loop = from(handle, []);
    if (loop !== undefined) return loop;
  }
  return undefined;
}
