// Every importer yields the same shape, and one function makes records of it: once however often a file is imported.
import { describe, expect, it } from 'vitest';
import { RECORDS, READY_CALENDARS, type StoredRecord } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { ACTOR, createReader, FACTION, file, JOURNAL, KANKA, VAULT, zipOf } from '../../testing/import-files.ts';
import { writeFantasyCalendar } from '../fantasy-calendar.ts';
import type { SourceFile } from './archive.ts';
import { kindOfWord } from './entity-types.ts';
import { NOTHING_KNOWN, type KnownRecords } from './import-run.ts';
import { emptyContent, mergeContents } from './imported-content.ts';
import { importCalendar } from './campaign-content.ts';
import { recordsOfImport } from './records-of-import.ts';

const { read } = createReader(derivedId);
const calendar = READY_CALENDARS.find((c) => c.months.length > 0)!;

const IMPORTS: readonly (readonly [string, SourceFile[]])[] = [
  ['a folder of notes', [zipOf(VAULT)]],
  ['Kanka', [zipOf(KANKA)]],
  ['Foundry', [file('adventure.json', JSON.stringify({ name: 'A', journal: [JOURNAL], actors: [ACTOR, FACTION] }))]],
  ['Improved Initiative', [file('blocks.json', JSON.stringify([{ Id: 'x1', Name: 'Mud crab', HP: { Value: 9 } }]))]],
  ['campaign JSON', [file('ash.json', JSON.stringify({ factions: ['Watch'], sessions: [{ id: 's1', number: 2 }] }))]],
  ['Fantasy-Calendar', [file('calendar.json', writeFantasyCalendar(calendar, 0))]],
];

/** What a campaign that has these records tells the next import. */
const knownOf = (records: readonly StoredRecord[]): KnownRecords => {
  const ofKind = (kind: StoredRecord['kind']) => records.filter((r) => r.kind === kind);
  const text = (record: StoredRecord, key: string): string => String(record.keys[key] ?? '');
  return {
    entities: ofKind('entity').map((r) => ({
      id: r.id,
      name: text(r, 'name'),
      aliases: [],
      externalId: text(r, 'externalId'),
    })),
    sessions: ofKind('session').map((r) => ({
      id: r.id,
      number: Number(r.keys['number']),
      title: text(r, 'title'),
      externalId: text(r, 'externalId'),
    })),
    named: (['chapter', 'goal', 'clock'] as const).flatMap((kind) =>
      ofKind(kind).map((r) => ({ kind, id: r.id, name: text(r, RECORDS[kind].title) })),
    ),
    ties: ofKind('relationship').map((r) => ({
      id: r.id,
      fromId: text(r, 'fromId'),
      toId: text(r, 'toId'),
      relationType: text(r, 'relationType'),
    })),
    lastOrder: {},
  };
};

describe('every importer', () => {
  it.each(IMPORTS)(
    '%s: yields the common shape, of which one function makes everything that is written',
    async (_, files) => {
      const content = await read(files);
      expect(Object.keys(content).sort()).toEqual(Object.keys(emptyContent('', '')).sort());
      const result = recordsOfImport(content, NOTHING_KNOWN, 'c', derivedId, 1);
      const ofItems = result.records.filter((r) => r.kind !== 'note' && r.kind !== 'relationship');
      expect(ofItems.map((r) => r.kind)).toEqual(content.things.map((item) => item.kind));
      expect(content.things.length).toBeGreaterThan(0);
    },
  );

  it.each(IMPORTS)('%s: imported twice, matches every record and makes none', async (_, files) => {
    const content = await read(files);
    const first = recordsOfImport(content, NOTHING_KNOWN, 'c', derivedId, 1).records;
    const second = recordsOfImport(await read(files), knownOf(first), 'c', derivedId, 2);
    expect(second.matched).toEqual(
      new Set(first.filter((r) => r.kind !== 'note' && r.kind !== 'relationship').map((r) => r.id)),
    );
    expect(second.records.filter((r) => !second.matched.has(r.id))).toEqual([]);
  });

  it('several formats in one import keep their own parts', async () => {
    const contents = await Promise.all(IMPORTS.slice(2).map(([, files]) => read(files)));
    const merged = mergeContents(contents);
    expect(merged.label).toBe('Foundry, Improved Initiative, Campaign JSON, Fantasy-Calendar');
    expect(merged.format).toBe('foundry');
    expect(merged.things).toEqual(
      contents.flatMap(({ format, things }) =>
        things.map((item) => (format === 'foundry' ? item : { format, ...item })),
      ),
    );
    expect(merged.things.slice(-3).map(({ kind, lines }) => [kind, lines])).toEqual([
      ['entity', ['Faction: Watch']],
      ['session', ['Session 2']],
      ['campaign', [`Calendar: ${calendar.name}, ${calendar.months.length} months`]],
    ]);
  });

  it('of two calendars the later counts', () => {
    const [first, second] = READY_CALENDARS.filter((c) => c.months.length > 0).map((each) =>
      importCalendar(writeFantasyCalendar(each, 0))!,
    );
    expect(mergeContents([first!, second!]).things).toEqual(second!.things);
  });
});

