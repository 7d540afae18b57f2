import { describe, expect, test } from 'vitest';

import { createCommandsStore, keysOf } from '../../../renderer/state/commands-store.ts';
import { createNavigationStore, viewOfHash } from '../../../renderer/state/navigation-store.ts';

const press = (
  key: string,
  more: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
): string => keysOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });

describe('keys', () => {
  test('presses read as the key map writes them', () => {
    expect([
      press(' '),
      press('ArrowLeft', { shiftKey: true }),
      press('ArrowRight', { ctrlKey: true }),
      press('['),
      press('g'),
      press('End'),
      press('1', { ctrlKey: true }),
    ]).toEqual(['Space', 'Shift Left', 'Ctrl Right', '[', 'G', 'End', 'Ctrl 1']);
  });

  test('Command stands for Ctrl, and Shift is not named where the sign already needs it', () => {
    expect([press('k', { metaKey: true }), press('?', { shiftKey: true }), press('B', { shiftKey: true })]).toEqual([
      'Ctrl K',
      '?',
      'Shift B',
    ]);
  });
});

describe('commands', () => {
  test('a command runs by its id while it is registered and enabled', () => {
    const store = createCommandsStore();
    const done: string[] = [];
    let isEnabled = false;
    const remove = store.getState().register([
      { id: 'a', title: 'A', group: 'G', perform: () => done.push('a') },
      { id: 'b', title: 'B', group: 'G', isEnabled: () => isEnabled, perform: () => done.push('b') },
    ]);
    expect([store.getState().run('a'), store.getState().run('b'), store.getState().run('c')]).toEqual([
      true,
      false,
      false,
    ]);
    isEnabled = true;
    expect(store.getState().run('b')).toBe(true);
    remove();
    expect([store.getState().run('a'), done]).toEqual([false, ['a', 'b']]);
  });

  test('taking away a replaced command leaves its successor', () => {
    const store = createCommandsStore();
    const done: string[] = [];
    const command = (name: string) => ({ id: 'x', title: name, group: 'G', perform: () => void done.push(name) });
    const removeOld = store.getState().register([command('old')]);
    store.getState().register([command('new')]);
    removeOld();
    store.getState().run('x');
    expect([done, store.getState().commands.length]).toEqual([['new'], 1]);
  });
});

describe('navigation', () => {
  test('the address names the view, and an unknown or a token address is the Library', () => {
    expect(['#/replay', '#replay', '', '#token=abc', '#/settings?x=1'].map(viewOfHash)).toEqual([
      'replay',
      'replay',
      'library',
      'library',
      'settings',
    ]);
  });

  test('going somewhere writes the address; the Back button goes back', () => {
    let hash = '#/library';
    let changed = (): void => undefined;
    const store = createNavigationStore({
      get: () => hash,
      set: (next) => {
        hash = next;
      },
      onChange: (listener) => {
        changed = listener;
      },
    });
    store.getState().go('replay');
    expect([hash, store.getState().view]).toEqual(['#/replay', 'replay']);
    hash = '#/library';
    changed();
    expect(store.getState().view).toBe('library');
  });
});
