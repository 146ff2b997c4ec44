// 17.15: a field with the cursor in it shows what a co-GM wrote, once its own GM pauses, and loses no word of either.
import { ENTITY } from '@emberkeep/domain';
import { createEntity, getRecord, listEntities } from '@emberkeep/store';
import { createTestDevices, meet, value } from '@emberkeep/store/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TypedText } from './typed-text.svelte.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const setUp = async (name: 'appearance' | 'name' = 'appearance') => {
  const [a, b] = await createTestDevices(5).pair();
  const id = value(createEntity(a, { name: 'Nan', entityType: 'npc' }));
  await meet(a, b);
  const fieldOf = (docs: typeof a) => {
    const target = { spec: ENTITY, document: docs.ledger, id, name };
    const typed = new TypedText(docs, () => target);
    const stored = (): string => getRecord(docs.ledger, ENTITY, id)?.[name] ?? '';
    return { typed, stored, shown: () => typed.draft ?? stored() };
  };
  return { a, b, mine: fieldOf(a), theirs: fieldOf(b), meet: () => meet(a, b) };
};

describe('two GMs in one field', () => {
  it('a co-GM’s text shows after a pause, and the next key goes on from it', async () => {
    const { a, mine, theirs, meet: exchange } = await setUp();
    mine.typed.type('Grey');
    await exchange();
    theirs.typed.type('Grey eyes, one blind');
    await exchange();
    mine.typed.follow(mine.stored());
    expect(mine.shown()).toBe('Grey');
    vi.advanceTimersByTime(2000);
    expect(mine.shown()).toBe('Grey eyes, one blind');
    mine.typed.type(`${mine.shown()}.`);
    expect(listEntities(a)[0]!.appearance).toBe('Grey eyes, one blind.');
  });

  it('a co-GM’s text shows after a pause in a field that its GM has cleared', async () => {
    const { mine, theirs, meet: exchange } = await setUp();
    mine.typed.type('Grey');
    mine.typed.type('');
    mine.typed.follow(mine.stored());
    vi.advanceTimersByTime(60_000);
    expect(mine.shown()).toBe('');
    await exchange();
    theirs.typed.type('One blind eye');
    await exchange();
    mine.typed.follow(mine.stored());
    vi.advanceTimersByTime(2000);
    expect(mine.shown()).toBe('One blind eye');
  });

  it('an alias that is stored as its entity is not taken for a co-GM’s text', async () => {
    const { a } = await setUp();
    const target = { spec: ENTITY, document: a.ledger, id: listEntities(a)[0]!.id, name: 'appearance' };
    const typed = new TypedText(
      a,
      () => target,
      () => true,
      () => 'Anna Smith',
    );
    typed.type('Ann');
    typed.follow('Anna Smith');
    vi.advanceTimersByTime(2000);
    expect(typed.draft).toBe('Ann');
    typed.follow('Anna Smythe');
    vi.advanceTimersByTime(2000);
    expect(typed.draft).toBeNull();
  });

  it('a name that is cleared stays cleared until the GM types another, or a co-GM does', async () => {
    const { mine, theirs, meet: exchange } = await setUp('name');
    mine.typed.follow(mine.stored());
    mine.typed.type('');
    mine.typed.follow(mine.stored());
    vi.advanceTimersByTime(60_000);
    expect([mine.shown(), mine.stored()]).toEqual(['', 'Nan']);
    theirs.typed.type('Nan Hollis');
    await exchange();
    mine.typed.follow(mine.stored());
    vi.advanceTimersByTime(2000);
    expect(mine.shown()).toBe('Nan Hollis');
  });

  it('a pause changes nothing where nobody else wrote, a blank at the end included', async () => {
    const { mine } = await setUp();
    mine.typed.type('Grey ');
    mine.typed.follow(mine.stored());
    vi.advanceTimersByTime(60_000);
    expect(mine.shown()).toBe('Grey ');
  });
});
