type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;
type Columns = Readonly<Record<string, Column>>;

/** The wider columns, after all that the narrower ones of the same names hold was put at their beginning. */
export function carriedOver<C extends Columns>(old: C, wide: C): C {
  const narrow: Columns = old;
  for (const [name, column] of Object.entries(wide)) column.set(narrow[name] ?? []);
  return wide;
}
