// Files as other programs write them (17.9): word processors, browsers, editors and archives of every system.
import { describe, expect, it } from 'vitest';
import { strToU8, zipSync } from 'fflate';
import { noteLines, type NoteNode } from '@emberkeep/domain';
import { costMs } from '@emberkeep/domain/testing/node';
import { derivedId } from '@emberkeep/store';
import { value } from '@emberkeep/store/testing';
import { createReader, file, zipOf, plainText } from '../testing/import-files.ts';
import { decodeText } from './decode-text.ts';
import { htmlToNote } from './html-to-note.ts';
import { readNoteFile, readPastedNotes } from './read-note-file.ts';
import { markdownToNote } from './markdown-to-note.ts';
import { unzip } from './transfer/archive.ts';

const { read } = createReader(derivedId);
const cellsOf = (nodes: readonly NoteNode[]): string[][] =>
  nodes
    .filter((node) => node.type === 'table')
    .flatMap((table) => (table.content ?? []).map((row) => (row.content ?? []).map((c) => noteLines([c]).join('/'))));

const WORD_TABLE =
  '<html><body><p>Prices:</p><table border=1><tr><td><p class=MsoNormal>Berth</p></td><td><p class=MsoNormal>5 gp</p>' +
  '</td></tr><tr><td><p class=MsoNormal>Bribe</p><p>or two</p></td><td><ul><li>50 gp</li></ul></td></tr></table></body></html>';
const GOOGLE_DOC =
  '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span ' +
  'style="font-weight:400">Session 4</span></h2><p dir="ltr"><span style="font-weight:400">The party met </span><span ' +
  'style="font-weight:700">Vex</span><span style="font-style:italic"> softly.</span></p><ul><li><p><span>Found the ' +
  'key</span></p></li><ul><li><p>under the mat</p></li></ul></ul></b>';

