// 19.11: Back in Play steps through the entities that were opened, and forgets none of them.
import { beforeEach, expect, it, vi } from 'vitest';
import { PlayLayout, sceneShown } from './play-layout.svelte.ts';

const stored = vi.hoisted(() => new Map<string, unknown>());
vi.mock('#lib/device/device.svelte.ts', () => ({
  getDevice: () => ({
    settings: {
      get: (key: string) => Promise.resolve(stored.get(key)),
      set: (key: string, value: unknown) => Promise.resolve(void stored.set(key, value)),
    },
  }),
}));
beforeEach(() => stored.clear());

/** A layout that has read what is stored. */
const openLayout = async (): Promise<PlayLayout> => {
  const layout = new PlayLayout('s1');
  await vi.waitFor(() => expect(layout.shown).toBe('scene'));
  return layout;
};

it('Back after A, B, C shows B, then A, then closes the drawer; Forward opens it again, also after a reload', async () => {
  stored.set('play:s1', { shown: 'scene' });
  const layout = await openLayout();
  ['a', 'b', 'c'].forEach((id) => layout.open(id));
  const shown = [1, 2, 3].map(() => {
    layout.back();
    return [layout.drawerId, layout.isOpenedHere];
  });
  expect(shown).toEqual([
    ['b', true],
    ['a', true],
    [null, false],
  ]);
  layout.go(-1);
  expect(layout.drawerId).toBe(null);
  await Promise.resolve();
  for (const each of [await openLayout(), layout]) {
    expect([each.drawerId, [...each.stack]]).toEqual([null, ['a', 'b', 'c']]);
    each.go(1);
    expect([each.drawerId, each.isOpenedHere]).toEqual(['a', true]);
    each.back();
    expect(each.drawerId).toBe(null);
  }
});

it('the drawer that was stored by the version before is open', async () => {
  stored.set('play:s1', { shown: 'scene', drawer: ['a', 'b'] });
  const layout = await openLayout();
  expect(layout.drawerId).toBe('b');
  layout.closeDrawer();
  await Promise.resolve();
  expect(stored.get('play:s1')).toEqual({ shown: 'scene', drawer: [] });
});

it('shows the chosen scene; without one, or once it is deleted, the active scene, else a planned one, else the notes', () => {
  const scenes = [
    { id: 'done', status: 'completed' as const },
    { id: 'next', status: 'planned' as const },
    { id: 'now', status: 'active' as const },
  ];
  expect(sceneShown(scenes, 'done')).toBe('done');
  expect(sceneShown(scenes, '')).toBe('');
  expect(sceneShown(scenes, null)).toBe('now');
  expect(sceneShown(scenes, 'deleted')).toBe('now');
  expect(sceneShown(scenes.slice(0, 2), null)).toBe('next');
  expect(sceneShown(scenes.slice(0, 1), null)).toBe('');
});
