// Writes a campaign file: the format's sections from a document, and behind them, in a comment, every record of the
// campaign as one line of JSON.
import type { StoredRecord } from '@emberkeep/domain';
import { escapeEntry, escapeText } from './escape.ts';
import {
  CHARACTER_KEYS,
  COMPANION_KEYS,
  CUSTOM_UNIVERSE,
  DECISION_KEYS,
  HOOK_KEYS,
  LOCATION_KEYS,
  QUEST_KEYS,
  SAVE_SECTIONS,
  type CampaignFileData,
  type SaveHook,
  type SavePossession,
  type SaveSectionId,
} from './save-document.ts';

/** The version of the block of records. */
const RECORDS_FORMAT = 1;

/** The first line of the records, which is for people. */
export const RECORDS_PREFACE = [
  'Everything above is the campaign in short. Below is all of it, a record a line, ',
  `format ${RECORDS_FORMAT}: leave it as it is, and nothing is lost when this file is opened again.`,
].join('');

/** JSON without signs that could end the comment, or that a chat client would make typographic. */
const hiddenJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>“”]|--/g, (found) =>
    [...found].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );

const boldName = (text: string): string => `**${escapeText(text) || '?'}**`;

const boldLine = (key: string, escaped: string): string => `**${key}:** ${escaped}`.trimEnd();

/** `- **Name** | Key: value | Key: value`. */
const itemLine = (name: string, pairs: readonly (readonly [string, string])[]): string =>
  [`- ${boldName(name)}`, ...pairs.map(([key, value]) => `${key}: ${value}`)].join(' | ').trimEnd();

/** The lines below an item. */
const subLines = <T extends object>(item: T, keys: readonly (readonly [string, keyof T])[], indent = '  '): string[] =>
  keys.map(([key, field]) => `${indent}- ${key}: ${escapeText(String(item[field]))}`.trimEnd());

const entriesText = (texts: readonly string[]): string => texts.map(escapeEntry).join('; ');

const possessionText = ({ name, amount, detail }: SavePossession): string =>
  `${escapeEntry(name)}${amount > 1 ? ` ×${amount}` : ''}${detail ? ` (${escapeEntry(detail)})` : ''}`;

const possessionsText = (possessions: readonly SavePossession[]): string => possessions.map(possessionText).join('; ');

/** A section under its heading, between its markers if it has them. */
const section = (id: SaveSectionId, lines: readonly string[]): string[] => {
  const { heading, marker } = SAVE_SECTIONS[id];
  return ['', `## ${heading}`, ...(marker ? [`<!-- ${marker}_START -->`, ...lines, `<!-- ${marker}_END -->`] : lines)];
};

const header = (save: CampaignFileData): string[] => [
  `# ${escapeText(save.name)} - Session Summary`,
  '',
  boldLine('Character', escapeText(save.character)),
  boldLine('Location', escapeText(save.location)),
  boldLine('Session', String(save.session ?? '')),
  `**Universe:** ${escapeText(save.universe) || CUSTOM_UNIVERSE}`,
  ...(save.adultMode === null ? [] : [`**Adult Mode:** ${save.adultMode ? 'enabled' : 'disabled'}`]),
];

/** Lines are escaped one by one: the recap is the only text that keeps its line breaks. */
const currentSituation = ({ situation }: CampaignFileData): string[] =>
  section('current_situation', situation.replace(/\r\n?/g, '\n').split('\n').map(escapeText));

const internalState = (save: CampaignFileData, recordCount: number): string[] => {
  const gauges = save.gauges.map((g) => `  ${escapeText(g.name)}: ${g.level ?? 'N/A'}`);
  return [
    '',
    '<!-- INTERNAL_STATE',
    ...(gauges.length > 0 ? ['GAUGES:', ...gauges, ''] : []),
    'SETTINGS:',
    ...(save.adultMode === null ? [] : [`  adult_mode: ${save.adultMode}`]),
    `  last_saved: ${save.lastSaved}`,
    ...(save.campaignId ? [`  campaign_id: ${save.campaignId}`] : []),
    ...(recordCount > 0 ? [`  emberkeep_records: ${recordCount}`] : []),
    '-->',
  ];
};

