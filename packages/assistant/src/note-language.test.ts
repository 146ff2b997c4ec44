// Notes in another language are told from English, and nothing but known names is suggested from them.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readLabelledNotes } from '../testing/index.ts';
import { analyse } from './analyse.ts';
import { foreignLanguageOf } from './note-language.ts';

const here = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const notesOf = (name: string): [language: string, text: string][] =>
  here(`../testing/languages/${name}.txt`)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' | ') as [language: string, text: string]);
const NOTES = notesOf('notes');
const nameOf = (code: string | null): string =>
  (code && new Intl.DisplayNames(['en'], { type: 'language' }).of(code)) ?? '';

it.each(NOTES)('a short note in %s is not taken for English', (language, text) => {
  const code = foreignLanguageOf(text);
  expect(code).not.toBeNull();
  if (code !== 'und') expect(nameOf(code)).toBe(language);
});

it('held out: no English note is foreign, no name is wrong, and only a note of a few small words is missed', () => {
  const notes = notesOf('held-out').map(([language, text]) => ({ language, text, code: foreignLanguageOf(text) }));
  const english = notes.filter(({ language }) => language === 'English');
  const others = notes.filter(({ language }) => language !== 'English');
  expect([english.length, others.length]).toEqual([12, 25]);
  expect(english.filter(({ code }) => code !== null)).toEqual([]);
  const named = others.filter(({ code }) => code !== null && code !== 'und');
  expect(named.filter(({ language, code }) => nameOf(code) !== language)).toEqual([]);
  expect(named.length).toBeGreaterThan(18);
  const missed = others.filter(({ code }) => code === null).map(({ text }) => text);
  expect(missed).toEqual([expect.stringMatching(/^Belohnung: 200 Goldstücke/)]);
});

it('no English note is taken for another language, nor a piece of 300 characters of one', () => {
  const systems = ['dnd-5e', 'coc-7e', 'fitd', 'gurps-4e'];
  const notes = systems.flatMap((system) => readLabelledNotes(here(`../testing/notes/${system}.txt`), system));
  const texts = notes.map(({ input }) => input.text);
  const pieces = texts.flatMap((text) => text.match(/[\s\S]{300}/g) ?? []);
  expect(texts.length).toBeGreaterThan(10);
  expect([...texts, ...pieces].filter((text) => foreignLanguageOf(text) !== null)).toEqual([]);
});

it('a German note gives links of known names, and no Beer, Rain or Evening', () => {
  const text = NOTES[0]![1];
  const knownEntities = [{ id: 'e1', name: 'Graf Varn', type: 'npc', aliases: [] }];
  const items = analyse({ text, gameSystem: 'dnd-5e', stage: 'actual', knownEntities });
  expect(items.map(({ type, title }) => [type, title])).toEqual([['entity_mention', 'Graf Varn']]);
});

it.each([
  'Thorin Oakenshield, Balin, Dwalin, Fili, Kili, Dori, Nori, Ori, Oin, Gloin, Bifur, Bofur, Bombur, Beorn',
  'NPCs\n- Irulan Vashti, sage\n- Duke Alarico Montoya, patron\n- Sister Inès, healer\n- Tomas Villareal, smuggler',
  'Investigators: Dr. Ezekiel Armitage, Ludwig von Kessel, Marie-Claire Dubois, Hans Dieter Vogel.',
  'Ratatoskr inn\nKraken docks\nPalazzo Morosini\nRue des Marais\nKönigsplatz\nVia Appia',
  'sage, patron, healer, guard, smuggler, harbour master, thief, baker, brewer',
  'investigate museum, interview curator, chase cultist, recover idol, escape',
])('a list of names and trades is no other language: %j', (text) => expect(foreignLanguageOf(text)).toBeNull());

it.each(['', 'Ja.', '| 6 | | |\n| 7 | | |', 'Bier, Regen, Abend'])('%j is too little to tell', (text) =>
  expect(foreignLanguageOf(text)).toBeNull(),
);

const LONG_NOTES: readonly [language: string, text: string][] = [
  [
    'German',
    `# Session 4: Die Glocken von Ravensfurt

**NPC:** [[Müllerin Adelgunde]], 2. Tag nach dem Markt. Session beginnt in der Mühle.

Die Runde: [[Kasimir]] (Gnom, Barde, Spielerin: Wiebke), [[Torvald Steinherz]] (Zwerg, Kleriker, Spieler: Nils), neu: Tarek spielt eine Waldläuferin, Name folgt.

## NPCs
Im Hof der Mühle wartet [[Bürgermeisterin Theres Lohmann]] mit zwei Knechten. Sie bietet 80 Silberlinge, wenn jemand die Glocke aus dem Fluss holt. Sie verschweigt: Ihr Bruder [[Wendelin Lohmann]] hat die Glocke versenkt, weil der Klang ihn an den Krieg erinnert.

- Wahrnehmung SG 12: Am Ufer liegen frische Seile
- Heimlichkeit SG 14, sonst bellt der Hund
- Adelgunde kennt den Turm und besitzt noch einen Schlüssel

## Am Fluss
Athletik SG 13, sonst eine Stufe Erschöpfung. Begegnung: 3 Flussgeister (TP 9, RK 12, +3, 1W8+1). Sie singen von der Ernte.

## Loose ends
- [ ] Wer bezahlt den Schmied?
- [ ] Was sucht der Bischof in der Krypta?
- Tarek fragen: welches Tier begleitet sie?`,
  ],
  [
    'French',
    `# Session 7 : le pont de Vaucelle

**NPC:** [[Capitaine Ménard]], garde du pont. HP 14, AC 12.

- la herse est baissée depuis hier, personne ne passe sans le sceau du comte
- Perception 13 : des traces de sang sous la troisième arche
- le batelier sait où se cache le déserteur, mais il veut dix écus

## Clues
Une lettre brûlée dans la cheminée, un gant trop petit pour le capitaine, et le cheval du comte à l’écurie.`,
  ],
];

it.each(LONG_NOTES)(
  'a long note in %s, with names, rolls and English labels, is not taken for English',
  (language, text) => {
    expect(nameOf(foreignLanguageOf(text))).toBe(language);
    const knownEntities = [{ id: 'e1', name: 'Adelgunde', type: 'npc', aliases: ['Capitaine Ménard'] }];
    const items = analyse({ text, gameSystem: 'dnd-5e', stage: 'prep', knownEntities });
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map(({ type }) => type))).toEqual(new Set(['entity_mention']));
  },
);

it('an English list of tasks without small words stays English', () => {
  const tasks =
    'print map; buy dice; check initiative order; paint goblins; prepare handouts; draw dungeon; pick music; ';
  expect(foreignLanguageOf(tasks.repeat(3))).toBeNull();
});