describe('documents of word processors', () => {
  it('the cells of a table that Word wrote have their paragraphs', () => {
    expect(cellsOf(htmlToNote(WORD_TABLE))).toEqual([
      ['Berth', '5 gp'],
      ['Bribe/or two', '50 gp'],
    ]);
  });

  it('what Google Docs puts on the clipboard keeps its headings, lists and bold words', async () => {
    expect(value(await readPastedNotes(GOOGLE_DOC)).nodes).toEqual([
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Session 4' }] },
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'The party met ' },
          { type: 'text', text: 'Vex', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' softly.', marks: [{ type: 'italic' }] },
        ],
      },
      {
        type: 'bulletList',
        content: [
          {
            type: 'listItem',
            content: [
              { type: 'paragraph', content: [{ type: 'text', text: 'Found the key' }] },
              {
                type: 'bulletList',
                content: [
                  {
                    type: 'listItem',
                    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'under the mat' }] }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it('what Google Docs downloads keeps the marks that its style sheet gives to classes', async () => {
    const page = (sheet: string, body: string): NoteNode[] =>
      htmlToNote(`<html><head><style>${sheet}</style></head><body>${body}</body></html>`);
    expect(
      page(
        '@import url(x);.lst-kix>li:before{content:"-"}.c1{color:#000;font-weight:700}.c2,.c3{font-style:italic}.c4{font-weight:400}p{font-weight:700}',
        '<p class="c5"><span class="c1">Vex</span><span class="c4 c3"> smiles</span><span class="c1" style="font-weight:400"> softly</span></p>',
      ),
    ).toEqual([
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Vex', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' smiles', marks: [{ type: 'italic' }] },
          { type: 'text', text: ' softly' },
        ],
      },
    ]);
    const cost = await costMs(() =>
      expect(noteLines(page('.c1{'.repeat(200_000), '<p class=c1>whole</p>'))).toEqual(['whole']),
    );
    expect(cost).toBeLessThan(2000);
  });

  it('pasted tables, bold text and fragments are HTML', async () => {
    for (const html of ['<!--StartFragment--><p>one</p>', '<table><tr><td>one</td></tr></table>', '<b>one</b>'])
      expect(noteLines(value(await readPastedNotes(html)).nodes)).toEqual(['one']);
  });
});

describe('Markdown as GMs write it', () => {
  it('keeps the line breaks of a paragraph', () => {
    expect(noteLines(markdownToNote('**Race:** human\n**Mood:** cold'))).toEqual(['Race: human Mood: cold']);
    expect(markdownToNote('**Race:** human\r\n**Mood:** cold<br>- tall')).toEqual([
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Race:', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' human' },
          { type: 'hardBreak' },
          { type: 'text', text: 'Mood:', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' cold' },
          { type: 'hardBreak' },
          { type: 'text', text: '- tall' },
        ],
      },
    ]);
  });

  it('reads properties in any case, and keeps as attributes what no field says', async () => {
    const front = [
      '---',
      'Aliases: [Rook]',
      'alias: The Captain',
      'Tags: [watch/harbour]',
      'TAG: cold',
      'Title: Captain Rook',
      'Type: villain',
      'Position: Captain',
      'position: {start: {line: 0}, end: {line: 9}}',
      '---',
      'Walks.',
    ].join('\n');
    const { things } = await read([file('NPCs/Rook the Elder.md', front)]);
    expect(things[0]!.name).toBe('Captain Rook');
    expect(things[0]!.fields).toEqual({
      entityType: 'npc',
      aliases: ['Rook', 'The Captain', 'Rook the Elder'],
      tags: ['watch harbour', 'cold'],
      attributes: { Type: 'villain', Position: 'Captain' },
    });
  });

  it('the properties of sessions and goals are kept too', async () => {
    const { things } = await read([
      zipOf({
        'Sessions/Session 3.md':
          '---\nDate: 2026-03-01\nPlayed: 2026-03-02\nTags: [sea]\nAliases: [Storm]\n---\nThey sailed.',
        'Quests/ring.md': '---\nTitle: Find the ring\nTags: [urgent]\n---\nBefore the fair.',
      }),
    ]);
    const session = things.find((thing) => thing.kind === 'session')!;
    expect(session.fields).toMatchObject({ number: 3, date: '2026-03-01', tags: ['sea'] });
    // Not in what is read for suggestions.
    const properties = JSON.stringify(session.texts['notes']);
    for (const word of ['Played: 2026-03-02', 'Aliases: Storm']) expect(properties).toContain(word);
    expect(plainText(session.texts['actual_notes']!)).toBe('They sailed.');
    const goal = things.find((thing) => thing.kind === 'goal')!;
    expect(goal.name).toBe('Find the ring');
    expect(goal.fields['progressText']).toContain('urgent');
  });

  it('tells sessions from people, and dates and halves from numbers, by the names of files', async () => {
    const { things } = await read([
      zipOf({
        'Journal/Session 1.md': 'one',
        'Journal/Session 2 2024-05-08.md': 'two',
        'Journal/Session 1.5.md': 'half',
        'Journal/Session 3a.md': 'another half',
        'Journal/Session 12th March.md': 'a day in words',
        'Journal/Session 2024-05-01.md': 'dated',
        'NPCs/S4 Security Bot.md': 'beeps',
        'Journal/Session 3 - The Ledger (2024-05-15).md': 'set off',
        'Journal/2024-05-22 Session 4 What the tide took.md': 'date first',
        'Journal/Session 5 [2024-05-29] Rain.md': 'between',
        'Sessions/2024-06-05.md': 'a date alone',
        'Sessions/2024-06-12 – The fair.md': 'no word',
        'Sessions/Session 2024-06-26 - The Ball.md': 'date in between',
        'Sessions/Session 6 2024-06-19.md': '---\ndate: 2024-06-20\n---\nanother date',
      }),
    ]);
    const shown = things.map(({ kind, name, fields }) => [kind, name, fields['number'], fields['date']]);
    // People and things, then sessions with a number, with a date, and with neither.
    expect(shown).toEqual([
      ['entity', 'S4 Security Bot', undefined, undefined],
      ['session', '', 1, undefined],
      ['session', '', 2, '2024-05-08'],
      ['session', 'The Ledger', 3, '2024-05-15'],
      ['session', 'What the tide took', 4, '2024-05-22'],
      ['session', 'Rain', 5, '2024-05-29'],
      ['session', '2024-06-19', 6, '2024-06-20'],
      ['session', '', undefined, '2024-05-01'],
      ['session', '', undefined, '2024-06-05'],
      ['session', 'The fair', undefined, '2024-06-12'],
      ['session', 'The Ball', undefined, '2024-06-26'],
      ['session', 'Session 1.5', undefined, undefined],
      ['session', 'Session 3a', undefined, undefined],
      ['session', 'Session 12th March', undefined, undefined],
    ]);
  });
});

const utf16 = (text: string, isLittle: boolean, hasMark: boolean): Uint8Array => {
  const units = [...(hasMark ? [0xfeff] : []), ...Array.from(text, (c) => c.charCodeAt(0))];
  return Uint8Array.from(units.flatMap((unit) => (isLittle ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
};

describe('encodings of every system', () => {
  const text = 'Café Ängström – “quotes”\nand a second line of it';

  it.each([
    ['UTF-8', strToU8(text)],
    ['UTF-8 with a mark', strToU8(`\uFEFF${text}`)],
    ['UTF-8 with line endings of Windows', strToU8(text.replace('\n', '\r\n'))],
    ['UTF-8 with line endings of old Macs', strToU8(text.replace('\n', '\r'))],
    ['UTF-16 little-endian with a mark', utf16(text, true, true)],
    ['UTF-16 big-endian with a mark', utf16(text, false, true)],
    ['UTF-16 little-endian', utf16('Cafe and a second line', true, false)],
    ['UTF-16 big-endian', utf16('Cafe and a second line', false, false)],
    ['Windows-1252', Uint8Array.from(text, (c) => ({ '–': 0x96, '“': 0x93, '”': 0x94 })[c] ?? c.charCodeAt(0))],
  ])('%s', (name, bytes) => {
    const expected = /UTF-16 \w+-endian$/.test(name) ? 'Cafe and a second line' : text;
    expect(decodeText(bytes)).toBe(expected);
  });

  it('reads an HTML file in the encoding that it names', () => {
    const html = '<meta charset="windows-1251"><p>\xcc\xe8\xf0</p>';
    expect(decodeText(Uint8Array.from(html, (c) => c.charCodeAt(0)))).toContain('<p>Мир</p>');
  });

  it('refuses binary files', () => {
    for (const bytes of [
      [1, 0, 2],
      [0x50, 0x4b, 3, 4, 0, 0, 0, 0],
      [0, 0, 1, 2, 0, 0],
    ])
      expect(decodeText(Uint8Array.from(bytes))).toBeNull();
  });

  it('a note that Notepad saved as UTF-16 is read', async () => {
    expect(noteLines(value(await readNoteFile('a.txt', utf16(text, true, true))).nodes)).toHaveLength(1);
  });
});

/** Changes the names in a ZIP to other bytes of the same length, and drops the flag that says they are UTF-8. */
const withRawName = (zip: Uint8Array, from: string, to: readonly number[]): Uint8Array => {
  const bytes = zip.slice();
  const name = strToU8(from);
  for (let at = 0; at + name.length <= bytes.length; at++)
    if (name.every((byte, i) => bytes[at + i] === byte)) bytes.set(to, at);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const flags = { 0x04034b50: 6, 0x02014b50: 8 }[view.getUint32(at, true)];
    if (flags) view.setUint16(at + flags, view.getUint16(at + flags, true) & ~0x800, true);
  }
  return bytes;
};

const pathsOf = async (zip: Uint8Array): Promise<string[]> => value(await unzip('x.zip', zip)).files.map((f) => f.path);

describe('archives of every system', () => {
  it('reads names in UTF-8 that are not marked as such, with decomposed accents, as macOS writes them', async () => {
    const name = 'Ko\u0308nig.md';
    const zip = zipSync({ [name]: strToU8('x') });
    expect(await pathsOf(withRawName(zip, name, [...strToU8(name)]))).toEqual(['König.md']);
  });

  it('reads names in the code page of DOS, as older Windows programs write them', async () => {
    const zip = zipSync({ 'K_nig Stra_e.md': strToU8('x') });
    const raw = Array.from('K\x94nig Stra\xe1e.md', (c) => c.charCodeAt(0));
    expect(await pathsOf(withRawName(zip, 'K_nig Stra_e.md', raw))).toEqual(['König Straße.md']);
  });

  it('a name in UTF-8 that says so is left alone', async () => {
    expect(await pathsOf(zipSync({ 'Ã©té.md': strToU8('x') }))).toEqual(['Ã©té.md']);
  });

  it('backslashes are folders, and what macOS and Windows add is neither read nor reported', async () => {
    const zip = zipSync({
      'vault\\NPCs\\': strToU8(''),
      'vault\\NPCs\\Rook.md': strToU8('x'),
      'vault/Ada.md': strToU8('x'),
      '__MACOSX/vault/._Ada.md': strToU8('x'),
      'vault/._Ada.md': strToU8('x'),
      'vault/.DS_Store': strToU8('x'),
      'vault/Thumbs.db': strToU8('x'),
      'vault/desktop.ini': strToU8('x'),
    });
    const { files, passedOver } = value(await unzip('x.zip', zip));
    expect(files.map((f) => f.path)).toEqual(['NPCs/Rook.md', 'Ada.md']);
    expect(passedOver).toEqual([]);
  });

  it('a link finds its note however the accents of either are written', async () => {
    const { things } = await read([
      zipOf({
        'NPCs/Ko\u0308nig.md': 'rules',
        'NPCs/Ada.md': '---\nfriend: "[[K\u00f6nig]]"\n---\nSee [[Ko\u0308nig]].',
      }),
    ]);
    expect(JSON.stringify(things)).toContain('[[König]]');
  });
});
