// Our own folder of notes: exported and imported again, unchanged or changed by a person.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENTITY, RECORDS, type NoteNode, type StoredRecord } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { plainText } from '../../testing/import-files.ts';
import { recordOfStored } from '../stored-record.ts';
import { splitFrontMatter } from './front-matter.ts';
import { readOwnNote, writeOwnNote } from './own-note.ts';
import { writeVault } from './write-vault.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261121);

describe('an exported folder of notes', () => {
  const ID = '0197c0de-0000-7000-8000-0000000000aa';
  const entity = (keys: Record<string, unknown>, texts: StoredRecord['texts'] = {}): StoredRecord => ({
    kind: 'entity',
    id: ID,
    sessionId: null,
    keys: { name: 'Pell', entityType: 'npc', ...keys },
    texts,
  });
  const back = (text: string): StoredRecord | null => {
    const { data, body } = splitFrontMatter(text);
    return data ? (readOwnNote(data, body, derivedId)?.record ?? null) : null;
  };

  it('attached pictures are linked as files, and come back with their record', () => {
    const [full, small] = ['a'.repeat(64), 'b'.repeat(64)];
    const picture = { full, small, name: 'quay.jpg', width: 9, height: 9, bytes: 9 };
    const stored = entity({ 'pictures/one': picture, 'pictures/odd': 'no picture' });
    const text = writeOwnNote(stored, () => '', new Map([[full, `${full}.webp`]]));
    expect(splitFrontMatter(text).data?.['pictures']).toEqual([`[[${full}.webp]]`]);
    expect(back(text)).toEqual(stored);
  });

  it('a handout is a note with its picture as a file, and comes back as it was shown', () => {
    const [full, small] = ['c'.repeat(64), 'd'.repeat(64)];
    const stored: StoredRecord = {
      kind: 'handout',
      id: ID,
      sessionId: null,
      keys: {
        title: 'A wet letter',
        caption: 'The seal',
        about: 'From the Duke',
        picture: { full, small, name: 'seal.png', width: 9, height: 9, bytes: 9 },
        'shows/one': { at: 1000, to: 'all', sessionId: ID },
        'shows/two': { at: 3000, to: 'all', sessionId: '' },
        'ends/one': 2000,
        order: 'V',
      },
      texts: { words: [{ type: 'paragraph', content: [{ type: 'text', text: 'Burn this, [[Pell|friend]].' }] }] },
    };
    const text = writeOwnNote(stored, () => '', new Map([[full, `${full}.webp`]]));
    expect(splitFrontMatter(text).data).toMatchObject({
      emberkeep: 'handout',
      title: 'A wet letter',
      pictures: [`[[${full}.webp]]`],
    });
    expect(text).toContain('Burn this, [[Pell|friend]].');
    expect(back(text)).toEqual(stored);
    expect(writeVault([stored])[0]?.path).toBe('Handouts/A wet letter.md');
  });

  it('a map is a note with its picture as a file, and comes back with its pins and zones', () => {
    const [full, small] = ['c'.repeat(64), 'd'.repeat(64)];
    const stored: StoredRecord = {
      kind: 'map',
      id: ID,
      sessionId: null,
      keys: {
        title: 'The harbour',
        width: 80.5,
        unit: 'km',
        picture: { full, small, name: 'harbour.png', width: 9, height: 9, bytes: 9 },
        'pins/one': [0.25, 0.5],
        'labels/one': 'The pier',
        'targets/one': { kind: 'entity', id: ID, sessionId: '' },
        'forPlayers/one': true,
        'zones/two': [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
        order: 'V',
      },
      texts: {},
    };
    const text = writeOwnNote(stored, () => '', new Map([[full, `${full}.webp`]]));
    expect(splitFrontMatter(text).data).toMatchObject({
      emberkeep: 'map',
      title: 'The harbour',
      pictures: [`[[${full}.webp]]`],
    });
    expect(back(text)).toEqual(stored);
    expect(writeVault([stored])[0]?.path).toBe('Maps/The harbour.md');
  });

  it('imports back unchanged, whatever the text (seeded)', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        '%% emberkeep gm_notes %%',
        '%%',
        '%% emberkeep-record',
        '---',
        '## GM notes',
        '```',
        '> [!note] x',
        '[[Pell|he]]',
        '![[x.png]]',
        '\\%% emberkeep',
        '{"keys":{}}',
        '#tag',
        '- [ ] x',
      ),
    );
    const note = fc.array(
      fc.oneof(
        line.map((text): NoteNode => ({
          type: 'paragraph',
          ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
        })),
        line.map((text): NoteNode => ({
          type: 'codeBlock',
          ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
        })),
        line.map((text): NoteNode => ({
          type: 'heading',
          attrs: { level: 2 },
          ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
        })),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 40 }),
        line,
        fc.array(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 3 }),
        note,
        note,
        (name, territory, tags, description, gm) => {
          const record = entity(
            { name, territory, ...Object.fromEntries(tags.map((t) => [`tags/${t}`, true])) },
            { ...(description.length > 0 ? { description } : {}), ...(gm.length > 0 ? { gm_notes: gm } : {}) },
          );
          expect(back(writeOwnNote(record, () => ''))).toEqual(record);
        },
      ),
      { seed, numRuns: 300 },
    );
  });

  it('imports what a person changed in front matter and text, and nothing else', () => {
    const text = writeOwnNote(
      entity(
        { 'tags/old': true, 'trust/0197c0de-0000-7000-8000-0000000000ab': { n: 1, to: 4, at: 5, who: 'a' } },
        { gm_notes: [{ type: 'paragraph', content: [{ type: 'text', text: 'Before.' }] }] },
      ),
      () => '',
    );
    const changed = back(
      text.replace('entityType: npc', 'entityType: pc').replace('- old', '- new').replace('Before.', 'After **all**.'),
    )!;
    const record = recordOfStored(ENTITY, changed)!;
    expect([record.entityType, record.tags, record.trust.value, plainText(changed.texts['gm_notes'])]).toEqual([
      'pc',
      ['new'],
      4,
      'After all.',
    ]);
    // A property that is removed, or has another type, deletes and breaks nothing.
    expect(back(text.replace('entityType: npc\n', '').replace('name: Pell', 'name: 7'))).toEqual(back(text));
    // Without its block, a note is read from what it shows; without a name, it is not a record.
    expect(recordOfStored(ENTITY, back(text.replace(/%% emberkeep-record[\s\S]*/, ''))!)).toMatchObject({
      name: 'Pell',
      entityType: 'npc',
      tags: ['old'],
    });
    expect(back(text.replace(/%% emberkeep-record[\s\S]*/, '').replace('name: Pell\n', ''))).toBeNull();
    for (const hostile of ['__proto__', 'constructor', 'toString', 'nonsense'])
      expect(back(text.replace('emberkeep: entity', `emberkeep: ${hostile}`))).toBeNull();
    expect(back(text.replace(ID, '../../etc'))).toBeNull();
    expect(back(text.replace('{"keys"', '{"texts":{"gm_notes":[{"type":7}]},"keys"'))?.keys).not.toHaveProperty(
      'trust/0197c0de-0000-7000-8000-0000000000ab',
    );
  });

  it('shows a map as a list of pins and a random table as a table, and reads back the record alone', () => {
    const link = { kind: 'entity', id: '0197c0de-0000-7000-8000-0000000000aa', sessionId: '' };
    const fence = '```';
    const stored = (kind: 'map' | 'randomTable', keys: Record<string, unknown>): StoredRecord => ({
      kind,
      id: ID,
      sessionId: null,
      keys,
      texts: {},
    });
    const map = stored('map', {
      title: 'The harbour',
      'pins/a': [0.4, 0.25],
      'labels/a': `The ${fence} pier\n%% emberkeep-record`,
      'targets/a': link,
      'forPlayers/a': true,
      'notes/a': 'Smugglers.',
      'pins/b': [0, 0],
      'targets/b': link,
    });
    const table = stored('randomTable', {
      name: 'Rumours',
      about: `${fence}\n%% emberkeep-record`,
      'entries/x': 'A ghost | a lamp',
      'entries.order/x': 'V',
      'weights/x': 3,
    });
    const [mapNote, tableNote] = [map, table].map((each) => writeOwnNote(each, () => 'Dock ward')) as [string, string];
    expect(mapNote).toContain(
      "- **The ''' pier %% emberkeep-record** · opens [[Dock ward]] · 40 % from the left, 25 % from the top · for players · Smugglers.",
    );
    expect(mapNote).toContain('- [[Dock ward]] · 0 % from the left, 0 % from the top');
    expect(tableNote).toContain('| A ghost \\| a lamp | 3 |');
    expect([back(mapNote), back(tableNote)]).toEqual([map, table]);
    expect(back(tableNote.replace('A ghost \\|', 'Another |'))).toEqual(table);
  });

  it('has a note for every record, with portable paths and unique names', () => {
    const records = Object.keys(RECORDS).flatMap((kind, i): StoredRecord[] =>
      ['A/B: "c"?', 'A/B: "c"?', '..', 'CON'].map((name, j) => ({
        kind: kind as keyof typeof RECORDS,
        id: kind === 'campaign' ? 'campaign' : `0197c0de-0000-7000-8000-0000000${i + 10}${j + 100}`,
        sessionId: null,
        keys: { [RECORDS[kind as keyof typeof RECORDS].title]: kind === 'session' ? j : name, entityType: name },
        texts: {},
      })),
    );
    const files = writeVault(records);
    expect(files).toHaveLength(records.length);
    expect(new Set(files.map((f) => f.path.toLowerCase())).size).toBe(files.length);
    for (const { path } of files) {
      expect(path).toMatch(/^[^\\:*?"<>|]+\.md$/);
      expect(path.split('/')).not.toContain('..');
      // 19.26: Windows takes such names for devices, with any ending.
      for (const part of path.split('/')) expect(part).not.toMatch(/^con(?:\.|$)/i);
      expect(path.split('/').every((part) => part.length > 0 && part.length <= 120)).toBe(true);
    }
  });
});
