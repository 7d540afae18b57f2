import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

import { CalendarService } from '../../electron/backend/calendar-service.ts';
import { EventBus } from '../../electron/backend/event-bus.ts';
import { createImporter } from '../../electron/store/import/importer.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { calendarFinder } from '../../electron/upkeep/find-calendar.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import { tempDir } from '../support/temp-dir.ts';

const CHILD = fileURLToPath(new URL('../../dist/electron/import-child.js', import.meta.url));
const TOKYO = {
  id: 'tokyo',
  time_zone: 'Asia/Tokyo',
  coverage: { from: '2020-01-01', to: '2020-12-31' },
  week: { monday: { open: '09:00', close: '15:00' } },
};

let store: Store | undefined;
afterEach(async () => store?.close());

async function service(): Promise<{ calendars: CalendarService; dataDir: string; changes: string[] }> {
  const dataDir = await tempDir();
  store = await openStore({ dataDir, mode: 'write' });
  const changes: string[] = [];
  const events = new EventBus();
  events.listen((name) => changes.push(name));
  return { calendars: new CalendarService(store, events, () => changes.push('upkeep')), dataDir, changes };
}

describe("calendars of a user's own", () => {
  it('are kept in the data folder, listed, found by name, replaced and removed', async () => {
    const { calendars, dataDir, changes } = await service();
    await calendars.add(JSON.stringify(TOKYO));
    expect(calendars.list().calendars.at(-1)).toMatchObject({ id: 'tokyo', isBuiltIn: false, symbols: [] });
    expect(calendarFinder(dataDir)('tokyo')?.timeZone).toBe('Asia/Tokyo');
    await calendars.add(JSON.stringify({ ...TOKYO, label: 'Tokyo, mornings' }));
    expect(calendars.list().calendars.filter(({ id }) => id === 'tokyo')).toMatchObject([{ label: 'Tokyo, mornings' }]);
    expect(await calendars.remove('tokyo')).toEqual({ removed: true });
    expect(await calendars.remove('tokyo')).toEqual({ removed: false });
    expect(calendarFinder(dataDir)('tokyo')).toBeUndefined();
    expect(changes).toEqual(Array.from({ length: 3 }, () => ['upkeep', 'calendars.changed']).flat());
  });

  it('are refused with every problem at its path, and nothing is kept', async () => {
    const { calendars } = await service();
    const broken = JSON.stringify({
      ...TOKYO,
      time_zone: 'Asia/Atlantis',
      week: { monday: { open: '15:00', close: '09:00' } },
    });
    await expect(calendars.add(broken)).rejects.toMatchObject({
      code: 'bad-config',
      details: { problems: [{ path: 'week.monday' }, { path: 'time_zone' }] },
    });
    await expect(calendars.add('{')).rejects.toMatchObject({
      code: 'bad-config',
      details: { problems: [{ path: '' }] },
    });
    await expect(calendars.add(JSON.stringify({ ...TOKYO, id: 'cme' }))).rejects.toMatchObject({
      details: { problems: [{ path: 'id' }] },
    });
    await expect(calendars.remove('cme')).rejects.toMatchObject({ code: 'not-allowed' });
    expect(calendars.ownIds()).toEqual([]);
  });

  it('that were damaged by hand are named with their file and harm nothing else', async () => {
    const { calendars, dataDir } = await service();
    await calendars.add(JSON.stringify(TOKYO));
    await mkdir(join(dataDir, 'calendars'), { recursive: true });
    await writeFile(join(dataDir, 'calendars', 'OSLO.json'), '{"id": "oslo"}');
    const { unreadable } = calendars.list();
    expect(unreadable.map(({ file }) => file)).toEqual(['OSLO.json']);
    expect(unreadable[0]?.problems.map(({ path }) => path)).toContain('time_zone');
    expect(calendars.ownIds()).toEqual(['tokyo']);
  });

  it('may be named in a session configuration', async () => {
    const { calendars } = await service();
    const json = {
      session_name: 'a',
      mode: 'backtest',
      calendar: 'tokyo',
      data_streams: [{ type: 'quotes', symbol: 'X' }],
    };
    expect(parseSessionConfig(json, calendars.ownIds()).problems).toMatchObject([{ path: 'calendar' }]);
    await calendars.add(JSON.stringify(TOKYO));
    expect(parseSessionConfig(json, calendars.ownIds()).valid).toBe(true);
  });

  it('may be named at import: the symbol keeps it, and session dates open by it', async () => {
    const { calendars } = await service();
    await calendars.add(JSON.stringify(TOKYO));
    const file = join(await tempDir(), 'X_1d.csv');
    await writeFile(file, 'date,open,high,low,close,volume\n2020-01-06,10,11,9,10,5\n2020-01-13,10,11,9,10,5\n');
    const opened = ensure(store, 'the store');
    const importer = createImporter({ store: opened, child: CHILD });
    try {
      const given = { symbol: 'X', interval: '1d' as never, source: 'own', timeZone: 'Asia/Tokyo' };
      const { files } = await importer.importPaths([file], { ...given, calendar: 'tokyo' });
      expect(files).toMatchObject([{ status: 'imported', rowsStored: 2 }]);
    } finally {
      await importer.close();
    }
    expect(opened.reader.symbol('X').calendar).toBe('tokyo');
    expect((await opened.catalogue())[0]).toMatchObject({ timeZone: 'Asia/Tokyo', from: Date.UTC(2020, 0, 6) * 1_000 });
    await expect(calendars.remove('tokyo')).rejects.toMatchObject({ code: 'not-allowed', details: { symbols: ['X'] } });
  });
});
