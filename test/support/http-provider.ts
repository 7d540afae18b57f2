import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import type { BarColumns } from '../../shared/market/columns.ts';
import type { BarProvider, ProvidedBars } from '../../shared/session/bar-provider.ts';
import { barColumns, type BarRow } from './columns.ts';

/** A service on a socket of this machine that has these bars of one symbol, and the provider that asks it. */
export class HttpProvider implements BarProvider {
  readonly name: string;
  /** Answers to come that are errors of the service. */
  failures = 0;
  /** `from to` of each question that the service was asked, in seconds. */
  readonly asked: string[] = [];
  readonly #bars: BarColumns;
  readonly #server: Server;

  private constructor(name: string, bars: BarColumns) {
    this.name = name;
    this.#bars = bars;
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://127.0.0.1');
      const [from, to] = [Number(url.searchParams.get('from')), Number(url.searchParams.get('to'))];
      this.asked.push(`${from / 1e6} ${to / 1e6}`);
      if (this.failures > 0) {
        this.failures -= 1;
        response.writeHead(503).end();
        return;
      }
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(this.#rows(from, to)));
    });
  }

  static async start(name: string, bars: BarColumns): Promise<HttpProvider> {
    const provider = new HttpProvider(name, bars);
    provider.#server.listen(0, '127.0.0.1');
    await once(provider.#server, 'listening');
    return provider;
  }

  async fetchBars(
    { symbol, interval }: Parameters<BarProvider['fetchBars']>[0],
    range: Parameters<BarProvider['fetchBars']>[1],
  ): Promise<ProvidedBars> {
    const { port } = this.#server.address() as AddressInfo;
    const query = new URLSearchParams({ symbol, interval, from: String(range.from), to: String(range.to) });
    const answer = await fetch(`http://127.0.0.1:${port}/bars?${query.toString()}`);
    if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
    return { columns: barColumns((await answer.json()) as BarRow[]), priceScale: 2, sizeScale: 0 };
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #rows(from: number, to: number): BarRow[] {
    const { time, open, high, low, close, volume } = this.#bars;
    const rows: BarRow[] = [];
    time.forEach((at, row) => {
      if (at < from || at >= to) return;
      const values = [open, high, low, close, volume].map((column) => column[row] as number);
      rows.push([at, ...values] as unknown as BarRow);
    });
    return rows;
  }
}
