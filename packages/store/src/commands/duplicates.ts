// Duplicates: a copy of a record with its texts, which nothing joins to the one it came from.
import { err, ok, SCENE, SCENE_TEXTS, sceneConnections, type RecordInput, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { runEdit } from '../edit.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import type { StorageError } from '../persistence/persistence.ts';
import { homeOf } from '../session-of-body.ts';
import { copyPrepared } from './copy-prepared.ts';
import type { SessionMissing } from './edit-session.ts';
import { getSession } from './list-sessions.ts';
import { getRecord, listRecords, type Spec } from './read-records.ts';
import { checkNewInput, titleOf, type RecordMissing, type Refused } from './record-input.ts';
import { createSession } from './sessions.ts';
import { copyTexts, writeCopy } from './write-copy.ts';

/** Duplicates a record under a title of its own, as one undo step. Gives its id. */
export const duplicateRecord = (
  docs: CampaignDocs,
  doc: OpenDocument,
  { spec, id, title }: { spec: Spec; id: string; title: string },
): Result<string, Refused | RecordMissing> => {
  const record = getRecord(doc, spec, id);
  const raw = doc.table(spec.kind).get(id);
  if (!record || !raw) return err({ type: 'RecordMissing', kind: spec.kind, id });
  const given = {
    [spec.title]: title,
    ...(spec.kind === 'entity' ? { aliases: [title] } : {}),
    ...(spec.kind === 'scene' ? { status: 'planned', ...homeOf(docs, doc) } : {}),
  } as RecordInput<Spec>;
  const refused = checkNewInput(spec, given as Record<string, unknown>);
  if (refused) return err(refused);
  const copyId = docs.newId();
  const made = docs.edit(`Duplicate ${titleOf(spec, record)}`.trim(), [doc], (edit) => {
    writeCopy({ docs, edit, doc, spec, id: copyId }, raw, given);
    if (spec.kind === 'scene') copyPrepared(docs, edit, { doc, sceneId: id }, { doc, sceneId: copyId });
  });
  if (!made.ok) return made;
  copyTexts({ doc, id }, { doc, id: copyId }, Object.keys(spec.texts));
  return ok(copyId);
};

/**
 * Writes the scenes of a session into the body of one that is not listed yet, as planned ones with the connections among
 * them. They are no part of a step of undo: they come and go with their session, which writing in them would bring back.
 */
const fillScenes = (docs: CampaignDocs, from: OpenDocument, to: OpenDocument): void => {
  const scenes = listRecords(from, SCENE);
  const copies = new Map(scenes.map(({ id }) => [id, docs.newId()]));
  runEdit({ label: 'Duplicate scenes', docs: [to], isTyping: false }, docs, (edit) => {
    for (const scene of scenes) {
      const id = copies.get(scene.id)!;
      const { title, order } = scene;
      const given = { title, order, status: 'planned' as const, ...homeOf(docs, to) };
      writeCopy({ docs, edit, doc: to, spec: SCENE, id }, from.table('scene').get(scene.id)!, given);
      copyPrepared(docs, edit, { doc: from, sceneId: scene.id }, { doc: to, sceneId: id });
      for (const { id: connection, toSceneId, ...rest } of sceneConnections(scene)) {
        const target = copies.get(toSceneId);
        if (target) edit.setEntry(to, SCENE.kind, id, 'connections', connection, { ...rest, toSceneId: target });
      }
    }
  });
  for (const [id, copy] of copies) copyTexts({ doc: from, id }, { doc: to, id: copy }, SCENE_TEXTS);
};

/**
 * Duplicates the plan of a session as the next one, as one undo step: what was planned, its prep notes and its scenes.
 * What was played stays where it was. Gives its id.
 */
export const duplicateSession = async (
  docs: CampaignDocs,
  sessionId: string,
  title: string,
): Promise<Result<string, NotWritable | SessionMissing | StorageError>> => {
  const session = getSession(docs, sessionId);
  if (!session) return err({ type: 'SessionMissing', id: sessionId });
  const { campaignId } = docs;
  const from = await docs.open({ kind: 'session', campaignId, sessionId });
  if (!from.ok) return from;
  const { objective, description, location, chapterId, gm, coGms, roster, tags } = session;
  const plannedObjectives = session.plannedObjectives.map(({ text }) => text);
  const plan = { title, objective, description, location, chapterId, gm, coGms, roster, tags, plannedObjectives };
  const id = docs.newId();
  const to = docs.create({ kind: 'session', campaignId, sessionId: id });
  fillScenes(docs, from.value, to);
  copyTexts({ doc: from.value, id: sessionId }, { doc: to, id }, ['prep_notes']);
  const made = createSession(docs, { ...plan, id });
  await Promise.all([from.value.release(), to.release()]);
  return made;
};
