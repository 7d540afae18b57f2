import type { Handlers, RequestArgs, RequestName } from '../../shared/ipc/contract.ts';
import { requestSchemas } from '../../shared/ipc/contract.ts';

/** One legal set of arguments a request. */
export const exampleArgs: { readonly [Name in RequestName]: RequestArgs<Name> } = {
  'app.info': {},
  'app.doctor': {},
  'settings.get': {},
  'settings.set': { theme: 'light' },
  'catalog.list': {},
  'import.inspect': { files: [{ path: '/data/spy.csv' }, { upload: 'a1' }] },
  'import.preview': { fileId: 'f1', options: { timeZone: 'UTC' } },
  'import.commit': { files: [{ fileId: 'f1', options: {} }], remember: true },
  'import.discard': { fileIds: ['f1'] },
  'sample.load': {},
  'export.start': { seriesId: 'bars/1s/SPY/lean', format: 'csv' },
  'store.plan': { operation: 'delete', seriesIds: ['bars/1s/SPY/lean'], from: '2013-10-07' },
  'store.delete': { seriesIds: ['bars/1s/SPY/lean'], from: '2013-10-07', to: '2013-10-08' },
  'store.retention': { rules: [{ of: '1s', days: 30 }] },
  'store.compact': {},
  'store.verify': {},
  'store.backup': { path: '/data/backup.tar' },
  'store.restore': { file: { path: '/data/backup.tar' } },
  'store.migrate': { path: '/data/old', dryRun: true, options: {} },
  'jobs.list': {},
  'jobs.cancel': { jobId: 'j1' },
  'calendars.list': {},
  'calendars.add': { json: '{}' },
  'calendars.remove': { id: 'tokyo' },
  'quality.days': { from: '2013-10-07' },
  'quality.session': { seriesId: 'bars/1s/SPY/lean', date: '2013-10-07' },
  'quality.minute': { seriesId: 'bars/1s/SPY/lean', minute: 1_381_152_600_000_000 },
  'strategies.list': {},
  'strategies.create': { name: 'my-strategy' },
  'strategies.open': { path: '/home/me/cross.ts' },
  'strategies.trust': { path: '/home/me/cross.ts', sha256: 'a1' },
  'strategies.forget': { path: '/home/me/cross.ts' },
  'results.list': {},
  'results.get': { id: 'a1' },
  'results.delete': { ids: ['a1'] },
  'results.export': { id: 'a1', format: 'html' },
  'results.keep': {},
  'run.start': { config: {} },
  'session.validate': { config: {} },
  'session.resolve': { config: {} },
  'session.open': { config: {} },
  'session.current': {},
  'session.close': {},
  'session.strips': {},
  'replay.command': { type: 'seek', time: 1_381_152_600_000_000 },
  'replay.trade': { command: { type: 'flatten' } },
  'replay.subscribe': { charts: [{ id: 'c1', symbol: 'SPY', interval: '5m', bars: 500 }] },
  'replay.ack': { sequence: 1 },
  'replay.bars': { symbol: 'SPY', interval: '1s', before: 1_381_152_600_000_000, count: 100 },
};

export const requestNames = Object.keys(requestSchemas) as RequestName[];

/** Handlers that answer `{ handled: name }` and write down every call. */
export function recordingHandlers(): { handlers: Handlers; calls: { name: string; args: unknown }[] } {
  const calls: { name: string; args: unknown }[] = [];
  const entries = requestNames.map((name) => [
    name,
    (args: unknown) => {
      calls.push({ name, args });
      return { handled: name };
    },
  ]);
  return { handlers: Object.fromEntries(entries) as Handlers, calls };
}
