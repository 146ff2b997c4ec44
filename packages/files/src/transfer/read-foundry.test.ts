// The import and export of Foundry documents.
import { describe, expect, it } from 'vitest';
import { CLOCK, MAP, mapPins, RELATIONSHIP, type NoteNode } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { ACTOR, createReader, entitiesOf, FACTION, file, JOURNAL, plainText } from '../../testing/import-files.ts';
import { recordOfStored } from '../stored-record.ts';
import { writeFoundryJournals } from './write-foundry.ts';

const { read, put } = createReader(derivedId);

describe('Foundry', () => {
  it('keeps the order of pages, secret sections, hit points and system data', async () => {
    const content = await read(
      [
        file(
          'adventure.json',
          JSON.stringify({
            name: 'Adventure',
            journal: [JOURNAL],
            actors: [ACTOR, FACTION],
            scenes: [{ _id: 's', name: 'Map', walls: [], tokens: [] }],
          }),
        ),
      ],
      'table',
    );
    const records = put(content);
    const entities = entitiesOf(records);
    const quay = entities.find((e) => e.name === 'The quay')!;
    expect(plainText(quay.texts['description'])).toBe(
      'First\nOpen words.\nSecond\n2d6 rats, see [[Captain Rook|the captain]].\nArt\n(image)',
    );
    expect(plainText(quay.texts['gm_notes'])).toBe('Hidden words.\n(image: quay.webp)');
    const rook = entities.find((e) => e.name === 'Captain Rook')!;
    expect(rook).toMatchObject({
      entityType: 'npc',
      hpMax: 14,
      hp: { value: 11 },
      attributes: { 'Armor class': 15, Items: 'Cutlass' },
    });
    expect(rook.systemData).toEqual(ACTOR.system);
    const watch = entities.find((e) => e.name === 'Harbour Watch')!;
    expect(watch).toMatchObject({
      entityType: 'faction',
      hold: 'strong',
      reputation: { value: 2 },
      territory: 'The quays',
    });
    const clock = recordOfStored(
      CLOCK,
      records.find((r) => r.kind === 'clock')!,
    )!;
    expect(clock).toMatchObject({ name: 'Close the quay', segments: 8, ownerId: watch.id });
    expect(
      records.filter((r) => r.kind === 'relationship').map((r) => recordOfStored(RELATIONSHIP, r)!.relationType),
    ).toEqual(['allied']);
    expect(content.remarks.join('\n')).toMatch(/1 roll[\s\S]*1 scene/);
  });

  it('makes the notes of a scene the pins of a map, which open what their journals became', async () => {
    const scene = {
      _id: 'ssssssssssssssss',
      name: 'The harbour',
      width: 4000,
      height: 3000,
      padding: 0.25,
      grid: { size: 100, distance: 5, units: 'ft' },
      walls: [],
      tokens: [],
      notes: [
        { _id: 'n1', entryId: JOURNAL._id, x: 1000 + 2000, y: 800 + 1500, text: '' },
        { _id: 'n2', entryId: 'gone', x: 1000, y: 800, text: 'Old buoy' },
        { _id: 'n3', x: -9e9, y: 9e9, text: 'Far off' },
        { _id: '../n4', text: 'Nowhere' },
        null,
      ],
    };
    const content = await read([
      file('adventure.json', JSON.stringify({ name: 'Adventure', scenes: [scene], journal: [JOURNAL] })),
    ]);
    const records = put(content);
    const quay = entitiesOf(records).find((e) => e.name === 'The quay')!;
    const map = recordOfStored(
      MAP,
      records.find((r) => r.kind === 'map')!,
    )!;
    expect(map).toMatchObject({ title: 'The harbour', width: 200, unit: 'ft' });
    expect(mapPins(map)).toMatchObject([
      { id: 'n1', at: { x: 0.5, y: 0.5 }, label: '', target: { kind: 'entity', id: quay.id }, isForPlayers: false },
      { id: 'n2', at: { x: 0, y: 0 }, label: 'Old buoy', target: null },
      { id: 'n3', at: { x: 0, y: 1 }, label: 'Far off', target: null },
    ]);
    expect(content.remarks.join('\n')).toMatch(/notes of 1 scene/);
    // Notes that share an `_id` are pins of their own, the same at each import, and no more than a map has.
    const twice = [
      { _id: 'n1', x: 1000, y: 800, text: 'First' },
      { _id: 'n1', x: 3000, y: 800, text: 'Second' },
    ];
    const many = Array.from({ length: 1005 }, (_, i) => ({ x: 1000 + i, y: 800, text: `Buoy ${i}` }));
    for (const [notes, count] of [
      [twice, 2],
      [[...twice, ...many], 1000],
    ] as const) {
      const crowded = await read([file('scene.json', JSON.stringify({ ...scene, notes }))]);
      const pins = mapPins(recordOfStored(MAP, put(crowded)[0]!)!);
      expect(pins).toHaveLength(count);
      expect(pins.map(({ label }) => label)).toEqual(expect.arrayContaining(['First', 'Second']));
      expect(crowded.remarks.join('\n')).toMatch(count === 2 ? /^(?!.*left out)/s : /7 notes of scenes were left out/);
    }
    // A scene that was exported alone is a map, too.
    const alone = put(await read([file('fvtt-Scene-harbour.json', JSON.stringify(scene))]));
    expect(alone.map(({ kind, id }) => [kind, id])).toEqual([['map', map.id]]);
  });

  it('keeps hidden pages and private notes in the GM notes, even of a visible document', async () => {
    const journal = {
      ...JOURNAL,
      pages: [
        { name: 'Open', type: 'text', sort: 1, ownership: { default: -1 }, text: { content: '<p>For all.</p>' } },
        { name: 'Closed', type: 'text', sort: 2, ownership: { default: 0 }, text: { content: '<p>PRIVATE page.</p>' } },
      ],
    };
    const actor = {
      ...ACTOR,
      ownership: { default: 3 },
      notes: '<p>PRIVATE of the document</p>',
      system: { details: { biography: { value: '<p>Born at sea.</p>' }, privateNotes: '<p>PRIVATE of the actor</p>' } },
    };
    for (const entity of entitiesOf(put(await read([file('world.json', JSON.stringify([journal, actor]))], 'table')))) {
      expect(plainText(entity.texts['description'])).toMatch(/For all|Born at sea/);
      expect(plainText(entity.texts['description'])).not.toMatch(/PRIVATE|Closed/);
      expect(plainText(entity.texts['gm_notes'])).toContain('PRIVATE');
    }
  });

  it('reads packs of one document a line, and the journals that we export', async () => {
    expect(
      entitiesOf(put(await read([file('npcs.db', `${JSON.stringify(ACTOR)}\n${JSON.stringify(FACTION)}\n`)]))),
    ).toHaveLength(2);
    const p = (text: string): NoteNode[] => [{ type: 'paragraph', content: [{ type: 'text', text }] }];
    const written = writeFoundryJournals([
      {
        kind: 'entity',
        id: '0197c0de-0000-7000-8000-0000000000aa',
        sessionId: null,
        keys: { name: 'Pell' },
        texts: { description: p('Knows [[Tam]] & <b>.'), gm_notes: p('SECRET words') },
      },
      { kind: 'entity', id: '0197c0de-0000-7000-8000-0000000000ab', sessionId: null, keys: { name: 'Tam' }, texts: {} },
      {
        kind: 'session',
        id: '0197c0de-0000-7000-8000-0000000000ac',
        sessionId: null,
        keys: { number: 4, title: 'Rain' },
        texts: { summary: p('It rained.') },
      },
      {
        kind: 'note',
        id: '0197c0de-0000-7000-8000-0000000000ac',
        sessionId: '0197c0de-0000-7000-8000-0000000000ac',
        keys: {},
        texts: { actual_notes: p('All of it.') },
      },
    ]);
    expect(written.map((f) => f.path)).toEqual(['Entities/Pell.json', 'Entities/Tam.json', 'Sessions/4. Rain.json']);
    const pell = JSON.parse(written[0]!.text) as {
      ownership: { default: number };
      pages: { text: { content: string } }[];
    };
    expect(pell.ownership.default).toBe(0);
    expect(pell.pages.map((page) => page.text.content)).toEqual([
      '<p>Knows @UUID[JournalEntry.80000000000000ab]{Tam} &#38; &#60;b&#62;.</p>',
      '<section class="secret" id="secret-80000000000000aa"><p>SECRET words</p></section>',
    ]);
    const entities = entitiesOf(put(await read(written.map((f) => file(f.path, f.text)))));
    expect(plainText(entities.find((e) => e.name === 'Pell')!.texts['gm_notes'])).toContain('Knows [[Tam]] & <b>.');
  });
});
