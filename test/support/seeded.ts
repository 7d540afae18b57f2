/** Numbers of a seed, 0 up to `below`. */
export type Seeded = (below: number) => number;

export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A copy with bytes flipped, cut out, doubled, or cut off. */
export function mutate(bytes: Buffer, next: Seeded): Buffer {
  const at = next(bytes.length);
  switch (next(4)) {
    case 0: {
      const copy = Buffer.from(bytes);
      const flips = 1 + next(8);
      for (let flip = 0; flip < flips; flip++) copy[next(copy.length)] = next(256);
      return copy;
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + next(40))]);
    case 2:
      return Buffer.concat([
        bytes.subarray(0, at),
        bytes.subarray(Math.max(0, at - next(200)), at),
        bytes.subarray(at),
      ]);
    default:
      return bytes.subarray(0, at);
  }
}
