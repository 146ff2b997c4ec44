// Shows that files of other tools arrive whole, once however often, and beside what is here; that our own folder of notes comes back
// as it was; and that hostile files are refused in a word that the app has a sentence for (T-8).
import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { strToU8, zipSync } from 'fflate';
import {
  CLOCK,
  ENTITY,
  GOAL,
  noteLines,
  RELATIONSHIP,
  RECORDS,
  SESSION,
  type NoteNode,
  type StoredRecord,
} from '@emberkeep/domain';
import {
  createCampaign,
  createEntity,
  derivedId,
  fillNote,
  getRecord,
  listEntities,
  listRelationships,
  listSessions,
  noteName,
  putRecords,
  readNote,
  readStored,
} from '@emberkeep/store';
import { createTestDevices, value } from '@emberkeep/store/testing';
import { recordOfStored } from '../stored-record.ts';
import { ARCHIVE_LIMITS, ofPicked, unzip, type SourceFile } from './archive.ts';
import { NOTHING_KNOWN, recordsOfForeign, type Foreign, type KnownRecords } from './foreign.ts';
import { splitFrontMatter } from './front-matter.ts';
import { readObsidian } from './obsidian-markdown.ts';
import { readOwnNote, writeOwnNote } from './own-note.ts';
import { readTransfer } from './read-transfer.ts';
import { writeFoundryJournals } from './write-foundry.ts';
import { writeVault } from './write-vault.ts';
import { pack } from './zip.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261121);
const file = (path: string, content: string | Uint8Array): SourceFile => {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  return { path, size: bytes.length, read: () => Promise.resolve(bytes) };
};
const zipOf = (files: Record<string, string | Uint8Array>): SourceFile =>
  file(
    'export.zip',
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([path, content]) => [
          path,
          typeof content === 'string' ? strToU8(content) : content,
        ]),
      ),
    ),
  );
const read = async (files: readonly SourceFile[], audience: 'gm' | 'table' = 'gm'): Promise<Foreign> =>
  value(await readTransfer('picked', files, { audience, derive: derivedId }));
const refused = async (files: readonly SourceFile[]): Promise<string> => {
  const result = await readTransfer('picked', files, { audience: 'gm', derive: derivedId });
  return result.ok ? 'read' : result.error.type;
};
const words = (nodes: readonly NoteNode[] | undefined): string => noteLines(nodes ?? []).join('\n');
const entitiesOf = (records: readonly StoredRecord[]) =>
  records
    .filter((r) => r.kind === 'entity')
    .map((stored) => ({ ...recordOfStored(ENTITY, stored)!, texts: stored.texts }));
const put = (foreign: Foreign) => recordsOfForeign(foreign, NOTHING_KNOWN, 'c', derivedId, 1).records;

const VAULT: Record<string, string> = {
  'Vault/.obsidian/app.json': '{}',
  'Vault/NPCs/Captain Rook.md':
    '---\naliases: [Rook, "The Captain"]\ntags: [npc, harbour/watch]\nfaction: [[Harbour Watch]]\nage: 51\nrival: ["[[Nobody There]]"]\nportrait: rook.png\n---\n# Captain Rook\n\nWalks [[Places/Salt Street#The quay|the quay]] at night and ![[Old oath]] binds her.\n\n> [!warning]- She counts\n> every oar.\n\n> [!secret]\n> She let the boat go.\n\n%%remember: limp%%\n\n![[map of the quay.png|300]]\n',
  'Vault/Factions/Harbour Watch.md':
    'Six boats. See [[#Members]] and [the captain](../NPCs/Captain%20Rook.md).\n\n```\n[[not a link]]\n```\n',
  'Vault/Places/Salt Street.md': '---\ntype: Street\n---\nWet.',
  'Vault/Old oath.md': 'An oath.',
  'Vault/Sessions/Session 3 - The crossing.md':
    '---\ndate: 2026-03-01\nweather: fog\n---\nThey crossed. [[Rook]] waited.',
  'Vault/Quests/Find the ring.md': 'Before the fair.',
  'Vault/_templates/NPC.md': '# {{name}}',
  'Vault/broken.md': '---\nkey: [unclosed\n---\nStill here.',
  'Vault/board.canvas': '{}',
};

