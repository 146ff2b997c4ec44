// Everything that reads and changes a campaign's documents, one file per kind of record. Tests walk over these
// exports, so that a command without a case for undo and fuzz fails (see ../commands.test.ts).
export * from './read-records.ts';
export type * from './record-input.ts';
export { writeNew } from './write-record.ts';
export { createRecord, deleteRecord, editRecord, moveRecord, restoreRecord } from './records.ts';
export { getIdOfDeadLink, getIdOfLinkedAlias } from './named-already.ts';
export * from './record-groups.ts';
export * from './campaigns.ts';
export {
  getSession,
  listSessions,
  type BodySnapshots,
  type ListedSession,
  type SessionSource,
} from './list-sessions.ts';
export { isUntouchedSession } from './untouched-session.ts';
export type { SessionMissing } from './edit-session.ts';
export * from './sessions.ts';
export { removeFromRoster, setAttendance, type Attendance } from './session-attendance.ts';
export { applySessionRule, enterStage, startSession } from './session-life.ts';
export * from './session-end.ts';
export { listJoinedIds, readJoins } from './joins.ts';
export { countedSession, namesToGather, type CountedSession, type NamesByList } from './session-from-log.ts';
export * from './events.ts';
export { goalChangeIds } from './goal-change-ids.ts';
export * from './goals.ts';
export * from './handouts.ts';
export * from './maps.ts';
export * from './random-tables.ts';
export * from './log-goal.ts';
export * from './clocks.ts';
export * from './entities.ts';
export { joinEntities, readJoinPlan, type JoinPlan, type JoinRefused } from './join-entities.ts';
export * from './relationships.ts';
export * from './scenes.ts';
export * from './carry-scenes.ts';
export * from './templates.ts';
export { duplicateRecord, duplicateSession } from './duplicates.ts';
export * from './note-pictures.ts';
export * from './notes.ts';
export * from './rewrite-links.ts';
export * from './revisions.ts';
export * from './suggestions.ts';
export * from './analysis.ts';
export * from './accept-suggestions.ts';
export * from './chat.ts';
export * from './drafts.ts';
export * from './tracker.ts';
export {
  carryEncounter,
  listCombatantsOf,
  deleteEncounter,
  getEncounter,
  endEncounter,
  listCombatants,
  listEncounters,
  getPreparedId,
  prepareCreatures,
  putEncounterAside,
  resumeEncounter,
  startEncounter,
  startPrepared,
  listUnfinishedEncounters,
  type CombatantInput,
  type ListedEncounter,
  type UnfinishedEncounter,
} from './encounters.ts';
export {
  addCombatantClock,
  addCondition,
  dealDamage,
  heal,
  removeCondition,
  setDefeated,
  setGroup,
  setInitiative,
  type ConditionLasts,
} from './combatants.ts';
export * from './entity-log.ts';
export * from './clues.ts';
export * from './stored.ts';
export * from './put-records.ts';
export * from './continuity.ts';
export * from './change-kind.ts';
export * from './dead-links.ts';
