// What the folders of a vault are taken for.
import { describe, expect, it } from 'vitest';
import { kindOfFolder, kindOfWord } from './entity-types.ts';

describe('folders of a vault', () => {
  it('in German, French and Spanish are what they say', () => {
    const expected: Record<string, readonly string[]> = {
      location: ['Orte', '02 Orte', 'Städte', 'Sta\u0308dte', 'Lieux', 'Lugares', 'Orte & Karten', 'Wichtige Orte'],
      npc: ['NSCs', 'Personen', 'PNJ', 'Personnages', 'Personajes', 'NSC und Fraktionen'],
      faction: ['Fraktionen', 'Gilden', 'Facciones'],
      item: ['Gegenstände', 'Objets', 'Objetos'],
      session: ['Sitzungen', 'Spielabende', 'Séances', 'Sesiones'],
      lore: ['Hintergrund', 'Histoire', 'Historia', 'Regeln'],
      chapter: ['Kapitel', 'Abenteuer', 'Chapitres', 'Capítulos'],
      goal: ['Aufträge', 'Quêtes', 'Misiones'],
    };
    for (const [kind, names] of Object.entries(expected))
      for (const name of names) expect(kindOfFolder(name), name).toBe(kind);
  });

  it('in English stay what they were, and an unknown name is none', () => {
    expect(['NPCs', 'Places', 'Session Notes', 'Gods & Religions'].map(kindOfFolder)).toEqual([
      ...['npc', 'location', 'session', 'lore'],
    ]);
    expect(['Marches', 'Torte', 'Fort'].map(kindOfFolder)).toEqual([null, null, null]);
    // A type in the front matter stays a word of the GM's own.
    expect(kindOfWord('Ort')).toBeNull();
  });
});