const characters = (save: CampaignFileData): string[] =>
  section(
    'player_character',
    save.characters.flatMap((character, i) => [
      ...(i > 0 ? [''] : []),
      ...CHARACTER_KEYS.map(([key, field]) => boldLine(key, escapeText(character[field]))),
    ]),
  );

const factions = (save: CampaignFileData): string[] =>
  section(
    'world_state',
    save.factions.map((f) =>
      itemLine(f.name, [
        ['Power', `${f.power}/10`],
        ['Attitude', escapeText(f.attitude)],
        ['Territory', escapeText(f.territory)],
      ]),
    ),
  );

const companions = (save: CampaignFileData): string[] =>
  section(
    'companions',
    save.companions.flatMap((c) => [
      itemLine(c.name, [
        ['Trust', `${c.trust}/10`],
        ['Status', escapeText(c.status)],
        ['Location', escapeText(c.location)],
      ]),
      ...subLines(c, COMPANION_KEYS),
    ]),
  );

const relationships = (save: CampaignFileData): string[] =>
  section(
    'npc_relationships',
    save.npcRelationships.map(({ a, b, type, note }) =>
      `- ${boldName(a)} ↔ ${boldName(b)}: ${escapeText(type)} - ${escapeText(note)}`.trimEnd(),
    ),
  );

const locations = (save: CampaignFileData): string[] =>
  section(
    'locations',
    save.locations.flatMap((l) => [
      itemLine(l.name, [
        ['Status', escapeText(l.status)],
        ['Owner', escapeText(l.owner)],
      ]),
      ...subLines(l, LOCATION_KEYS),
    ]),
  );

const objectives = (save: CampaignFileData): string[] =>
  section(
    'objectives',
    save.quests.flatMap((q) => [
      `- ${boldName(q.objective)} | Type: ${escapeText(q.type)} | Status: ${escapeText(q.status)}`,
      ...subLines(q, QUEST_KEYS),
    ]),
  );

const inventory = ({ inventory: { currency, keyItems, gear } }: CampaignFileData): string[] =>
  section('inventory', [
    boldLine('Currency', escapeText(currency)),
    boldLine('Key Items', possessionsText(keyItems)),
    boldLine('Weapons/Gear', possessionsText(gear)),
  ]);

const decisions = (save: CampaignFileData): string[] =>
  section(
    'key_decisions',
    save.decisions.flatMap((d, i) => [`${i + 1}. ${boldName(d.decision)}`, ...subLines(d, DECISION_KEYS, '   ')]),
  );

const consequences = (save: CampaignFileData): string[] =>
  section(
    'pending_consequences',
    save.pendingConsequences.map(({ session, trigger, effect }) =>
      `- **Session ${session ?? '?'}:** ${escapeText(trigger)} → ${escapeText(effect)}`.trimEnd(),
    ),
  );

const safety = (save: CampaignFileData): string[] =>
  section('safety_settings', [boldLine('Lines', entriesText(save.lines)), boldLine('Veils', entriesText(save.veils))]);

const hookLine = ({ kind, text }: SaveHook): string => {
  const key = HOOK_KEYS.find(([, hookKind]) => hookKind === kind)?.[0];
  return `- ${[key, escapeText(text)].filter(Boolean).join(': ')}`;
};

const recordLine = ({ kind, id, sessionId, keys, texts }: StoredRecord): string =>
  hiddenJson({
    kind,
    id,
    ...(sessionId ? { session: sessionId } : {}),
    keys,
    ...(Object.keys(texts).length > 0 ? { texts } : {}),
  });

const recordBlock = (records: readonly StoredRecord[]): string[] =>
  records.length === 0
    ? []
    : ['', '<!-- EMBERKEEP_START', RECORDS_PREFACE, ...records.map(recordLine), 'EMBERKEEP_END -->'];

/** The whole file; without records, the plain format alone. */
export const writeCampaignFile = (save: CampaignFileData, records: readonly StoredRecord[]): string => {
  const lines = [
    ...header(save),
    ...currentSituation(save),
    ...internalState(save, records.length),
    ...characters(save),
    ...factions(save),
    ...companions(save),
    ...relationships(save),
    ...locations(save),
    ...objectives(save),
    ...inventory(save),
    ...decisions(save),
    ...consequences(save),
    ...safety(save),
    ...section('next_session_hooks', save.hooks.map(hookLine)),
    ...recordBlock(records),
  ];
  return `${lines.join('\n')}\n`;
};
