import * as v from 'valibot';

/** What is wrong with the checkpoint that an entry names, by the hub's own log. */
export const checkpointFault = v.optional(
  v.pipe(v.picklist(['unknown', 'newer']), v.description('Of the checkpoint it names, by this hub’s log')),
);

const bound = v.object({
  by: v.picklist(['hub', 'witness', 'authority']),
  name: v.optional(v.string()),
  at: v.pipe(v.number(), v.description('Milliseconds since 1970, by the clock of whoever vouches')),
});

const bracket = v.object({
  notBefore: v.optional(v.object({ size: v.number(), at: v.number() })),
  notAfter: v.array(bound),
  outside: v.optional(bound),
  otherLog: v.optional(v.string()),
  fault: checkpointFault,
});

type Writing = {
  readonly answer: (description: string, schema: v.GenericSchema) => object;
  readonly inPath: (name: string) => object;
};

/** Between what moments an entry was signed, as the hub tells it. */
export function bracketPaths(
  get: (summary: string, found: object, parameters?: readonly object[]) => object,
  { answer, inPath }: Writing,
): Readonly<Record<string, object>> {
  const found = answer('A bracket', bracket);
  const summary = 'Between what moments an entry was signed, and who vouches for each';
  return { '/b/{token}/bracket/{id}': get(summary, found, [inPath('id')]) };
}
