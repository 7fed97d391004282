declare const brandName: unique symbol;

/**
 * A `T` that went through the one function that checks it. `Name` is the brand's name.
 * Made only by the parser or maker that stands beside the type.
 */
export type Brand<T, Name extends string> = T & { readonly [brandName]: Name };
