import { createHash } from 'node:crypto';
import type { StreamBlock } from '../../../shared/session/block.ts';

type Columns = StreamBlock['columns'];

const ORDER: Readonly<Record<StreamBlock['kind'], readonly string[]>> = {
  bars: ['time', 'open', 'high', 'low', 'close', 'volume', 'flags'],
  quotes: ['time', 'bid', 'ask', 'bidSize', 'askSize'],
  trades: ['time', 'price', 'size', 'side'],
};

/** SHA-256 (hex) of columns, the same that upkeep gives to equal columns of a stored session. */
export function liveDigest(kind: StreamBlock['kind'], columns: Columns): string {
  const hash = createHash('sha256');
  for (const name of ORDER[kind])
    hash.update((columns as unknown as Record<string, NodeJS.ArrayBufferView>)[name] ?? new Uint8Array());
  return hash.digest('hex');
}