const KANKA: Record<string, string> = {
  'info.json': '{"kanka_version":"3"}',
  'campaign.json': '{"name":"Ash"}',
  'settings/modules.json': '{}',
  'characters/rook_11.json': JSON.stringify({
    id: 1,
    title: 'Captain',
    location_id: 5,
    is_dead: true,
    organisation_memberships: [{ organisation_id: 7, role: 'Head' }],
    entity: {
      id: 11,
      name: 'Rook',
      type: 'NPC',
      entry:
        '<p>Guards [location:55|the street] with <strong>zeal</strong> and [character:999|a ghost].</p><script>alert(1)</script>',
      tags: [{ tag_id: 3 }],
      attributes: [{ name: 'Eyes', value: 'grey' }],
      posts: [{ name: 'Truth', entry: '<p>She did it.</p>', visibility: 'admin' }],
      relationships: [{ target_id: 77, relation: 'serves', attitude: 40 }],
    },
  }),
  'locations/salt_55.json': JSON.stringify({
    id: 5,
    entity: { id: 55, name: 'Salt Street', entry: '<p>Wet.</p>', is_private: true },
  }),
  'organisations/watch_77.json': JSON.stringify({ id: 7, entity: { id: 77, name: 'Harbour Watch', entry: '' } }),
  'tags/sea_33.json': JSON.stringify({ id: 3, entity: { id: 33, name: 'Sea' } }),
  'quests/ring_88.json': JSON.stringify({
    id: 8,
    is_completed: true,
    entity: { id: 88, name: 'The ring', type: 'Main', entry: '<p>Find it.</p>' },
  }),
  'journals/s1_91.json': JSON.stringify({
    id: 9,
    date: '2026-01-02',
    entity: { id: 91, name: 'Session 1: Arrival', type: 'Session', entry: '<p>They came.</p>' },
  }),
  'ships/gull_99.json': JSON.stringify({ entity: { id: 99, name: 'The Gull', entry: '<p>Leaks.</p>' } }),
  'maps/coast_66.json': JSON.stringify({ id: 6, entity: { id: 66, name: 'Coast', entry: '<p>Drawn badly.</p>' } }),
};

const JOURNAL = {
  _id: 'aaaaaaaaaaaaaaaa',
  name: 'The quay',
  ownership: { default: 2 },
  pages: [
    {
      name: 'Second',
      type: 'text',
      sort: 2,
      title: { level: 2 },
      text: { content: '<p>[[/r 2d6]] rats, see @UUID[Actor.bbbbbbbbbbbbbbbb]{the captain}.</p>' },
    },
    {
      name: 'First',
      type: 'text',
      sort: 1,
      text: { content: '<p>Open words.</p><section class="secret" id="s"><p>Hidden words.</p></section>' },
    },
    { name: 'Art', type: 'image', src: 'quay.webp', sort: 3 },
  ],
};
const ACTOR = {
  _id: 'bbbbbbbbbbbbbbbb',
  name: 'Captain Rook',
  type: 'npc',
  system: {
    attributes: { hp: { value: 11, max: 14 }, ac: { value: 15 } },
    details: { biography: { value: '<p>Born at sea.</p>' } },
  },
  items: [{ name: 'Cutlass' }],
};
const FACTION = {
  _id: 'cccccccccccccccc',
  name: 'Harbour Watch',
  type: 'faction',
  system: {
    description: 'Six boats.',
    hold: { value: 2 },
    status: { value: [6] },
    goal_1: 'Close the quay',
    goal_1_clock_max: 8,
    goal_2: 'Keep the peace',
    goal_2_clock_max: 0,
    allies: 'Captain Rook',
    turf: 'The quays',
  },
  items: [],
};

