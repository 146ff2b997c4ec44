// JSON files recognised by their shape, and other people's real files.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type StoredRecord } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { createReader, entitiesOf, file, plainText, zipOf } from '../../testing/import-files.ts';
import type { SourceFile } from './archive.ts';
import { emptyContent } from './imported-content.ts';

const { read, put } = createReader(derivedId);

describe('JSON files', () => {
  it('imports stat blocks of Improved Initiative with hit points, from a list or a whole export', async () => {
    const block = {
      Id: 'x1',
      Name: 'Mud crab',
      Type: 'Beast',
      HP: { Value: 9, Notes: '(2d6)' },
      AC: { Value: 13, Notes: '' },
      Abilities: { Str: 13 },
      Actions: [{ Name: 'Claw', Content: 'Snap.' }],
      Player: '',
    };
    for (const root of [
      [block, { ...block, Id: 'x2', Name: 'Gregor', Player: 'player' }],
      {
        'Creatures.x1': JSON.stringify(block),
        'PlayerCharacters.x2': JSON.stringify({ ...block, Id: 'x2', Name: 'Gregor', Player: 'player' }),
      },
    ]) {
      const entities = entitiesOf(put(await read([file('initiative.json', JSON.stringify(root))])));
      expect(entities.find((e) => e.name === 'Mud crab')).toMatchObject({
        entityType: 'creature',
        hpMax: 9,
        hp: { value: 9 },
        attributes: { 'Armor class': '13', STR: 13 },
      });
      expect(plainText(entities.find((e) => e.name === 'Mud crab')!.texts['gm_notes'])).toBe('Claw: Snap.');
      expect(entities.find((e) => e.name === 'Gregor')!.entityType).toBe('pc');
    }
  });

  it('recognises campaign JSON by its shape (M-001, M-019)', async () => {
    const content = await read([
      file(
        'campaign.json',
        JSON.stringify({
          name: 'Ash',
          factions: [{ name: 'Watch', faction_type: 'POLITICAL', notes: 'n' }],
          sessions: [{ id: 's1', number: 2, log: ['They came'] }],
        }),
      ),
    ]);
    expect(content.things).toMatchObject([
      { kind: 'entity', name: 'Watch' },
      { kind: 'session', externalId: 's1' },
      { kind: 'event', name: 'They came' },
    ]);
  });
});

describe('notes and data files in one folder', () => {
  const campaign = JSON.stringify({ sessions: [{ id: 's1', number: 2, log: ['They came'] }] });
  it.each([
    ['more data files than notes', { 'NPCs/Ada.md': 'keeps the light', 'a.json': campaign, 'b.json': '{"x":1}' }],
    ['more notes than data files', { 'NPCs/Ada.md': 'keeps the light', 'NPCs/Rook.md': 'walks', 'a.json': campaign }],
  ])('are all read: %s', async (_, files) => {
    const { things, remarks } = await read([zipOf(files)]);
    expect(things.map((item) => item.name)).toEqual(expect.arrayContaining(['Ada', 'They came']));
    expect(remarks.join().includes('b.json')).toBe('b.json' in files);
  });

  it('data files that nothing is known of are named, and the notes are read', async () => {
    const { things, remarks } = await read([zipOf({ 'Ada.md': 'x', 'a.json': '{"x":1}', 'b.json': '[' })]);
    expect(things.map((item) => item.name)).toEqual(['Ada']);
    expect(remarks.join()).toContain('2 data files among the notes hold nothing');
  });

  it('items have the ids that they have when their file is imported alone', async () => {
    const data = file('a.json', JSON.stringify({ factions: ['Watch'] }));
    const idsOf = (records: readonly StoredRecord[]) => records.map((r) => r.id);
    const alone = idsOf([...put(await read([data])), ...put(await read([file('Ada.md', 'x')]))]);
    expect(idsOf(put(await read([file('Ada.md', 'x'), data]))).sort()).toEqual(alone.sort());
  });

  it('an item and another of a different kind with the same id are two records', () => {
    const item = { source: 'x', name: 'Ada', fields: {}, texts: {} };
    const things = [
      { ...item, kind: 'goal' as const },
      { ...item, kind: 'entity' as const },
    ];
    const records = put({ ...emptyContent('', 'kanka'), things });
    expect(new Set(records.map(({ id }) => id)).size).toBe(2);
    expect(records.map(({ kind }) => kind)).toEqual(['goal', 'entity']);
  });
});

// Other people's files are not part of the project: read if they are on this machine.
const DATA = fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
describe.runIf(existsSync(DATA))('real files', () => {
  const walk = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) =>
      statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)],
    );
  const folder = (name: string, only: RegExp): SourceFile[] =>
    walk(join(DATA, name))
      .filter((f) => only.test(f))
      .map((f) => file(relative(join(DATA, name), f), readFileSync(f)));
  it('are all imported', async () => {
    const factions = put(await read(folder('foundry-blades', /factions/)));
    expect([
      factions.filter((r) => r.kind === 'entity').length,
      factions.filter((r) => r.kind === 'clock').length,
    ]).toEqual([43, 44]);
    expect(put(await read(folder('foundry-blades', /npcs/))).filter((r) => r.kind === 'entity')).toHaveLength(107);
    expect(put(await read(folder('initiative', /\.json$/)))).toHaveLength(4);
    const srd = await read(folder('srd-5e', /\.md$/));
    expect(put(srd).filter((r) => r.kind === 'entity').length).toBeGreaterThan(900);
    expect(entitiesOf(put(srd)).filter((e) => e.entityType === 'creature').length).toBeGreaterThan(300);
    expect(
      plainText(entitiesOf(put(await read(folder('srd-blades', /\.md$/))))[0]!.texts['gm_notes']).length,
    ).toBeGreaterThan(150_000);
    for (const calendar of folder('calendars', /\.json$/))
      expect((await read([calendar])).things).toMatchObject([
        { kind: 'campaign', fields: { calendar: { months: expect.arrayContaining([expect.anything()]) as unknown } } },
      ]);
  }, 120_000);
});
