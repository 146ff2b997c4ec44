// Owns saying in a line what a section of a save file holds, for the look before it is accepted.
import type { SaveDocument, SaveSectionId } from '@emberkeep/files/save';

const names = (list: readonly string[]): string =>
  list.length === 0 ? 'none' : `${list.slice(0, 3).join(', ')}${list.length > 3 ? ` and ${list.length - 3} more` : ''}`;

const WORDS: Readonly<Record<SaveSectionId, (save: SaveDocument, records: number) => string>> = {
  header: (s) =>
    [s.name, s.character, s.location, s.session === null ? '' : `session ${s.session}`].filter(Boolean).join(' · ') ||
    'nothing',
  current_situation: (s) => (s.situation.length > 120 ? `${s.situation.slice(0, 120)}…` : s.situation || 'empty'),
  internal_state: (s) =>
    s.gauges.length === 0 ? 'settings' : s.gauges.map((g) => `${g.name} ${g.level ?? 'N/A'}`).join(', '),
  player_character: (s) => names(s.characters.map((c) => c.name)),
  world_state: (s) => names(s.factions.map((f) => f.name)),
  companions: (s) => names(s.companions.map((c) => c.name)),
  npc_relationships: (s) => names(s.npcRelationships.map((t) => `${t.a} and ${t.b}`)),
  locations: (s) => names(s.locations.map((p) => p.name)),
  objectives: (s) => names(s.quests.map((q) => q.objective)),
  inventory: (s) =>
    [s.inventory.currency, names([...s.inventory.keyItems, ...s.inventory.gear].map((t) => t.name))]
      .filter(Boolean)
      .join('; '),
  key_decisions: (s) => names(s.decisions.map((d) => d.decision)),
  pending_consequences: (s) => names(s.pendingConsequences.map((c) => c.effect || c.trigger)),
  safety_settings: (s) =>
    [s.lines.length > 0 ? `lines: ${names(s.lines)}` : '', s.veils.length > 0 ? `veils: ${names(s.veils)}` : '']
      .filter(Boolean)
      .join('; ') || 'none',
  next_session_hooks: (s) => names(s.hooks.map((h) => h.text)),
  emberkeep_records: (_, records) => `${records} records: sessions with their notes, scenes, logs and everything else`,
};

export const sectionWords = (id: SaveSectionId, save: SaveDocument, records: number): string =>
  WORDS[id](save, records);
