// Settling a contradiction (M-240): the version that is canon stays, the other is marked as superseded, the choice is
// logged, and "neither" says what happened instead. One undo step; revisions keep what was there.
import {
  CAMPAIGN,
  ENTITY,
  eventParticipants,
  META_ID,
  ok,
  TIMELINE_EVENT,
  type Contradiction,
  type Result,
  type Version,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable } from '../open-document.ts';
import type { StorageError } from '../persistence/persistence.ts';
import { addLogEntry } from './entity-log.ts';
import { getRecord, specOf } from './read-records.ts';
import { setMember } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { editRecord } from './records.ts';

/** `neither` says what actually happened; `both` means that there is no contradiction. */
export type CanonChoice = { canon: 'first' | 'second' | 'both' } | { canon: 'neither'; happened: string };

const RETCONNED = ' (retconned)';

/** Marks an event as retconned and takes the subject out of it. An event that no longer exists is skipped. */
const supersedeEvent = async (
  docs: CampaignDocs,
  subjectId: string,
  version: Version,
): Promise<Result<void, Refused | RecordMissing | StorageError>> => {
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: version.sessionId });
  if (!body.ok) return body;
  try {
    const event = getRecord(body.value, TIMELINE_EVENT, version.id);
    if (!event) return ok(undefined);
    const participants = Object.entries(eventParticipants(event)).filter(([, id]) => id !== subjectId);
    return editRecord(docs, {
      doc: body.value,
      spec: TIMELINE_EVENT,
      id: version.id,
      fields: {
        name: event.name.endsWith(RETCONNED) ? event.name : `${event.name}${RETCONNED}`,
        ...(event.npcId === subjectId ? { npcId: '' } : {}),
        participants: Object.fromEntries(participants),
      },
    });
  } finally {
    await body.value.release();
  }
};

const supersede = async (
  docs: CampaignDocs,
  subjectId: string,
  version: Version,
): Promise<Result<void, Refused | RecordMissing | StorageError>> => {
  switch (version.kind) {
    case 'entityLog':
    case 'relationship':
      return editRecord(docs, {
        doc: docs.ledger,
        spec: specOf(version.kind),
        id: version.id,
        fields: { confidence: 'SUPERSEDED' },
      });
    case 'place':
      return setMember(docs, {
        doc: docs.ledger,
        spec: ENTITY,
        id: version.id,
        field: 'presentIds',
        member: subjectId,
        present: false,
      });
    case 'event':
      return supersedeEvent(docs, subjectId, version);
  }
};

/** The versions that are not canon, events first: an event can be refused, and then nothing else may be written. */
const supersededBy = ({ canon }: CanonChoice, { first, second }: Contradiction): Version[] => {
  const superseded = { first: [second], second: [first], neither: [first, second], both: [] }[canon];
  return superseded.sort((a, b) => Number(b.kind === 'event') - Number(a.kind === 'event'));
};

const logText = (choice: CanonChoice, { first, second, describe }: Contradiction): string => {
  switch (choice.canon) {
    case 'neither':
      return choice.happened;
    case 'first':
      return `Canon: ${first.text}`;
    case 'second':
      return `Canon: ${second.text}`;
    case 'both':
      return `Canon: ${describe}: both stand`;
  }
};

/** Writes the GM's choice. Refused when an event is in a completed session: reopen it first. */
export const settleContradiction = (
  campaign: CampaignDocs,
  found: Contradiction,
  choice: CanonChoice,
): Promise<Result<void, Refused | RecordMissing | NotWritable | StorageError>> =>
  campaign.group(`Settle: ${found.describe}`, async (docs) => {
    for (const version of supersededBy(choice, found)) {
      const written = await supersede(docs, found.subjectId, version);
      if (!written.ok) return written;
    }
    const subject = getRecord(docs.ledger, ENTITY, found.subjectId);
    // The death that is not canon did not happen.
    if (found.kind === 'dead_acts' && choice.canon === 'second' && subject?.condition === 'Dead')
      editRecord(docs, { doc: docs.ledger, spec: ENTITY, id: found.subjectId, fields: { condition: 'Alive' } });
    const text = logText(choice, found);
    const logged = addLogEntry(docs, { entityId: found.subjectId, text });
    if (!logged.ok) return logged;
    return setMember(docs, {
      doc: docs.ledger,
      spec: CAMPAIGN,
      id: META_ID,
      field: 'settledConflicts',
      member: found.id,
      present: true,
    });
  });
