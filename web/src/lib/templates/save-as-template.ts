// Saves what is on screen as a template, with a message and Undo. Loaded with the first one.
import { ENTITY, SCENE, sessionTitle } from '@emberkeep/domain';
import {
  saveAsTemplate,
  saveSessionAsTemplate,
  type CampaignDocs,
  type ListedSession,
  type OpenDocument,
} from '@emberkeep/store';
import { showDone, showRefusal } from '#lib/records/command-feedback.ts';
import { m } from '#messages';

export const saveEntityAsTemplate = (docs: CampaignDocs, { id, name }: { id: string; name: string }): void =>
  void showDone(
    docs,
    saveAsTemplate(docs, { doc: docs.ledger, spec: ENTITY, id }, name),
    m.templates_saveAsTemplate_saved({ name }),
  );

export const saveSceneAsTemplate = (
  docs: CampaignDocs,
  body: OpenDocument,
  { id, title }: { id: string; title: string },
): void =>
  void showDone(
    docs,
    saveAsTemplate(docs, { doc: body, spec: SCENE, id }, title),
    m.templates_saveAsTemplate_saved({ name: title }),
  );

export const saveSession = async (docs: CampaignDocs, session: ListedSession): Promise<void> => {
  const name = sessionTitle(session);
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: session.id });
  if (!body.ok) return void showRefusal(body);
  showDone(docs, saveSessionAsTemplate(docs, body.value, name), m.templates_saveAsTemplate_saved({ name }));
  await body.value.release();
};
