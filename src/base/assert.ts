/** Throws when our own reasoning is wrong. Never for what a person or a peer can cause: that is a `Result`. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`bug: ${why}`);
}

/** Closes an exhaustive switch; a new member of the union then fails to compile. */
export function never(value: never, where: string): never {
  throw new Error(`bug: unhandled case in ${where}: ${JSON.stringify(value)}`);
}
