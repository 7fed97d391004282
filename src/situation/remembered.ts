/**
 * A pure function of things that never change, made to work each answer out once: the last one is kept with the first
 * argument, for as long as that is, and given again while the other arguments are the same ones.
 */
export function remembered<A extends object, B extends readonly unknown[], V>(
  work: (first: A, ...rest: B) => V,
): (first: A, ...rest: B) => V {
  const last = new WeakMap<A, { readonly rest: B; readonly value: V }>();
  return (first, ...rest) => {
    const known = last.get(first);
    if (known !== undefined && rest.every((argument, i) => Object.is(argument, known.rest[i])))
      return known.value;
    const value = work(first, ...rest);
    last.set(first, { rest, value });
    return value;
  };
}

/** The same for a function of a list: its answer is kept with the first member, while all members are the same ones. */
export function rememberedOfList<A extends object, V>(
  work: (list: readonly A[]) => V,
): (list: readonly A[]) => V {
  const last = new WeakMap<A, { readonly list: readonly A[]; readonly value: V }>();
  return (list) => {
    const [first] = list;
    const known = first && last.get(first);
    if (known?.list.length === list.length && list.every((member, i) => member === known.list[i]))
      return known.value;
    const value = work(list);
    if (first !== undefined) last.set(first, { list, value });
    return value;
  };
}
