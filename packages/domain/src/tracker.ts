// The fights of a session: encounters, and combatants that take turns in one of them.
import { counter } from './counter.ts';
import {
  choice,
  entries,
  flag,
  hidden,
  items,
  json,
  line,
  maybeNumber,
  maybeWhole,
  ref,
  tags,
  whole,
} from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

/** Whose side a combatant is on: damage to the party is counted as taken, other damage as dealt. */
export const COMBAT_SIDES = ['foes', 'party'] as const;
export type CombatSide = (typeof COMBAT_SIDES)[number];

/** Highest `initiative` first; combatants without one come last, in the order they were added. */
export const COMBATANT = defineRecord({
  kind: 'combatant',
  root: 'combatants',
  home: 'body',
  label: 'Combatant',
  plural: 'Initiative',
  title: 'name',
  fields: {
    name: line('gm', 'Name'),
    /** Empty for the first encounter of a session, {@link ENCOUNTER_ID}, as older versions write it. */
    encounterId: ref('gm', 'Encounter', 'encounter', { input: 'hidden' }),
    entityId: ref('gm', 'Entity', 'entity'),
    /** A creature of a game system, see `statBlockKey`; empty without one. */
    statBlock: hidden('gm', 'Stat block'),
    side: choice('gm', 'Side', COMBAT_SIDES, 'foes', { optionLabels: { foes: 'Foes', party: 'Party' } }),
    initiative: maybeNumber('gm', 'Initiative', { min: -999, max: 999 }),
    hp: counter('gm', 'Hit points', { min: -9999, max: 99_999 }),
    hpMax: maybeWhole('gm', 'Max HP', { min: 0, max: 99_999 }),
    conditions: tags('gm', 'Conditions'),
    /** When conditions end, by condition: read them with `conditionEndsOf`. */
    conditionEnds: entries('gm', 'When conditions end', { input: 'hidden' }),
    /** Combatants of an encounter with one group act in one turn. */
    group: line('gm', 'Group'),
    readied: line('gm', 'Readied action'),
    /** A clock that counts down instead of hit points, in systems without them. */
    clockId: ref('gm', 'Clock', 'clock', { input: 'hidden' }),
    isDelaying: flag('gm', 'Delays its turn', { input: 'hidden' }),
    isDefeated: flag('gm', 'Defeated', { input: 'hidden' }),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type Combatant = RecordOf<typeof COMBATANT>;

/** `prepared`: not begun, with the creatures that it will have. */
export const ENCOUNTER_STATES = ['going', 'aside', 'ended', 'prepared'] as const;
export type EncounterState = (typeof ENCOUNTER_STATES)[number];
export const ENCOUNTER_STATE_LABELS: Record<EncounterState, string> = {
  going: 'Going on',
  aside: 'Put aside',
  ended: 'Ended',
  prepared: 'Prepared',
};

/** More than any table takes up; a peer can write any number. */
export const MOST_SHOWINGS = 1e9;

/** A fight: whose turn it is, in which round, and whether it goes on. The first of a session is {@link ENCOUNTER_ID}. */
export const ENCOUNTER = defineRecord({
  kind: 'encounter',
  root: 'encounters',
  home: 'body',
  label: 'Encounter',
  plural: 'Encounters',
  title: 'turnId',
  fields: {
    turnId: hidden('gm', 'Whose turn'),
    /** A `TurnPlace`; older versions do not write it. */
    turnPlace: json('gm', 'Place of the turn', { input: 'hidden' }),
    round: counter('gm', 'Round', { min: 0, max: 9999 }),
    name: line('gm', 'Name'),
    state: choice('gm', 'State', ENCOUNTER_STATES, 'going', {
      input: 'hidden',
      optionLabels: ENCOUNTER_STATE_LABELS,
    }),
    /** Of those that go on, the one with the highest number is shown first. */
    turnOfShowing: whole('gm', 'When it was taken up', { input: 'hidden', min: 0, max: MOST_SHOWINGS }),
    sceneId: ref('gm', 'Scene', 'scene', { input: 'hidden' }),
    /** What a prepared encounter will have: "3 Goblin". */
    creatures: items('gm', 'Creatures'),
    /** `<room>#<encounter>` of the session in which a fight began that goes on in this one. */
    cameFrom: hidden('gm', 'Began in'),
  },
});
export type Encounter = RecordOf<typeof ENCOUNTER>;
export const ENCOUNTER_ID = 'now';
