// Suggestions that wait for the GM: listing and dismissing them. "Accepted" is not stored: it is derived from the
// record that accepting creates, so deleting that record opens the suggestion again.
import {
  ENTITY,
  ENTITY_LOG,
  RELATIONSHIP,
  SCENE,
  SUGGESTION,
  TIMELINE_EVENT,
  type Result,
  type Suggestion,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { joinedId } from './joins.ts';
import { linksOf } from './linked-entities.ts';
import { getIdOfLinkedAlias, isNamedAlready } from './named-already.ts';
import { acceptedId, isFromAccount, proposalOf, suggestedName, textOf } from './proposal.ts';
import { getRecord, listRecords, type Listed, type Spec } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { editRecord } from './records.ts';

export { acceptedId };

/** The ids of the scenes that were accepted from an account of what was played. */
export const toldSceneIds = (suggestions: readonly Listed<typeof SUGGESTION>[]): Set<string> =>
  new Set(suggestions.filter((s) => s.suggestionType === 'scene_suggestion' && isFromAccount(s)).map(acceptedId));

/** True for a suggestion whose record exists, or that needs none any more. */
const isSettled = (
  docs: CampaignDocs,
  doc: OpenDocument,
  suggestion: Suggestion,
  isLinked: ReturnType<typeof linksOf>,
): boolean => {
  const proposal = proposalOf(suggestion);
  if (suggestion.suggestionType === 'entity_mention') return isLinked(suggestion.note, textOf(proposal['entityId']));
  const plannedSceneId = suggestion.suggestionType === 'scene_suggestion' ? textOf(proposal['sceneId']) : '';
  if (plannedSceneId && getRecord(doc, SCENE, plannedSceneId)?.status === 'completed') return true;
  if (
    suggestion.suggestionType === 'entity_suggestion' &&
    getIdOfLinkedAlias(docs, suggestion.rule, suggestedName(suggestion)) === null &&
    isNamedAlready(docs, suggestedName(suggestion), suggestion.quote)
  )
    return true;
  const id = acceptedId(suggestion);
  return (
    [ENTITY, RELATIONSHIP, ENTITY_LOG].some((spec) => getRecord(docs.ledger, spec as Spec, id)) ||
    [SCENE, TIMELINE_EVENT].some((spec) => getRecord(doc, spec as Spec, id))
  );
};

/**
 * Open suggestions, in the order of the text, without accepted ones. `note` narrows the list to one text, and to those
 * that were imported with the session and have no text.
 */
export const listSuggestions = (docs: CampaignDocs, doc: OpenDocument, note?: string): Listed<typeof SUGGESTION>[] => {
  const isLinked = linksOf(docs, doc);
  // Mentions of entities that were joined since are mentions of one: the first of a note stands for all.
  const mentioned = new Set<string>();
  const isMentionedBefore = (s: Suggestion): boolean => {
    if (s.suggestionType !== 'entity_mention') return false;
    const key = `${s.note} ${joinedId(docs.ledger, textOf(proposalOf(s)['entityId']))}`;
    return mentioned.size === mentioned.add(key).size;
  };
  return listRecords(doc, SUGGESTION)
    .filter(
      (s) =>
        s.state === 'open' &&
        (note === undefined || s.note === note || s.note === '') &&
        !isSettled(docs, doc, s, isLinked),
    )
    .sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
    .filter((s) => !isMentionedBefore(s));
};

/** A dismissed suggestion stays dismissed when a later analysis finds it again; undo reopens it. */
export const dismissSuggestion = (
  docs: CampaignDocs,
  doc: OpenDocument,
  id: string,
): Result<void, NotWritable | Refused | RecordMissing> =>
  editRecord(docs, { doc, spec: SUGGESTION, id, fields: { state: 'dismissed' }, label: 'Dismiss suggestion' });
