declare module 'lz4js' {
  /** Decompresses an LZ4 frame. */
  export function decompress(data: Uint8Array, maxSize?: number): Uint8Array;
}
