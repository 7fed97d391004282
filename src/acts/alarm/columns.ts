type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** The wider columns, after all that the narrower ones of the same names hold was put at their beginning. */
export function carriedOver<C extends Readonly<Record<keyof C, Column>>>(old: C, wide: C): C {
  for (const name of Object.keys(old) as (keyof C)[]) wide[name].set(old[name]);
  return wide;
}
