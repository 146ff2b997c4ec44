// 26.1 The random tables that come with the app: complete for every system, and read as they are meant.
import { describe, expect, it } from 'vitest';
import { diceBounds, parseDice, readRange } from '@emberkeep/domain';
import { GAME_SYSTEMS } from '@emberkeep/domain/game-systems';
import { loadReadyTables } from './ready-tables.ts';

describe.each(GAME_SYSTEMS.map(({ id }) => id))('26.1 the ready-made tables of %s', (system) => {
  it('are five at least, with names, rumours, weather, complications and finds', async () => {
    const tables = await loadReadyTables(system);
    expect(tables.length).toBeGreaterThanOrEqual(system === 'custom' ? 5 : 10);
    expect(new Set(tables.map(({ name }) => name)).size).toBe(tables.length);
    for (const { name, entries, columns } of tables) {
      expect(entries.length, name).toBeGreaterThanOrEqual(7);
      expect(new Set(entries.map(({ texts }) => texts.join())).size, name).toBe(entries.length);
      for (const { texts } of entries) expect(texts, name).toHaveLength(columns.length + 1);
    }
    expect(tables.filter(({ columns }) => columns.length === 1).length).toBeGreaterThanOrEqual(1);
  });

  it('answer every number of their dice, and no other', async () => {
    for (const { name, dice, entries } of await loadReadyTables(system)) {
      if (dice === '') continue;
      const parsed = parseDice(dice);
      if (!parsed.ok) throw new Error(`${name}: ${dice}`);
      const { min, max } = diceBounds(parsed.value);
      const numbers = entries.flatMap(({ range }) => {
        const { from, to } = readRange(range)!;
        return Array.from({ length: to - from + 1 }, (_, i) => from + i);
      });
      expect(numbers, name).toEqual(Array.from({ length: max - min + 1 }, (_, i) => min + i));
    }
  });
});
