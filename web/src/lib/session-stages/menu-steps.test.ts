// Shows which steps the menu of a session offers, in a language that has one word for all of them.
import type { ListedSession } from '@emberkeep/store';
import { expect, it, vi } from 'vitest';
import { menuSteps } from './menu-steps.ts';
import { nextStep, type SessionActions } from './next-step.ts';

vi.mock('#messages', () => ({ m: new Proxy({}, { get: () => () => 'the same word' }) }));

/** Every action is a function of its own. */
const actions = new Proxy({} as Record<string, () => void>, {
  get: (made, name: string) => (made[name] ??= () => undefined),
}) as unknown as SessionActions; // The proxy has every action.

const has = (fields: Partial<ListedSession>, action: 'start' | 'complete') => {
  // Nothing else of a session is read.
  const session = { startedAt: null, endedAt: null, ...fields } as ListedSession;
  return {
    bar: nextStep(session, actions).run === actions[action],
    menu: menuSteps(session, actions).some(({ run }) => run === actions[action]),
  };
};

it.each([
  ['a planned session is started by the bar', { status: 'planned', stage: 'play' }, 'start', 'bar'],
  ['a planned session in wrap-up is started by the menu', { status: 'planned', stage: 'wrap_up' }, 'start', 'menu'],
  ['a played session in wrap-up is completed by the bar', { status: 'completed', stage: 'wrap_up' }, 'complete', 'bar'],
  [
    'a played session before wrap-up is completed by the menu',
    { status: 'completed', stage: 'play' },
    'complete',
    'menu',
  ],
  [
    'a live session in wrap-up is completed by the menu',
    { status: 'in_progress', stage: 'wrap_up' },
    'complete',
    'menu',
  ],
] as const)('%s, and not by both', (_, fields, action, where) => {
  expect(has(fields, action)).toEqual({ bar: where === 'bar', menu: where === 'menu' });
});

it('a completed and a cancelled session offer neither', () => {
  for (const status of ['completed', 'cancelled'] as const)
    expect(
      has({ status, stage: 'completed' }, 'start').menu || has({ status, stage: 'completed' }, 'complete').menu,
    ).toBe(false);
});
