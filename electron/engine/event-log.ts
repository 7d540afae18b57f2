import type { Revision, SessionBlock } from '../../shared/session/block.ts';
import type { PlannedStream } from '../../shared/session/plan.ts';
import { canonicalJson } from '../../shared/lang/canonical-json.ts';
import { seriesId } from '../../shared/market/series.ts';
import type { Order } from '../../shared/trading/order.ts';
import { ByteWriter } from './byte-writer.ts';
import { LogWords } from './log-words.ts';
import type { FillFields } from './trading/execution.ts';
import { writeFill, writeOrder } from './trading-words.ts';

/** A place in the bytes that a sink can go back to. */
export type SinkMark = object;

/** Takes the log's bytes: hashes them, writes them to a file. */
export interface EventLogSink {
  /** The bytes are reused after the call: consume or copy them. */
  write(bytes: Uint8Array): void;
  mark(): SinkMark;
  /** Forgets what was written after the mark. */
  restore(mark: SinkMark): void;
}

export const EVENT_LOG_VERSION = 4;

/** Values of the first word of a control record. Smaller ones are a market event of that stream. */
const CONTROL = {
  sessionStart: 0xff00,
  sessionEnd: 0xff01,
  order: 0xff02,
  fill: 0xff03,
  orderEnd: 0xff04,
  timer: 0xff05,
  command: 0xff06,
  corporateAction: 0xff07,
  borrow: 0xff08,
  marginCall: 0xff09,
  upkeep: 0xff0a,
  liveData: 0xff0b,
} as const;

/** Of trading, what is rare enough to be written as text. */
export type TradingEvent = 'timer' | 'command' | 'corporateAction' | 'borrow' | 'marginCall';

/** Streams a run may have: their positions must stay below the control words. */
export const MAX_STREAMS = CONTROL.sessionStart;

/** So many are handed to the sink at once. */
const WORDS = 32_768;

/** In place of a stream. */
const NONE = -1;
/** After a market event: so many in a row are of its stream; fewer than the least are a word each. */
const REPEATED = 0xff0c;
const LEAST_REPEATED = 4;

/** The number of a row's market events was handed to the sink before it was known whether more follow. */
interface Handed {
  readonly stream: number;
  /** Before that number. */
  readonly mark: SinkMark;
}

/** A place in the log, which may be inside a row. */
export interface LogMark {
  readonly sink: SinkMark;
  readonly stream: number;
  readonly count: number;
}

/** The event log (S24) in its canonical encoding, version 4, all little-endian words of 16 bits:
 *
 * - header: the text `TAPEDECK EVENT LOG`, version (u16), number of streams (u16), the series of each as text;
 * - a market event is one word: its stream's position in the configuration. Its row is the stream's next one, its values are
 *   bound by the digest below, so the word says all. Four or more of one stream in a row, with nothing between them, are that word,
 *   0xff0c and their number (u32);
 * - a control record is another word from 0xff00 on, the payload's bytes (u32), the payload, padded to an even length.
 *   0xff00 session start: date, open and close (f64), then for each stream its first row (u32) and the SHA-256 of its columns;
 *   0xff01 session end: close (f64), 1 if the session ran out of data (C4) else 0 (u16);
 *   0xff02 order placed or refused, 0xff03 fill, 0xff04 order that ended unfilled: as `trading-words.ts` lays them out;
 *   0xff05 timer, 0xff06 command of a person, 0xff07 split or dividend, 0xff08 borrow cost, 0xff09 margin call, and of a live session
 *   0xff0a what upkeep put behind the clock (S26), 0xff0b at its end the digests of its streams, which are empty at its start: the
 *   record as canonical JSON in UTF-16 code units.
 *
 * A text is ASCII after its length (u16). Derived bars follow from base bars and the clock, play, pause, speed,
 * steps and seeks change no result: neither is in the log. */
export class EventLog {
  readonly #sink: EventLogSink;
  readonly #words = new LogWords(WORDS);
  /** The stream of the market events that came last, in a row, and how many they are: the first is written. */
  #stream = NONE;
  #count = 0;
  #handed: Handed | undefined;

  constructor(sink: EventLogSink) {
    this.#sink = sink;
  }

  header(streams: readonly PlannedStream[]): void {
    const writer = new ByteWriter().text('TAPEDECK EVENT LOG').u16(EVENT_LOG_VERSION).u16(streams.length);
    for (const stream of streams) writer.text(seriesId({ kind: stream.type, ...stream }));
    this.#write(writer.toEvenBytes());
  }