describe('a folder of notes', () => {
  it('of Obsidian arrives with its names, types, ties, secrets and evenings, and says what could not be kept', async () => {
    const foreign = await read([zipOf(VAULT)]);
    const records = put(foreign);
    const entities = entitiesOf(records);
    const rook = entities.find((e) => e.name === 'Captain Rook')!;
    expect(rook).toMatchObject({
      entityType: 'npc',
      aliases: ['Captain Rook', 'Rook', 'The Captain'],
      tags: ['harbour watch', 'npc'],
      externalId: 'NPCs/Captain Rook.md',
      source: 'import',
    });
    expect(rook.attributes).toEqual({ age: 51, portrait: 'rook.png', rival: 'Nobody There' });
    const text = words(rook.texts['gm_notes']);
    expect(text).toContain('Walks [[Salt Street|the quay]] at night and [[Old oath]] binds her.');
    expect(text).toContain('She counts');
    expect(text).toContain('(picture: map of the quay.png)');
    expect(text.indexOf('She let the boat go.')).toBeGreaterThan(text.indexOf('(picture'));
    expect(text).toContain('remember: limp');
    expect(text).not.toMatch(/%%|\[!|^Captain Rook$/m);
    const watch = entities.find((e) => e.name === 'Harbour Watch')!;
    expect(words(watch.texts['gm_notes'])).toContain('See Members and [[Captain Rook|the captain]].\n[[not a link]]');
    const tie = recordOfStored(
      RELATIONSHIP,
      records.find((r) => r.kind === 'relationship')!,
    )!;
    expect(tie).toMatchObject({ fromId: rook.id, toId: watch.id, relationType: 'member_of' });
    expect(entities.find((e) => e.name === 'Salt Street')).toMatchObject({
      entityType: 'location',
      attributes: { type: 'Street' },
    });
    expect(words(entities.find((e) => e.name === 'broken')!.texts['gm_notes'])).toContain('Still here.');
    const session = recordOfStored(
      SESSION,
      records.find((r) => r.kind === 'session')!,
    )!;
    expect(session).toMatchObject({ number: 3, title: 'The crossing', date: '2026-03-01', stage: 'wrap_up' });
    expect(words(records.find((r) => r.kind === 'note')!.texts['actual_notes'])).toBe(
      'weather: fog\nThey crossed. [[Rook]] waited.',
    );
    expect(
      recordOfStored(
        GOAL,
        records.find((r) => r.kind === 'goal')!,
      ),
    ).toMatchObject({ name: 'Find the ring', progressText: 'Before the fair.' });
    for (const words_ of ['template', 'front matter of “broken.md”', 'shown inside another', 'picture', 'board.canvas'])
      expect(foreign.remarks.join('\n')).toContain(words_);
  });

  it('an evening that has only a number keeps it and is given no title', async () => {
    const session = recordOfStored(
      SESSION,
      put(await read([file('Sessions/Session 12.md', 'They slept.')])).find((r) => r.kind === 'session')!,
    )!;
    expect([session.number, session.title]).toEqual([12, '']);
  });

  it('that players may read keeps what is marked as secret among the GM’s', async () => {
    const rook = entitiesOf(put(await read([zipOf(VAULT)], 'table'))).find((e) => e.name === 'Captain Rook')!;
    expect(words(rook.texts['description'])).toContain('Walks');
    expect(words(rook.texts['description'])).not.toMatch(/let the boat go|limp/);
    expect(words(rook.texts['gm_notes'])).toMatch(/let the boat go/);
    expect(words(rook.texts['gm_notes'])).toMatch(/limp/);
  });

  it('twice arrives once, beside what is here by name, overwrites nothing, and one step takes it back', async () => {
    const docs = await createTestDevices(7).device('a');
    value(createCampaign(docs, { name: 'Ash' }));
    const rook = value(createEntity(docs, { name: 'Captain Rook', entityType: 'pc' }));
    value(
      fillNote(docs.ledger, noteName(rook, 'description'), [
        { type: 'paragraph', content: [{ type: 'text', text: 'my words' }] },
      ]),
    );
    const known = (): KnownRecords => ({
      entities: listEntities(docs),
      sessions: listSessions(docs).map((s) => ({
        id: s.id,
        number: s.shownNumber,
        title: s.title,
        externalId: s.externalId,
      })),
      named: [],
      ties: listRelationships(docs),
      lastOrder: {},
    });
    const bring = async () => {
      const arrival = recordsOfForeign(await read([zipOf(VAULT)]), known(), docs.campaignId, derivedId, docs.nowMs());
      return { arrival, outcome: value(await putRecords(docs, arrival.records, { from: 'a vault' })) };
    };
    const before = docs.latestStep();
    const first = await bring();
    const step = docs.latestStep();
    expect(step).not.toBe(before);
    expect(first.arrival.matched).toEqual(new Set([rook]));
    expect(getRecord(docs.ledger, ENTITY, rook)).toMatchObject({
      entityType: 'pc',
      aliases: ['Captain Rook', 'Rook', 'The Captain'],
    });
    expect(first.outcome.kept).toEqual([{ kind: 'entity', id: rook, fields: ['entityType'] }]);
    expect(words(readNote(docs.ledger, noteName(rook, 'gm_notes')))).toContain('Walks');
    const count = [...readStored(docs.ledger)].length;
    const second = await bring();
    expect(second.outcome).toMatchObject({ created: 0, changed: 0, refused: [] });
    expect([...readStored(docs.ledger)]).toHaveLength(count);
    second.outcome.undo();
    first.outcome.undo();
    expect(await docs.undo(step!)).toBe('Bring in a vault');
    expect(listEntities(docs).map((e) => e.name)).toEqual(['Captain Rook']);
    expect(words(readNote(docs.ledger, noteName(rook, 'gm_notes')))).toBe('');
    expect(words(readNote(docs.ledger, noteName(rook, 'description')))).toBe('my words');
    expect(getRecord(docs.ledger, ENTITY, rook)!.aliases).toEqual(['Captain Rook']);
  });

  it('can be stopped while it is read and while it is written; what came in goes again', async () => {
    expect(
      await readTransfer('v', [zipOf(VAULT)], { audience: 'gm', derive: derivedId, onStep: (share) => share < 0.5 }),
    ).toMatchObject({ ok: false, error: { type: 'Stopped' } });
    const docs = await createTestDevices(8).device('a');
    value(createCampaign(docs, { name: 'Ash' }));
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`NPCs/Person ${i}.md`, `Number ${i}`]));
    const { records } = recordsOfForeign(await read([zipOf(many)]), NOTHING_KNOWN, docs.campaignId, derivedId, 1);
    let done = 0;
    const outcome = value(
      await putRecords(docs, records, {
        from: 'a vault',
        onProgress: (n) => (done = n),
        isCancelled: () => done >= 48,
      }),
    );
    expect(outcome.created).toBe(48);
    outcome.undo();
    await docs.undo(docs.latestStep()!);
    expect(listEntities(docs)).toEqual([]);
  });
});

