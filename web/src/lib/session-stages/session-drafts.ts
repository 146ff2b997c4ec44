// What was accepted in Wrap-up and is not canon yet: each can be raised one step of confidence at a time (M-369).
import {
  type Confidence,
  currencyOf,
  ENTITY,
  ENTITY_LOG,
  eventLine,
  RELATIONSHIP,
  type Scene,
  SCENE,
  TIMELINE_EVENT,
} from '@emberkeep/domain';
import type { OpenDocument, Spec } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';

export interface Draft {
  id: string;
  name: string;
  confidence: Confidence;
  document: OpenDocument;
  spec: Spec;
}

const isDraft = ({ confidence }: { confidence: Confidence }): boolean =>
  confidence !== 'AUTHORITATIVE' && confidence !== 'SUPERSEDED';

/**
 * Drafts among the session's scenes, log entries and events, and all of the campaign's among entities and
 * relationships.
 */
export const sessionDrafts = (
  { docs, live }: OpenCampaign,
  sessionId: string,
  body: OpenDocument,
  scenes: readonly Scene[],
): Draft[] => {
  const { ledger } = docs;
  const nameOf = (id: string): string => live.entity(id)?.name ?? '';
  const draft = (
    record: { id: string; confidence: Confidence },
    name: string,
    spec: unknown,
    document = ledger,
  ): Draft => ({ id: record.id, name, confidence: record.confidence, document, spec: spec as Spec });
  return [
    ...scenes.filter(isDraft).map((s) => draft(s, s.title, SCENE, body)),
    ...live
      .list(ENTITY)
      .filter(isDraft)
      .map((e) => draft(e, e.name, ENTITY)),
    ...live.relationships
      .filter(isDraft)
      .map((r) =>
        draft(r, `${nameOf(r.fromId)} ${r.relationType.replaceAll('_', ' ')} ${nameOf(r.toId)}`, RELATIONSHIP),
      ),
    ...live
      .list(ENTITY_LOG)
      .filter((l) => l.sessionId === sessionId && isDraft(l))
      .map((l) => draft(l, l.text, ENTITY_LOG)),
    ...live
      .events(body)
      .filter(isDraft)
      .map((e) =>
        draft(
          e,
          eventLine(e, (id) => live.participant(id), currencyOf(live.campaign)),
          TIMELINE_EVENT,
          body,
        ),
      ),
  ];
};
