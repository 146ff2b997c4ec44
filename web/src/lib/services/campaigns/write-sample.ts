// Writes the sample campaign with the same commands that a GM's edits use.
import { sampleCampaign } from '@emberkeep/domain/testing';
import { createCampaign, deriveRow, setLiveSession, type CampaignDocs, type DerivedRow } from '@emberkeep/store';
import { must, SampleWriter } from './sample/sample-writer.ts';
import { writeEntities, writeFactions, writePlayers } from './sample/write-entities.ts';
import { writeNotebook } from './sample/write-notebook.ts';
import { writeSessions } from './sample/write-sessions.ts';

export interface WrittenSample {
  name: string;
  /** The derived row of every document, for the disk. */
  derived: DerivedRow[];
  /** The live session. */
  sessionId: string;
  /** The entity that the drawer shows beside it at first. */
  drawerId: string;
}

/**
 * Writes the sample into an empty campaign. The order of the writes is part of the result: ids and order keys follow
 * from it. Throws only when the sample itself breaks a rule, which a test would show.
 */
export const writeSample = async (docs: CampaignDocs): Promise<WrittenSample> => {
  const sample = sampleCampaign();
  must(createCampaign(docs, { name: sample.name, system: sample.system }));
  const writer = new SampleWriter(docs);
  writeEntities(writer, sample);
  const players = writePlayers(writer);
  writeFactions(writer);
  const { ids, liveId, derived } = await writeSessions(writer, sample.sessions, players);
  writeNotebook(writer, ids);
  if (liveId) must(setLiveSession(docs, liveId));
  derived.push(deriveRow(docs.ledger.room, docs.ledger.doc));
  return { name: sample.name, derived, sessionId: liveId ?? '', drawerId: writer.entityId('Old Tam') };
};
