// Owns writing a campaign's save file: the format's sections from a document, and behind them everything else that Emberkeep
// keeps, one record a line, in a comment. In: plain data. Out: Markdown.
import type { StoredRecord } from '@emberkeep/domain';
import { escapeEntry, escapeText } from './escape.ts';
import {
  CHARACTER_KEYS,
  COMPANION_KEYS,
  CUSTOM_UNIVERSE,
  DECISION_KEYS,
  HOOK_KEYS,
  PLACE_KEYS,
  QUEST_KEYS,
  SAVE_SECTIONS,
  type SaveDocument,
  type SaveSectionId,
  type SaveThing,
} from './save-document.ts';

/** The version of the block of records. */
const RECORDS_FORMAT = 1;

// No sign in a comment that could end it, and none that a chat client makes prettier.
const hiddenJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>“”]|--/g, (found) =>
    [...found].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );

const name = (text: string): string => `**${escapeText(text) || '?'}**`;
const subLines = <T extends object>(item: T, keys: readonly (readonly [string, keyof T])[], indent: string): string[] =>
  keys.map(([key, field]) => `${indent}- ${key}: ${escapeText(String(item[field]))}`.trimEnd());
const boldLine = (key: string, escaped: string): string => `**${key}:** ${escaped}`.trimEnd();
const entries = (texts: readonly string[]): string => texts.map(escapeEntry).join('; ');
const things = (list: readonly SaveThing[]): string =>
  list
    .map(
      (t) =>
        `${escapeEntry(t.name)}${t.amount > 1 ? ` ×${t.amount}` : ''}${t.detail ? ` (${escapeEntry(t.detail)})` : ''}`,
    )
    .join('; ');

const section = (id: SaveSectionId, lines: readonly string[]): string[] => {
  const { heading, marker } = SAVE_SECTIONS[id];
  return ['', `## ${heading}`, ...(marker ? [`<!-- ${marker}_START -->`, ...lines, `<!-- ${marker}_END -->`] : lines)];
};

// Each line of the recap by itself: it is the one text that is read as it stands.
const paragraphs = (text: string): string[] =>
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => escapeText(line));

/** The whole file. `records` empty: the plain format alone. */
export const writeSave = (save: SaveDocument, records: readonly StoredRecord[]): string => {
  const lines = [
    `# ${escapeText(save.name)} - Session Summary`,
    '',
    boldLine('Character', escapeText(save.character)),
    boldLine('Location', escapeText(save.location)),
    boldLine('Session', String(save.session ?? '')),
    `**Universe:** ${escapeText(save.universe) || CUSTOM_UNIVERSE}`,
    ...(save.adultMode === null ? [] : [`**Adult Mode:** ${save.adultMode ? 'enabled' : 'disabled'}`]),
    ...section('current_situation', paragraphs(save.situation)),
    '',
    '<!-- INTERNAL_STATE',
    ...(save.gauges.length > 0
      ? ['GAUGES:', ...save.gauges.map((g) => `  ${escapeText(g.name)}: ${g.level ?? 'N/A'}`), '']
      : []),
    'SETTINGS:',
    ...(save.adultMode === null ? [] : [`  adult_mode: ${save.adultMode}`]),
    `  last_saved: ${save.lastSaved}`,
    ...(save.campaignId ? [`  campaign_id: ${save.campaignId}`] : []),
    ...(records.length > 0 ? [`  emberkeep_records: ${records.length}`] : []),
    '-->',
    ...section(
      'player_character',
      save.characters.flatMap((c, i) => [
        ...(i > 0 ? [''] : []),
        ...CHARACTER_KEYS.map(([key, field]) => boldLine(key, escapeText(c[field]))),
      ]),
    ),
    ...section(
      'world_state',
      save.factions.map((f) =>
        `- ${name(f.name)} | Power: ${f.power}/10 | Attitude: ${escapeText(f.attitude)} | Territory: ${escapeText(f.territory)}`.trimEnd(),
      ),
    ),
    ...section(
      'companions',
      save.companions.flatMap((c) => [
        `- ${name(c.name)} | Trust: ${c.trust}/10 | Status: ${escapeText(c.status)} | Location: ${escapeText(c.location)}`.trimEnd(),
        ...subLines(c, COMPANION_KEYS, '  '),
      ]),
    ),
    ...section(
      'npc_relationships',
      save.npcRelationships.map((t) =>
        `- ${name(t.a)} ↔ ${name(t.b)}: ${escapeText(t.type)} - ${escapeText(t.note)}`.trimEnd(),
      ),
    ),
    ...section(
      'locations',
      save.locations.flatMap((p) => [
        `- ${name(p.name)} | Status: ${escapeText(p.status)} | Owner: ${escapeText(p.owner)}`.trimEnd(),
        ...subLines(p, PLACE_KEYS, '  '),
      ]),
    ),
    ...section(
      'objectives',
      save.quests.flatMap((q) => [
        `- ${name(q.objective)} | Type: ${escapeText(q.type)} | Status: ${escapeText(q.status)}`,
        ...subLines(q, QUEST_KEYS, '  '),
      ]),
    ),
    ...section('inventory', [
      boldLine('Currency', escapeText(save.inventory.currency)),
      boldLine('Key Items', things(save.inventory.keyItems)),
      boldLine('Weapons/Gear', things(save.inventory.gear)),
    ]),
    ...section(
      'key_decisions',
      save.decisions.flatMap((d, i) => [`${i + 1}. ${name(d.decision)}`, ...subLines(d, DECISION_KEYS, '   ')]),
    ),
    ...section(
      'pending_consequences',
      save.pendingConsequences.map((c) =>
        `- **Session ${c.session ?? '?'}:** ${escapeText(c.trigger)} → ${escapeText(c.effect)}`.trimEnd(),
      ),
    ),
    ...section('safety_settings', [boldLine('Lines', entries(save.lines)), boldLine('Veils', entries(save.veils))]),
    ...section(
      'next_session_hooks',
      save.hooks.map(
        (h) =>
          `- ${[HOOK_KEYS.find(([, kind]) => kind === h.kind)?.[0], escapeText(h.text)].filter(Boolean).join(': ')}`,
      ),
    ),
  ];
  if (records.length > 0) {
    lines.push(
      '',
      '<!-- EMBERKEEP_START',
      `Everything above is the campaign in short. Below is all of it, a record a line, format ${RECORDS_FORMAT}: leave it as it is, and nothing is lost when this file is opened again.`,
      ...records.map((r) =>
        hiddenJson({
          kind: r.kind,
          id: r.id,
          ...(r.sessionId ? { session: r.sessionId } : {}),
          keys: r.keys,
          ...(Object.keys(r.texts).length > 0 ? { texts: r.texts } : {}),
        }),
      ),
      'EMBERKEEP_END -->',
    );
  }
  return `${lines.join('\n')}\n`;
};
