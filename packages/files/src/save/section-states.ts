// Judges each section of a campaign file that was read: as written, repaired, or lost.
import { SAVE_SECTIONS, SAVE_SECTION_IDS, type CampaignFileData, type SaveSectionId } from './save-document.ts';

export type SectionState = 'ok' | 'repaired' | 'lost';

export type SectionStates = Partial<Record<SaveSectionId, SectionState>>;

/** What was seen of a section. */
export interface SectionTrace {
  headings: number;
  starts: number;
  ends: number;
  items: number;
  hasProblem: boolean;
  /** Its end came before its start, or its start before its heading. */
  isOutOfOrder: boolean;
}

export type SectionTraces = Record<SaveSectionId, SectionTrace>;

/** What was seen of the file as a whole. */
export interface FileTrace {
  hasTitle: boolean;
  /** The number of records that the file says it has; null if it does not say. */
  expectedRecords: number | null;
}

export const emptyTraces = (): SectionTraces =>
  Object.fromEntries(
    SAVE_SECTION_IDS.map((id) => [
      id,
      { headings: 0, starts: 0, ends: 0, items: 0, hasProblem: false, isOutOfOrder: false },
    ]),
  ) as SectionTraces;

const isPresent = ({ headings, starts, ends, items }: SectionTrace): boolean => headings + starts + ends + items > 0;

/** Only a file that has, or says it has, records of ours can have lost them; undefined for any other. */
const stateOfRecords = (trace: SectionTrace, { expectedRecords }: FileTrace): SectionState | undefined => {
  if (expectedRecords === null && !isPresent(trace)) return undefined;
  if (trace.items === 0) return 'lost';
  const isComplete = expectedRecords === null || expectedRecords === trace.items;
  return trace.starts === 1 && trace.ends === 1 && !trace.hasProblem && isComplete ? 'ok' : 'repaired';
};

const isAsWritten = (id: SaveSectionId, traces: SectionTraces, file: FileTrace): boolean => {
  const trace = traces[id];
  const { heading, marker } = SAVE_SECTIONS[id];
  const hasHeading = heading === '' || trace.headings === 1;
  const hasMarkers = marker === '' || (trace.starts === 1 && trace.ends === 1);
  // A section without an end marker is complete only if something follows it.
  const following = SAVE_SECTION_IDS.slice(SAVE_SECTION_IDS.indexOf(id) + 1);
  const isFollowed =
    marker !== '' ||
    following.some((next) => isPresent(traces[next])) ||
    (id === 'next_session_hooks' && file.expectedRecords === null);
  const hasTitle = id !== 'header' || file.hasTitle;
  return hasHeading && hasMarkers && isFollowed && hasTitle && !trace.hasProblem && !trace.isOutOfOrder;
};

const saysSomething = (id: SaveSectionId, save: CampaignFileData, trace: SectionTrace): boolean =>
  trace.items > 0 ||
  (id === 'header' && save.name !== '') ||
  // A section that is empty in the file, from its heading to its end.
  (SAVE_SECTIONS[id].heading !== '' && trace.headings > 0 && trace.ends > 0 && !trace.hasProblem);

export const statesOf = (save: CampaignFileData, traces: SectionTraces, file: FileTrace): SectionStates => {
  const states: SectionStates = {};
  for (const id of SAVE_SECTION_IDS) {
    if (id === 'emberkeep_records') {
      const state = stateOfRecords(traces[id], file);
      if (state) states[id] = state;
    } else if (isAsWritten(id, traces, file)) states[id] = 'ok';
    else states[id] = saysSomething(id, save, traces[id]) ? 'repaired' : 'lost';
  }
  return states;
};

/** A file that was pasted twice says everything twice: in sections seen twice, equal items count once. */
export const dropDuplicates = (save: CampaignFileData, traces: SectionTraces): void => {
  const lists: readonly (readonly [SaveSectionId, unknown[]])[] = [
    ['internal_state', save.gauges],
    ['player_character', save.characters],
    ['world_state', save.factions],
    ['companions', save.companions],
    ['npc_relationships', save.npcRelationships],
    ['locations', save.locations],
    ['objectives', save.quests],
    ['inventory', save.inventory.keyItems],
    ['inventory', save.inventory.gear],
    ['key_decisions', save.decisions],
    ['pending_consequences', save.pendingConsequences],
    ['safety_settings', save.lines],
    ['safety_settings', save.veils],
    ['next_session_hooks', save.hooks],
  ];
  for (const [section, list] of lists) {
    if (traces[section].headings < 2 && traces[section].starts < 2) continue;
    const seen = new Set<string>();
    const unique = list.filter((item) => {
      const key = JSON.stringify(item);
      return !seen.has(key) && seen.add(key);
    });
    list.splice(0, list.length, ...unique);
  }
};
