// The shape of the campaign file: its sections in order, with headings, markers and keys, and what each holds as plain
// data. Written by write-save.ts, read by read-save.ts. The format is that of the source documents.

/** What a line of an entity says beyond the keys of the format, by key; absent where it says nothing more. */
export interface SaveExtras {
  more?: Record<string, string>;
}

/** `level` is null for a gauge that is off (N/A). */
export interface SaveGauge {
  name: string;
  level: number | null;
}

export interface SaveCharacter extends SaveExtras {
  name: string;
  origin: string;
  appearance: string;
  motivation: string;
  moralLine: string;
  hiddenWeakness: string;
}

export interface SaveFaction extends SaveExtras {
  name: string;
  /** 0 to 10. */
  power: number;
  attitude: string;
  territory: string;
}

export interface SaveCompanion extends SaveExtras {
  name: string;
  /** 0 to 10. */
  trust: number;
  status: string;
  location: string;
  lastInteraction: string;
  hiddenAgenda: string;
}

export interface SaveRelationship {
  a: string;
  b: string;
  type: string;
  note: string;
}

export interface SaveLocation extends SaveExtras {
  name: string;
  status: string;
  owner: string;
  present: string;
  secrets: string;
}

export interface SaveQuest {
  objective: string;
  type: string;
  status: string;
  goal: string;
  stakes: string;
  progress: string;
}
/** `detail`: the significance of a key item, the condition of gear. */
export interface SavePossession {
  name: string;
  amount: number;
  detail: string;
}

export interface SaveInventory {
  currency: string;
  keyItems: SavePossession[];
  gear: SavePossession[];
}

export interface SaveDecision {
  decision: string;
  world: string;
  relationships: string;
  delayed: string;
}

export interface SaveConsequence {
  /** The session it is due in; null for any. */
  session: number | null;
  trigger: string;
  effect: string;
}

/** `kind` is empty if the file does not say. */
export interface SaveHook {
  kind: '' | 'threat' | 'opportunity' | 'character' | 'consequence';
  text: string;
}

/** What a campaign file says. Texts may have line breaks. */
export interface CampaignFileData {
  name: string;
  character: string;
  location: string;
  session: number | null;
  universe: string;
  /** Null if the campaign does not use the setting. */
  adultMode: boolean | null;
  situation: string;
  gauges: SaveGauge[];
  /** ISO instant. */
  lastSaved: string;
  /**
   * The campaign's id, so that the file of another campaign is never overwritten; empty if another tool wrote the
   * file.
   */
  campaignId: string;
  characters: SaveCharacter[];
  factions: SaveFaction[];
  companions: SaveCompanion[];
  npcRelationships: SaveRelationship[];
  locations: SaveLocation[];
  quests: SaveQuest[];
  inventory: SaveInventory;
  decisions: SaveDecision[];
  pendingConsequences: SaveConsequence[];
  lines: string[];
  veils: string[];
  hooks: SaveHook[];
}

export const emptySave = (): CampaignFileData => ({
  name: '',
  character: '',
  location: '',
  session: null,
  universe: '',
  adultMode: null,
  situation: '',
  gauges: [],
  lastSaved: '',
  campaignId: '',
  characters: [],
  factions: [],
  companions: [],
  npcRelationships: [],
  locations: [],
  quests: [],
  inventory: { currency: '', keyItems: [], gear: [] },
  decisions: [],
  pendingConsequences: [],
  lines: [],
  veils: [],
  hooks: [],
});

/** A section: its heading, the name of its markers, and the label a GM sees if it is lost. Empty if it has none. */
export interface SaveSection {
  readonly heading: string;
  readonly marker: string;
  readonly label: string;
}

/** In the order of the file. The heading of `header` is the title line; `internal_state` is a single comment. */
export const SAVE_SECTIONS = {
  header: { heading: '', marker: '', label: 'Name, character, place and session' },
  current_situation: { heading: 'Current Situation', marker: '', label: 'Current situation' },
  internal_state: { heading: '', marker: 'INTERNAL_STATE', label: 'Gauges and settings' },
  player_character: { heading: 'Player Character', marker: 'PC', label: 'Player characters' },
  world_state: { heading: 'World State', marker: 'FACTION', label: 'Factions' },
  companions: { heading: 'Companions', marker: 'COMPANION', label: 'Companions' },
  npc_relationships: { heading: 'NPC-NPC Relationships', marker: 'NPC_NPC', label: 'NPC relationships' },
  locations: { heading: 'Locations Discovered', marker: 'LOCATION', label: 'Locations' },
  objectives: { heading: 'Active Objectives', marker: 'QUEST', label: 'Objectives' },
  inventory: { heading: 'Inventory & Resources', marker: 'INVENTORY', label: 'Inventory and resources' },
  key_decisions: { heading: 'Key Decisions & Consequences', marker: 'CONSEQUENCE', label: 'Key decisions' },
  pending_consequences: { heading: 'Pending Consequences', marker: 'DELAYED', label: 'Pending consequences' },
  safety_settings: { heading: 'Safety Settings', marker: '', label: 'Lines and veils' },
  next_session_hooks: { heading: 'Next Session Hooks', marker: '', label: 'Hooks for the next session' },
  emberkeep_records: { heading: '', marker: 'EMBERKEEP', label: 'Additional Emberkeep data' },
} as const satisfies Record<string, SaveSection>;

export type SaveSectionId = keyof typeof SAVE_SECTIONS;
export const SAVE_SECTION_IDS = Object.keys(SAVE_SECTIONS) as SaveSectionId[];

/** Ranges of the gauges that the format names. */
export const GAUGE_RANGES: Readonly<Record<string, readonly [number, number]>> = {
  stress: [0, 100],
  fragmentation: [0, 100],
  morality: [-100, 100],
  desire: [0, 100],
};

/** Keys of lines, as `[key in the file, field of the item]`. */
export const CHARACTER_KEYS = [
  ['Name', 'name'],
  ['Origin', 'origin'],
  ['Appearance', 'appearance'],
  ['Motivation', 'motivation'],
  ['Moral Line', 'moralLine'],
  ['Hidden Weakness', 'hiddenWeakness'],
] as const;
export const COMPANION_KEYS = [
  ['Last interaction', 'lastInteraction'],
  ['Hidden agenda', 'hiddenAgenda'],
] as const;
export const LOCATION_KEYS = [
  ['NPCs present', 'present'],
  ['Secrets', 'secrets'],
] as const;
export const QUEST_KEYS = [
  ['Goal', 'goal'],
  ['Stakes', 'stakes'],
  ['Progress', 'progress'],
] as const;
export const DECISION_KEYS = [
  ['World', 'world'],
  ['Relationships', 'relationships'],
  ['Delayed', 'delayed'],
] as const;
export const INVENTORY_KEYS = ['Currency', 'Key Items', 'Weapons/Gear'] as const;
export const SAFETY_KEYS = ['Lines', 'Veils'] as const;
export const HEADER_KEYS = ['Character', 'Location', 'Session', 'Universe', 'Adult Mode'] as const;

/** Keys that give the kind of a hook. */
export const HOOK_KEYS = [
  ['Unresolved threat', 'threat'],
  ['Opportunity', 'opportunity'],
  ['Character thread', 'character'],
  ['Approaching consequence', 'consequence'],
] as const;

/** The word for a universe that is not set. */
export const CUSTOM_UNIVERSE = 'Custom';
