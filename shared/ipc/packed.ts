/** Deepest nesting accepted. */
const MAX_DEPTH = 100;

/** Bytes after the first one of each scalar format 0xc0 to 0xdb, -1 where a length follows, -2 for the format never used. */
const TAIL = [0, -2, 0, 0, -1, -1, -1, -1, -1, -1, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 2, 3, 5, 9, 17, -1, -1, -1] as const;

/** Refuses MessagePack whose lengths promise more than its bytes hold, or that nests too deep. A decoder allocates an array as long
 * as its header says before it reads an element, so a megabyte of nested headers would take the process's memory.
 * Throws RangeError; accepts exactly one value. */
export function checkPacked(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const remaining = [1];
  let pending = 1;
  let at = 0;
  while (pending > 0) {
    while (remaining.at(-1) === 0) remaining.pop();
    remaining[remaining.length - 1] = (remaining.at(-1) as number) - 1;
    pending -= 1;
    const head = view.getUint8(at);
    const children = childCount(view, at, head);
    at += 1 + tailLength(view, at, head);
    if (children > 0) {
      remaining.push(children);
      pending += children;
      if (remaining.length > MAX_DEPTH) throw new RangeError(`a message nests deeper than ${MAX_DEPTH} levels`);
    }
    if (pending > bytes.byteLength - at) throw new RangeError(`a message of ${bytes.byteLength} bytes ends too early`);
  }
  if (at !== bytes.byteLength) throw new RangeError(`${bytes.byteLength - at} bytes follow the end of a message`);
}

function childCount(view: DataView, at: number, head: number): number {
  if (head >= 0x80 && head <= 0x8f) return (head & 0x0f) * 2;
  if (head >= 0x90 && head <= 0x9f) return head & 0x0f;
  if (head === 0xdc) return view.getUint16(at + 1);
  if (head === 0xdd) return view.getUint32(at + 1);
  if (head === 0xde) return view.getUint16(at + 1) * 2;
  if (head === 0xdf) return view.getUint32(at + 1) * 2;
  return 0;
}

function tailLength(view: DataView, at: number, head: number): number {
  if (head >= 0xa0 && head <= 0xbf) return head & 0x1f;
  if (head < 0xc0 || head >= 0xe0) return 0;
  if (head >= 0xdc) return head % 2 === 0 ? 2 : 4;
  const tail = TAIL[head - 0xc0] as number;
  if (tail === -2) throw new RangeError('a message holds the byte 0xc1, which MessagePack never uses');
  if (tail >= 0) return tail;
  if (head === 0xc4 || head === 0xd9) return 1 + view.getUint8(at + 1);
  if (head === 0xc5 || head === 0xda) return 2 + view.getUint16(at + 1);
  if (head === 0xc6 || head === 0xdb) return 4 + view.getUint32(at + 1);
  if (head === 0xc7) return 2 + view.getUint8(at + 1);
  if (head === 0xc8) return 3 + view.getUint16(at + 1);
  return 5 + view.getUint32(at + 1);
}
