// Copies what was prepared for the encounter of a scene, with the scene. In the copy it has not begun.
import { ENCOUNTER } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { OpenDocument } from '../open-document.ts';
import { getPreparedId } from './encounters.ts';
import { getRecord } from './read-records.ts';
import { writeCopy } from './write-copy.ts';

interface ScenePlace {
  doc: OpenDocument;
  sceneId: string;
}

export const copyPrepared = (docs: CampaignDocs, edit: Edit, from: ScenePlace, to: ScenePlace): void => {
  const id = getPreparedId(from.doc, from.sceneId);
  const copyId = getPreparedId(to.doc, to.sceneId);
  const prepared = getRecord(from.doc, ENCOUNTER, id);
  if (!prepared || prepared.creatures.length === 0 || getRecord(to.doc, ENCOUNTER, copyId)) return;
  writeCopy({ docs, edit, doc: to.doc, spec: ENCOUNTER, id: copyId }, from.doc.table('encounter').get(id)!, {
    sceneId: to.sceneId,
    state: 'prepared',
  });
};
