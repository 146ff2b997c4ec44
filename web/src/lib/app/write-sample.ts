// Owns putting the sample campaign onto this device through the same verbs that a GM's taps use.
import { sampleCampaign } from '@emberkeep/domain/testing';
import { markdownToNote } from '@emberkeep/files';
import { createCampaign, createEntity, createRelationship, createScene, createSession, applyStanding, deriveRow, describeSession, fillNote, noteName, setLiveSession, type CampaignDocs, type DerivedRow } from '@emberkeep/store';

/** Writes the sample into an empty campaign. Throws only if our own text breaks a rule, which a test would show. */
export const writeSample = async (docs: CampaignDocs): Promise<{ name: string; derived: DerivedRow[] }> => {
  const sample = sampleCampaign();
  const must = <T>(result: { ok: true; value: T } | { ok: false; error: { type: string } }): T => {
    if (!result.ok) throw new Error(`the sample was refused: ${result.error.type}`);
    return result.value;
  };
  must(createCampaign(docs, { name: sample.name, system: sample.system }));
  const ids = new Map<string, string>();
  for (const entity of sample.entities) {
    const id = must(createEntity(docs, { name: entity.name, entityType: entity.type, aliases: entity.aliases ?? [] }));
    ids.set(entity.name, id);
    must(fillNote(docs.ledger, noteName(id, 'description'), markdownToNote(entity.description)));
    if (entity.gmNotes) must(fillNote(docs.ledger, noteName(id, 'gm_notes'), markdownToNote(entity.gmNotes)));
  }
  for (const tie of sample.relationships) must(createRelationship(docs, { fromId: ids.get(tie.from) ?? '', toId: ids.get(tie.to) ?? '', relationType: tie.type, tone: tie.tone }));
  const derived: DerivedRow[] = [];
  let live: string | null = null;
  for (const session of sample.sessions) {
    const id = must(createSession(docs, { title: session.title, date: session.date }));
    const body = must(await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id }));
    must(describeSession(docs, id, { objective: session.objective }));
    must(fillNote(body, noteName(id, 'prep_notes'), markdownToNote(session.prep)));
    if (session.actual) must(fillNote(body, noteName(id, 'actual_notes'), markdownToNote(session.actual)));
    for (const scene of session.scenes) must(createScene(docs, body, { title: scene.title, sceneType: scene.type, description: scene.description }));
    if (session.played) must(applyStanding(docs, id, 'markCompleted'));
    else live ??= id;
    derived.push(deriveRow(body.room, body.doc));
    await body.release();
  }
  if (live) must(setLiveSession(docs, live));
  derived.push(deriveRow(docs.ledger.room, docs.ledger.doc));
  return { name: sample.name, derived };
};