describe('our own folder of notes', () => {
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

  it('comes back equal whatever anybody wrote (seeded)', () => {
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

  it('takes what a hand changed in front matter and text, and no more', () => {
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
    expect([record.entityType, record.tags, record.trust.value, words(changed.texts['gm_notes'])]).toEqual([
      'pc',
      ['new'],
      4,
      'After all.',
    ]);
    // A property taken out, or of another kind, deletes and breaks nothing.
    expect(back(text.replace('entityType: npc\n', '').replace('name: Pell', 'name: 7'))).toEqual(back(text));
    // Without the block, what is shown is enough; without the name it is no record.
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

  it('has a note for every record, with paths that every system can hold and names that no two share', () => {
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
      expect(path.split('/').every((part) => part.length > 0 && part.length <= 120)).toBe(true);
    }
  });
});

describe('Kanka', () => {
  it('arrives with mentions as links, private posts as GM notes, members, places and evenings', async () => {
    const foreign = await read([zipOf(KANKA)], 'table');
    const records = put(foreign);
    const entities = entitiesOf(records);
    const [rook, street, watch] = ['Rook', 'Salt Street', 'Harbour Watch'].map((name) =>
      entities.find((e) => e.name === name)!,
    ) as [(typeof entities)[0], (typeof entities)[0], (typeof entities)[0]];
    expect(rook).toMatchObject({
      entityType: 'npc',
      tags: ['Sea'],
      condition: 'Dead',
      attributes: { Eyes: 'grey', title: 'Captain' },
    });
    expect(words(rook.texts['description'])).toBe('Guards [[Salt Street|the street]] with zeal and a ghost.');
    expect(words(rook.texts['gm_notes'])).toBe('Truth\nShe did it.');
    expect(street.texts['description']).toBeUndefined();
    expect(words(street.texts['gm_notes'])).toBe('Wet.');
    expect(watch.entityType).toBe('faction');
    expect(entities.find((e) => e.name === 'The Gull')!.entityType).toBe('ship');
    const ties = records.filter((r) => r.kind === 'relationship').map((r) => recordOfStored(RELATIONSHIP, r)!);
    expect(ties.map((t) => [t.fromId, t.relationType, t.toId, t.note]).sort()).toEqual(
      [
        [rook.id, 'serves', watch.id, 'Attitude 40'],
        [rook.id, 'located_at', street.id, ''],
        [rook.id, 'member_of', watch.id, 'Head'],
      ].sort(),
    );
    expect(
      recordOfStored(
        GOAL,
        records.find((r) => r.kind === 'goal')!,
      ),
    ).toMatchObject({ name: 'The ring', goalType: 'Main', status: 'complete', progressText: 'Find it.' });
    expect(
      recordOfStored(
        SESSION,
        records.find((r) => r.kind === 'session')!,
      ),
    ).toMatchObject({ number: 1, title: 'Arrival', date: '2026-01-02' });
    expect(foreign.remarks.join('\n')).toMatch(/maps[\s\S]*1 mention/);
  });

  it('as Markdown keeps its names and links', async () => {
    const records = put(
      await read([
        zipOf({
          'index.md': '# Index\n',
          'characters/rook_11.md': '# Captain Rook\n\nOf [the watch](../organisations/harbour-watch_77.md).',
          'organisations/harbour-watch_77.md': '# Harbour Watch\n\nBoats.',
        }),
      ]),
    );
    const rook = entitiesOf(records).find((e) => e.name === 'Captain Rook')!;
    expect(rook.entityType).toBe('npc');
    expect(words(rook.texts['gm_notes'])).toBe('Of [[Harbour Watch|the watch]].');
  });
});

describe('Foundry', () => {
  it('journals keep their pages in order and their secrets secret; actors keep hit points and everything of their system', async () => {
    const foreign = await read(
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
    const records = put(foreign);
    const entities = entitiesOf(records);
    const quay = entities.find((e) => e.name === 'The quay')!;
    expect(words(quay.texts['description'])).toBe(
      'First\nOpen words.\nSecond\n2d6 rats, see [[Captain Rook|the captain]].\nArt\n(image: quay.webp)',
    );
    expect(words(quay.texts['gm_notes'])).toBe('Hidden words.');
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
    expect(foreign.remarks.join('\n')).toMatch(/1 roll[\s\S]*1 scene/);
  });

  it('a page that is kept from players, and an actor’s private notes, are the GM’s however open the rest is', async () => {
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
      expect(words(entity.texts['description'])).toMatch(/For all|Born at sea/);
      expect(words(entity.texts['description'])).not.toMatch(/PRIVATE|Closed/);
      expect(words(entity.texts['gm_notes'])).toContain('PRIVATE');
    }
  });

  it('packs of one document a line are read, and journals that we wrote come back', async () => {
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
    expect(words(entities.find((e) => e.name === 'Pell')!.texts['gm_notes'])).toContain('Knows [[Tam]] & <b>.');
  });
});

describe('stat blocks and calendars', () => {
  it('of Improved Initiative become people and creatures with hit points, from a list or from the whole export', async () => {
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
      expect(words(entities.find((e) => e.name === 'Mud crab')!.texts['gm_notes'])).toBe('Claw: Snap.');
      expect(entities.find((e) => e.name === 'Gregor')!.entityType).toBe('pc');
    }
  });

  it('the source documents’ own JSON is known by its shape (M-001, M-019)', async () => {
    const foreign = await read([
      file(
        'campaign.json',
        JSON.stringify({
          name: 'Ash',
          factions: [{ name: 'Watch', faction_type: 'POLITICAL', notes: 'n' }],
          sessions: [{ id: 's1', number: 2, log: ['They came'] }],
        }),
      ),
    ]);
    expect(foreign.older).toMatchObject({ factions: [{ name: 'Watch' }], sessions: [{ externalId: 's1' }] });
  });
});

describe('hostile files', () => {
  it('are refused in a word, and nothing is thrown (T-8)', async () => {
    expect(await refused([file('x.zip', 'no zip at all')])).toBe('NotAZip');
    expect(await refused([zipOf({ '../evil.md': 'x' })])).toBe('PathOutside');
    expect(await refused([zipOf({ '/etc/evil.md': 'x' })])).toBe('PathOutside');
    expect(await refused([zipOf({ 'a\\..\\..\\evil.md': 'x' })])).toBe('PathOutside');
    expect(await refused([zipOf({ 'C:\\evil.md': 'x' })])).toBe('PathOutside');
    expect(await refused([zipOf({ 'program.exe': 'MZ' })])).toBe('NothingThere');
    expect(await refused([file('a.json', '{"hello":1}')])).toBe('NothingRead');
    expect(await refused([file('deep.json', '['.repeat(100_000) + ']'.repeat(100_000))])).toBe('NothingRead');
    expect(await refused([file('b.json', JSON.stringify({ format: 'emberkeep-backup' }))])).toBe('IsBackup');
    expect(await refused([file('s.md', '# Ash - Session Summary\n\n## World State\n')])).toBe('IsSave');
    const locked = zipSync({ 'a.md': strToU8('x') });
    locked[6]! |= 1;
    expect(await refused([file('x.zip', locked)])).toBe('ZipLocked');
  });

  it('a ZIP that unpacks without end is stopped at what really comes out, whatever it says of itself', async () => {
    const bomb = zipSync({ 'a.md': new Uint8Array(30_000_000) }, { level: 9 });
    const lying = bomb.slice();
    // The size in the local header and in the directory: one byte.
    new DataView(lying.buffer).setUint32(22, 1, true);
    for (const bytes of [bomb, lying])
      expect(await unzip('bomb.zip', bytes, () => true, { ...ARCHIVE_LIMITS, file: 1_000_000 })).toMatchObject({
        ok: false,
        error: { type: 'UnpacksTooLarge' },
      });
    expect(
      await unzip(
        'many.zip',
        zipSync(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.md`, strToU8('x')]))),
        () => true,
        { ...ARCHIVE_LIMITS, files: 50 },
      ),
    ).toMatchObject({ ok: false, error: { type: 'TooManyFiles' } });
    expect(
      ofPicked(
        'folder',
        Array.from({ length: 60 }, (_, i) => file(`${i}.md`, 'x')),
        { ...ARCHIVE_LIMITS, files: 50 },
      ),
    ).toMatchObject({ ok: false, error: { type: 'TooManyFiles' } });
  });

  it('a ZIP that was cut off gives what is whole, and names the rest', async () => {
    const whole = zipSync({
      'NPCs/a.md': strToU8('whole'),
      'NPCs/b.md': [crypto.getRandomValues(new Uint8Array(50_000)), { level: 0 }],
    } as never);
    const foreign = await read([file('x.zip', whole.slice(0, 20_000))]);
    expect(foreign.things.map((t) => t.name)).toEqual(['a']);
    expect(foreign.remarks.join()).toContain('b.md (cut off)');
  });

  it('hostile HTML, YAML and Markdown are words at most', async () => {
    const deep = '<div>'.repeat(20_000) + 'deep words' + '</div>'.repeat(20_000);
    const foreign = await read([
      zipOf({
        'a.html': '<p onclick="x()">Hi<script>alert(1)</script><iframe src="javascript:x"></iframe></p>',
        'b.html': deep,
        'c.md': `---\na: &a [x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n---\nBomb.`,
        'e.md': `${'>'.repeat(30_000)} quoted words`,
        'f.md': `${'- '.repeat(5_000)}listed words`,
        'd.md': '---\n__proto__: {x: 1}\nconstructor: y\n---\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>',
      }),
    ]);
    const text = JSON.stringify(foreign.things);
    expect(text).not.toMatch(/alert\(1\)<|onclick|iframe|"href":"javascript/);
    for (const each of ['deep words', 'quoted words', 'listed words']) expect(text).toContain(each);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('any text is read without a throw and without losing a word (seeded)', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            '[[',
            ']]',
            '![[',
            '|',
            '#',
            '%%',
            '> ',
            '[!secret]',
            '```',
            '\n',
            'word',
            ' ',
            '](',
            ')',
            'a.md',
            '---',
            '\\',
            '^x',
          ),
          maxLength: 60,
        }),
        (text) => {
          const out = readObsidian(text, (target) => target);
          const count = (of: string): number => of.split('word').length - 1;
          expect(count(out.text) + count(out.secret) + count(out.pictures.join())).toBeGreaterThanOrEqual(count(text));
        },
      ),
      { seed, numRuns: 500 },
    );
  });
});

describe('a ZIP of ours', () => {
  it('holds what was put in, and the same twice is the same bytes', async () => {
    const files = [
      { path: 'Entities/Ängström.md', content: 'words' },
      { path: 'b.png', content: new Uint8Array([1, 2, 3]) },
    ];
    const [one, two] = [await pack(files), await pack(files)];
    expect(one).toEqual(two);
    expect(value(await unzip('x.zip', one)).files.map((f) => f.path)).toEqual(['Entities/Ängström.md', 'b.png']);
  });
});

// Files of other people are not in the project: read where they are.
const DATA = fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
describe.runIf(existsSync(DATA))('real files of other people', () => {
  const walk = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) =>
      statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)],
    );
  const folder = (name: string, only: RegExp): SourceFile[] =>
    walk(join(DATA, name))
      .filter((f) => only.test(f))
      .map((f) => file(relative(join(DATA, name), f), readFileSync(f)));
  it('all arrive', async () => {
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
      words(entitiesOf(put(await read(folder('srd-blades', /\.md$/))))[0]!.texts['gm_notes']).length,
    ).toBeGreaterThan(150_000);
    for (const calendar of folder('calendars', /\.json$/))
      expect((await read([calendar])).calendar?.months.length).toBeGreaterThan(0);
  });
});
