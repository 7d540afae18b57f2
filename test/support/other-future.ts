import type { SessionBlock, StreamBlock } from '../../shared/session/block.ts';
import { delayOf, symbolBlock, type TestRun } from './blocks.ts';

/** The same run as far as it is known at an instant; everything later has other values, and every third row of it is missing. */
export function otherFuture({ plan, blocks }: TestRun, instant: number): TestRun {
  const others = blocks.map((block, session): SessionBlock => {
    const streams = block.streams.map((stream) => otherRows(stream, instant));
    const symbols = streams.flatMap((stream, index) =>
      stream.kind === 'bars' ? [symbolBlock(plan, plan.sessions[session]!, stream, index)] : [],
    );
    return { ...block, streams, symbols };
  });
  return { plan, blocks: others };
}

function otherRows(stream: StreamBlock, instant: number): StreamBlock {
  const known = [...stream.columns.time].map((time) => time + delayOf(stream) <= instant);
  const first = stream.kind === 'quotes' ? stream.first : 0;
  const keeps = known.map((isKnown, row) => isKnown || row < first || row % 3 !== 0);
  const columns = Object.fromEntries(
    Object.entries(stream.columns).map(([name, column]) => {
      const values = (column as Float64Array | Uint8Array).map((value, row) => {
        return known[row] === true || name === 'time' || name === 'flags' || name === 'side' ? value : value + 7;
      });
      return [name, values.filter((_, row) => keeps[row])];
    }),
  );
  return { ...stream, columns } as unknown as StreamBlock;
}