  marketEvent(stream: number): void {
    if (stream === this.#stream) this.#count += 1;
    else this.#turnTo(stream);
  }

  sessionStart(block: SessionBlock): void {
    const writer = new ByteWriter().text(block.date).f64(block.open).f64(block.close);
    for (const stream of block.streams) writer.u32(stream.kind === 'quotes' ? stream.first : 0).text(stream.digest);
    this.#control(CONTROL.sessionStart, writer.toEvenBytes());
  }

  sessionEnd(block: SessionBlock, timerExpired: boolean): void {
    this.#control(
      CONTROL.sessionEnd,
      new ByteWriter()
        .f64(block.close)
        .u16(timerExpired ? 1 : 0)
        .toEvenBytes(),
    );
  }

  /** An order that was placed or refused; `isEnd`: one that came to its end unfilled. */
  order(order: Order, isEnd: boolean): void {
    const begin = this.#begin(isEnd ? CONTROL.orderEnd : CONTROL.order);
    writeOrder(this.#words, order);
    this.#end(begin);
  }

  fill(fill: FillFields): void {
    const begin = this.#begin(CONTROL.fill);
    writeFill(this.#words, fill);
    this.#end(begin);
  }

  /** What else happened to orders and money, at its place among the market events. */
  trading(event: TradingEvent, record: object): void {
    this.#text(CONTROL[event], record);
  }

  upkeep(revision: Revision): void {
    this.#text(CONTROL.upkeep, revision);
  }

  /** What a live session's streams held in the end. */
  liveData({ streams }: SessionBlock): void {
    this.#text(
      CONTROL.liveData,
      streams.map(({ columns, digest }) => ({ rows: columns.time.length, digest })),
    );
  }

  mark(): LogMark {
    this.#takeBack();
    this.#handOver();
    return { sink: this.#sink.mark(), stream: this.#stream, count: this.#count };
  }

  restore({ sink, stream, count }: LogMark): void {
    this.#words.clear();
    this.#stream = stream;
    this.#count = count;
    this.#handed = undefined;
    this.#sink.restore(sink);
  }

  /** Hands everything to the sink. What is written does not depend on it: a row that goes on takes its number back. */
  flush(): void {
    this.#handOver();
    if (this.#count < 2 || this.#handed !== undefined) return;
    const handed = { stream: this.#stream, mark: this.#sink.mark() };
    this.#writeCount();
    this.#handOver();
    this.#handed = handed;
    this.#stream = NONE;
  }

  #turnTo(stream: number): void {
    if (this.#handed?.stream === stream) {
      this.#takeBack();
      this.#count += 1;
      return;
    }
    // Of a single event nothing is left to write: most of a run in which streams take turns.
    if (this.#count > 1) this.#endRow();
    this.#stream = stream;
    this.#count = 1;
    this.#words.u16(stream);
    if (this.#words.length >= WORDS) this.#handOver();
  }

  #takeBack(): void {
    if (this.#handed === undefined) return;
    const { stream, mark } = this.#handed;
    this.#sink.restore(mark);
    this.#stream = stream;
    this.#handed = undefined;
  }

  /** What comes next is no market event of the same stream. */
  #endRow(): void {
    if (this.#count > 1 && this.#handed === undefined) this.#writeCount();
    this.#handed = undefined;
    this.#stream = NONE;
    this.#count = 0;
  }

  #writeCount(): void {
    const count = this.#count;
    if (count >= LEAST_REPEATED) this.#words.u16(REPEATED).u32(count);
    else for (let i = 1; i < count; i++) this.#words.u16(this.#stream);
  }

  #text(code: number, record: object): void {
    const text = canonicalJson(record);
    const begin = this.#begin(code);
    this.#words.units(text);
    this.#end(begin);
  }

  /** A record's head; its length is not known yet. Returns its place for {@link #end}. */
  #begin(code: number): number {
    this.#endRow();
    this.#words.u16(code);
    const begin = this.#words.length;
    this.#words.u32(0);
    return begin;
  }

  #end(begin: number): void {
    this.#words.setU32(begin, (this.#words.length - begin - 2) * 2);
    if (this.#words.length >= WORDS) this.#handOver();
  }

  #control(code: number, payload: Uint8Array): void {
    this.#write(new ByteWriter().u16(code).u32(payload.length).toEvenBytes());
    this.#write(payload);
  }

  #write(bytes: Uint8Array): void {
    this.#endRow();
    this.#handOver();
    this.#sink.write(bytes);
  }

  #handOver(): void {
    if (this.#words.length === 0) return;
    this.#sink.write(this.#words.bytes);
    this.#words.clear();
  }
}
