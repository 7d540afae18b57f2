/** Nominal typing for numbers and strings: a `Brand<number, 'Micros'>` cannot pass for another unit. */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };
