// What a fight tells the log: its start and end, damage, healing and who is defeated. The ids of events that two GMs may
// both cause follow from the cause, so that one is counted. The names of fights and of combatants without an entity are
// the GM's words: they are in details that no type declares, which players are never told.
import {
  encounterIdOf,
  ENCOUNTER,
  isEmptyNote,
  ok,
  TIMELINE_EVENT,
  type Combatant,
  type Encounter,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import { isSameJson } from '../plain-value.ts';
import { noteName, readNote } from './notes.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { logEvent, type EventInput, type NoSuchBody } from './events.ts';
import { getRecord } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { deleteRecord } from './records.ts';

export type Logged = Result<string, NotWritable | NoSuchBody>;

type Fight = Pick<Encounter, 'id' | 'name'>;

const fightDetails = ({ id, name }: Fight): Record<string, unknown> => ({
  encounter: id,
  ...(name ? { fight: name } : {}),
});

type FoughtFight = Fight & Pick<Encounter, 'round'>;

/** Tells the fights of one encounter apart: how often its rounds began anew. */
export const fightNumber = ({ round }: Pick<Encounter, 'round'>): string =>
  String(round.steps.filter(({ to }) => to === 0).length);

export const logCombatStart = (docs: CampaignDocs, body: OpenDocument, fight: FoughtFight): Logged =>
  logEvent(
    docs,
    body,
    { eventType: 'combat_start', details: fightDetails(fight) },
    derivedId('combat start', body.room, fight.id, fightNumber(fight)),
  );

/** An outcome is words for the GMs until one of them shows the event. Two outcomes of two GMs are two events. */
export const logCombatEnd = (docs: CampaignDocs, body: OpenDocument, fight: FoughtFight, outcome: string): Logged =>
  logEvent(
    docs,
    body,
    {
      eventType: 'combat_end',
      details: { ...fightDetails(fight), rounds: fight.round.value, outcome },
      ...(outcome ? { visibility: 'secret' as const } : {}),
    },
    derivedId('combat end', body.room, fight.id, fightNumber(fight), outcome),
  );

/** An event about a combatant: its entity takes part, or its name is in the details. */
const about = (
  body: OpenDocument,
  combatant: Combatant,
  { eventType, details = {} }: { eventType: string; details?: Record<string, unknown> },
): EventInput => {
  const encounterId = encounterIdOf(combatant);
  const fight = getRecord(body, ENCOUNTER, encounterId) ?? { id: encounterId, name: '' };
  const { entityId, name } = combatant;
  return {
    eventType,
    details: { ...fightDetails(fight), ...(entityId ? {} : { fighter: name }), ...details },
    ...(entityId ? { participants: { target: entityId } } : {}),
  };
};

export const logDamage = (docs: CampaignDocs, body: OpenDocument, combatant: Combatant, amount: number): Logged =>
  logEvent(
    docs,
    body,
    about(body, combatant, {
      eventType: 'damage',
      details: { amount, to: combatant.side === 'party' ? 'party' : 'enemies' },
    }),
  );

export const logHealing = (docs: CampaignDocs, body: OpenDocument, combatant: Combatant, amount: number): Logged =>
  logEvent(docs, body, about(body, combatant, { eventType: 'healing', details: { amount } }));

const defeatId = (body: OpenDocument, { id }: Combatant): string => derivedId('defeated', body.room, id);

/** Only foes are counted as defeated. */
export const logDefeat = (docs: CampaignDocs, body: OpenDocument, combatant: Combatant): Logged =>
  combatant.side === 'party'
    ? ok('')
    : logEvent(docs, body, about(body, combatant, { eventType: 'npc_killed' }), defeatId(body, combatant));

export const deleteDefeat = (
  docs: CampaignDocs,
  body: OpenDocument,
  combatant: Combatant,
): Result<void, Refused | RecordMissing> => {
  const id = defeatId(body, combatant);
  const event = getRecord(body, TIMELINE_EVENT, id);
  // What a GM wrote about it stays.
  const isAsLogged =
    event !== null &&
    event.name === '' &&
    isSameJson(event.details, about(body, combatant, { eventType: 'npc_killed' }).details) &&
    Object.keys(TIMELINE_EVENT.texts).every((name) => isEmptyNote(readNote(body, noteName(id, name))));
  return isAsLogged ? deleteRecord(docs, body, TIMELINE_EVENT, id) : ok(undefined);
};
