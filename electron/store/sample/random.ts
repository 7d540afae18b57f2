/** Seeded numbers, the same on every machine: 32-bit integer arithmetic (sfc32, C. Doty-Humphrey, PractRand) and no transcendental
 * function, whose last digit may differ between platforms. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Streams of different labels are independent of one another. */
  constructor(seed: number, label: string) {
    let hash = 0x811c9dc5 ^ seed;
    for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
    this.#a = hash | 0;
    this.#b = Math.imul(hash, 0x9e3779b9) | 0;
    this.#c = seed | 0;
    for (let i = 0; i < 12; i++) this.#bits();
  }

  #bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.#bits() / 4_294_967_296;
  }

  /** Whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.unit() * below);
  }

  /** About normal with mean 0 and variance 1: the sum of four uniforms, centred and scaled. Never beyond 3.5. */
  bell(): number {
    return (this.unit() + this.unit() + this.unit() + this.unit() - 2) * 1.732_050_807_568_877_2;
  }

  /** Skewed to the right, mean 1: most draws are small, few are large. */
  burst(): number {
    const u = this.unit();
    return 0.2 + 4 * u * u * u * u;
  }
}
