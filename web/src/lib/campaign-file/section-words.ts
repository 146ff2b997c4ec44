// One line on what each section of a campaign file contains, for the preview before the file is accepted.
import type { CampaignFileData, SaveSectionId } from '@emberkeep/files/save';
import { m } from '#messages';

/** Characters of the situation that the preview shows. */
const SITUATION_LENGTH = 120;

const names = (list: readonly string[]): string =>
  list.length === 0
    ? m.campaignFile_sectionWords_none()
    : `${list.slice(0, 3).join(', ')}${list.length > 3 ? m.campaignFile_sectionWords_and_more({ count: list.length - 3 }) : ''}`;

const joined = (parts: readonly string[], separator: string): string => parts.filter(Boolean).join(separator);

const WORDS: Readonly<Record<SaveSectionId, (save: CampaignFileData, recordCount: number) => string>> = {
  header: ({ name, character, location, session }) =>
    joined(
      [name, character, location, session === null ? '' : m.campaignFile_sectionWords_session({ session })],
      ' · ',
    ) || m.campaignFile_sectionWords_nothing(),
  current_situation: ({ situation }) =>
    situation.length > SITUATION_LENGTH
      ? `${situation.slice(0, SITUATION_LENGTH)}…`
      : situation || m.campaignFile_sectionWords_empty(),
  internal_state: ({ gauges }) =>
    gauges.length === 0
      ? m.campaignFile_sectionWords_settings()
      : gauges.map(({ name, level }) => `${name} ${level ?? m.campaignFile_sectionWords_n_a()}`).join(', '),
  player_character: ({ characters }) => names(characters.map(({ name }) => name)),
  world_state: ({ factions }) => names(factions.map(({ name }) => name)),
  companions: ({ companions }) => names(companions.map(({ name }) => name)),
  npc_relationships: ({ npcRelationships }) =>
    names(npcRelationships.map(({ a, b }) => m.campaignFile_sectionWords_a_and_b({ a, b }))),
  locations: ({ locations }) => names(locations.map(({ name }) => name)),
  objectives: ({ quests }) => names(quests.map(({ objective }) => objective)),
  inventory: ({ inventory: { currency, keyItems, gear } }) =>
    joined([currency, names([...keyItems, ...gear].map(({ name }) => name))], '; '),
  key_decisions: ({ decisions }) => names(decisions.map(({ decision }) => decision)),
  pending_consequences: ({ pendingConsequences }) =>
    names(pendingConsequences.map(({ effect, trigger }) => effect || trigger)),
  safety_settings: ({ lines, veils }) =>
    joined(
      [
        lines.length > 0 ? m.campaignFile_sectionWords_lines({ lines: names(lines) }) : '',
        veils.length > 0 ? m.campaignFile_sectionWords_veils({ veils: names(veils) }) : '',
      ],
      '; ',
    ) || m.campaignFile_sectionWords_none(),
  next_session_hooks: ({ hooks }) => names(hooks.map(({ text }) => text)),
  emberkeep_records: (_, recordCount) =>
    m.campaignFile_sectionWords_record_count_records_sessions_with({ recordCount }),
};

/** `recordCount`: records of Emberkeep's own section. */
export const sectionWords = (id: SaveSectionId, save: CampaignFileData, recordCount: number): string =>
  WORDS[id](save, recordCount);
