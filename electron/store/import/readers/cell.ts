/** Rough looks of one cell, to tell a header from data. */

const NUMBER = /^\s*[-+]?(\d[\d.,' ]*|\.\d+)(e[-+]?\d+)?\s*$/i;
const TIME = /^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ,].*)?\s*$|^\s*\d{1,2}:\d{2}/;

export function looksLikeNumber(cell: string): boolean {
  return NUMBER.test(cell);
}

export function looksLikeTime(cell: string): boolean {
  return TIME.test(cell);
}
