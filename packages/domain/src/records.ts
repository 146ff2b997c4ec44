// The list of all kinds of records. Documents, forms, tests and the player view iterate over it; a kind that is not
// listed is not stored.
import { CALENDAR_ENTRY } from './calendar-entry.ts';
import { CAMPAIGN } from './campaign.ts';
import { CONSEQUENCE, DECISION, GAUGE, HOOK, INVENTORY, RECONSTRUCT, SAFETY } from './campaign-state.ts';
import { CHAPTER } from './chapter.ts';
import { CHAT_MESSAGE } from './chat-message.ts';
import { CLOCK } from './clock.ts';
import { ENTITY } from './entity.ts';
import { ENTITY_LOG } from './entity-log.ts';
import type { RecordSpec } from './record-spec.ts';
import { GOAL } from './goal.ts';
import { HANDOUT } from './handout.ts';
import { MAP } from './map.ts';
import { MOON } from './moon.ts';
import { PLAYER } from './player.ts';
import { RANDOM_TABLE } from './random-table.ts';
import { RELATION_TYPE, RELATIONSHIP } from './relationship.ts';
import { SCENE } from './scene.ts';
import { SESSION } from './session.ts';
import { SUGGESTION } from './suggestion.ts';
import { TEMPLATE } from './template.ts';
import { TIMELINE_EVENT } from './timeline-event.ts';
import { COMBATANT, ENCOUNTER } from './tracker.ts';

export const RECORDS = {
  campaign: CAMPAIGN,
  session: SESSION,
  entity: ENTITY,
  relationship: RELATIONSHIP,
  relationType: RELATION_TYPE,
  entityLog: ENTITY_LOG,
  clock: CLOCK,
  goal: GOAL,
  handout: HANDOUT,
  map: MAP,
  randomTable: RANDOM_TABLE,
  calendarEntry: CALENDAR_ENTRY,
  moon: MOON,
  template: TEMPLATE,
  chapter: CHAPTER,
  player: PLAYER,
  gauge: GAUGE,
  safety: SAFETY,
  inventory: INVENTORY,
  decision: DECISION,
  consequence: CONSEQUENCE,
  hook: HOOK,
  reconstruct: RECONSTRUCT,
  scene: SCENE,
  event: TIMELINE_EVENT,
  suggestion: SUGGESTION,
  chatMessage: CHAT_MESSAGE,
  combatant: COMBATANT,
  encounter: ENCOUNTER,
} as const;

/** The declaration of any kind. */
export type AnySpec = RecordSpec;
export const ALL_RECORDS: readonly AnySpec[] = Object.values(RECORDS);
