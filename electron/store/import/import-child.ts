/** Entry of the import child: reads foreign files, one at a time, for the process that started it. It knows neither the store nor any path but the
 * staging folder, and may be killed at any moment. */
import { join } from 'node:path';

import { toErrorShape, AppError } from '../../../shared/lang/app-error.ts';
import type { ChildEnvelope, ChildReply, ChildRequest, ChildResults } from './child-messages.ts';
import { Database } from './database.ts';
import { ForeignSession } from './foreign-session.ts';

const THREADS = 2;

// DuckDB's module takes 0.2 s to load: it is there when the first file comes. A failure shows when it is used.
import('@duckdb/node-api').catch(() => undefined);

let session: ForeignSession | undefined;
/** One for all files of a folder: opening it takes longer than reading a small file. */
let database: { readonly folder: string; readonly opened: Database } | undefined;

async function handle(request: ChildRequest): Promise<ChildResults[keyof ChildResults]> {
  switch (request.type) {
    case 'open': {
      await close();
      session = await ForeignSession.open(await databaseFor(request.folder, request.memoryMegabytes), request);
      return { shape: session.shape() };
    }
    case 'inspect':
      return opened().inspect(request.options);
    case 'convert':
      return opened().convert(request.options);
    case 'close':
      return close();
  }
}

async function databaseFor(folder: string, memoryMegabytes: number): Promise<Database> {
  if (database?.folder === folder) return database.opened;
  await database?.opened.close();
  const opened = await Database.open({
    allowed: [folder],
    tempDir: join(folder, `spill-${process.pid}`),
    memoryLimit: `${memoryMegabytes}MB`,
    threads: THREADS,
  });
  database = { folder, opened };
  return opened;
}

async function close(): Promise<undefined> {
  const before = session;
  session = undefined;
  await before?.close();
  return undefined;
}

function opened(): ForeignSession {
  if (session === undefined) throw new AppError('unavailable', 'No file is open.');
  return session;
}

function reply(message: ChildReply): void {
  process.send?.(message);
}

let turn: Promise<void> = Promise.resolve();
process.on('message', ({ id, request }: ChildEnvelope) => {
  turn = turn
    .then(() => handle(request))
    .then(
      (result) => reply({ id, result }),
      (error: unknown) => reply({ id, error: toErrorShape(error) }),
    );
});
// By SIGKILL, since process.exit waits for a query under way: a child that outlives a killed importer would write beside its successor.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
