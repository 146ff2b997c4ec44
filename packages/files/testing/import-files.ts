// Files of other tools for the import tests, and what reads them.
import { strToU8, zipSync } from 'fflate';
import { ENTITY, noteLines, type NoteNode, type Result, type StoredRecord } from '@emberkeep/domain';
import { crc32 } from '../src/crc32.ts';
import type { DeriveId } from '../src/stored-fields.ts';
import { recordOfStored } from '../src/stored-record.ts';
import type { ImportOptions } from '../src/transfer/importer.ts';
import type { SourceFile } from '../src/transfer/archive.ts';
import { NOTHING_KNOWN } from '../src/transfer/import-run.ts';
import type { ImportedContent } from '../src/transfer/imported-content.ts';
import { recordsOfImport } from '../src/transfer/records-of-import.ts';
import { readImport, type ImportFilesError } from '../src/transfer/choose-importer.ts';

export const file = (path: string, content: string | Uint8Array): SourceFile => {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  return { path, size: bytes.length, read: () => Promise.resolve(bytes) };
};

export const zipOf = (files: Record<string, string | Uint8Array>): SourceFile =>
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

export const plainText = (nodes: readonly NoteNode[] | undefined): string => noteLines(nodes ?? []).join('\n');

/** The entities among records, with their texts. */
export const entitiesOf = (records: readonly StoredRecord[]) =>
  records
    .filter((r) => r.kind === 'entity')
    .map((stored) => ({ ...recordOfStored(ENTITY, stored)!, texts: stored.texts }));

/** Stands for the SHA-256, which needs another API in each runtime. */
const hash = (bytes: Uint8Array): Promise<string> => Promise.resolve(crc32(bytes).toString(16).padStart(64, 'f'));

/** Reads picked files with ids that `derive` makes. */
export const createReader = (derive: DeriveId) => {
  const attempt = (
    files: readonly SourceFile[],
    audience: 'gm' | 'table',
    options: Partial<ImportOptions> = {},
  ): Promise<Result<ImportedContent, ImportFilesError>> =>
    readImport('picked', files, { audience, derive, hash, ...options });
  return {
    /** What the files hold; throws if they are refused. */
    read: async (
      files: readonly SourceFile[],
      audience: 'gm' | 'table' = 'gm',
      options: Partial<ImportOptions> = {},
    ): Promise<ImportedContent> => {
      const result = await attempt(files, audience, options);
      if (!result.ok) throw new Error(result.error.type);
      return result.value;
    },
    /** What an import would write into an empty campaign. */
    put: (content: ImportedContent): StoredRecord[] => recordsOfImport(content, NOTHING_KNOWN, 'c', derive, 1).records,
    /** The type of the error, or "read". */
    refusal: async (files: readonly SourceFile[]): Promise<string> => {
      const result = await attempt(files, 'gm');
      return result.ok ? 'read' : result.error.type;
    },
  };
};

/** An Obsidian vault. */
export const VAULT: Record<string, string> = {
  'Vault/.obsidian/app.json': '{}',
  'Vault/NPCs/Captain Rook.md': [
    '---',
    'aliases: [Rook, "The Captain"]',
    'tags: [npc, harbour/watch]',
    'faction: [[Harbour Watch]]',
    'age: 51',
    'rival: ["[[Nobody There]]"]',
    'portrait: rook.png',
    '---',
    '# Captain Rook',
    '',
    'Walks [[Places/Salt Street#The quay|the quay]] at night and ![[Old oath]] binds her.',
    '',
    '> [!warning]- She counts',
    '> every oar.',
    '',
    '> [!secret]',
    '> She let the boat go.',
    '',
    '%%remember: limp%%',
    '',
    '![[map of the quay.png|300]]',
    '',
  ].join('\n'),
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

/** A Kanka export. */
export const KANKA: Record<string, string> = {
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
      entry: [
        '<p>Guards [location:55|the street] with <strong>zeal</strong> and [character:999|a ghost].</p>',
        '<script>alert(1)</script>',
      ].join(''),
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

/** A journal, an actor and a faction of Foundry. */
export const JOURNAL = {
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

export const ACTOR = {
  _id: 'bbbbbbbbbbbbbbbb',
  name: 'Captain Rook',
  type: 'npc',
  system: {
    attributes: { hp: { value: 11, max: 14 }, ac: { value: 15 } },
    details: { biography: { value: '<p>Born at sea.</p>' } },
  },
  items: [{ name: 'Cutlass' }],
};

export const FACTION = {
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