describe('the numbers of imported sessions', () => {
  const session = (id: string, number: number): StoredRecord => ({
    kind: 'session',
    id,
    sessionId: null,
    keys: { number, title: `Night ${number}` },
    texts: {},
  });
  const known: KnownRecords = {
    ...NOTHING_KNOWN,
    sessions: [
      { id: 'm1', number: 1, title: 'Tonight', externalId: '' },
      { id: 'm2', number: 2, title: '', externalId: '' },
    ],
  };
  const numbersOf = (records: readonly StoredRecord[]): unknown[] =>
    records.filter(({ kind }) => kind === 'session').map(({ id, keys }) => [id, keys['number']]);

  it('a number that the campaign shows stays: sessions of our own files get free ones, and the report says so', () => {
    // Ids that are older than those of the campaign would keep their numbers after a merge.
    const own = [session('a1', 1), session('a3', 3), session('m2', 1)];
    const result = recordsOfImport({ ...emptyContent('vault', ''), own }, known, 'c', derivedId, 1);
    expect(numbersOf(result.records)).toEqual([
      ['a1', 4],
      ['a3', 3],
      ['m2', undefined],
    ]);
    expect(result.remarks).toEqual([`This campaign has a session 1 already: “Night 1” becomes session 4.`]);
  });

  it('the empty session of a new campaign gives way to the imported ones, and comes after them', () => {
    const sessions = [{ id: 'm1', number: 1, title: '', externalId: '', isUntouched: true }];
    const own = [session('a1', 1), session('a2', 2)];
    const empty: KnownRecords = { ...NOTHING_KNOWN, sessions };
    const result = recordsOfImport({ ...emptyContent('vault', ''), own }, empty, 'c', derivedId, 1);
    expect(numbersOf(result.records)).toEqual([
      ['a1', 1],
      ['a2', 2],
    ]);
    expect(result.renumbered).toEqual([{ id: 'm1', from: 1, to: 3 }]);
    expect(result.remarks).toEqual([
      'Session 1 of this campaign is still empty: it becomes session 3, after the imported ones.',
    ]);
    const later = recordsOfImport({ ...emptyContent('vault', ''), own: own.slice(1) }, empty, 'c', derivedId, 1);
    expect([later.renumbered, numbersOf(later.records)]).toEqual([[], [['a2', 2]]]);
  });

  it('a year of sessions of another tool leaves the session that is here as it is', async () => {
    const files = Array.from({ length: 12 }, (_, i): [string, string] => [
      `Sessions/Session ${i + 1} 2025-${String(i + 1).padStart(2, '0')}-03.md`,
      `Night ${i + 1}.`,
    ]);
    const result = recordsOfImport(await read([zipOf(Object.fromEntries(files))]), known, 'c', derivedId, 1);
    const numbers = numbersOf(result.records).map((each) => (each as [string, number])[1]);
    expect(numbers).toEqual([13, 14, ...Array.from({ length: 10 }, (_, i) => i + 3)]);
  });
});

describe("another tool's word for a kind of thing", () => {
  it.each([
    ['pc', ['PC', 'Player Characters', 'player-character', 'heroes', 'party']],
    ['npc', ['NPCs', 'non player characters', 'People', 'allies', '#villain', 'contacts']],
    ['faction', ['organisations', 'Organization', '2. Guilds', 'families', 'company', 'crew']],
    ['creature', ['Bestiary', 'stat_blocks', 'statblock', 'enemies', 'vehicles']],
    ['location', ['Locations', 'place', 'cities', 'countries', 'geography', 'map']],
    ['item', ['artefact', 'armor', 'armour', 'magic items', 'loot']],
    ['clue', ['clues', 'evidence', 'handouts']],
    ['lore', ['history', 'deities', 'gods', 'wiki', 'World-Building', 'worldbuilding', 'classes']],
    ['session', ['session notes', 'session-logs', 'journal', 'recaps']],
    ['chapter', ['Arcs', 'act', 'modules']],
    ['goal', ['quests', 'mission', 'objectives']],
    [null, ['', 'nothing', 'mappa', 'personality', 'goddess']],
  ])('%s', (kind, words) => expect(words.map(kindOfWord)).toEqual(words.map(() => kind)));
});
