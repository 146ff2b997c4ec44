// Retired fields of a session (discoveries, player decisions, consequences) as suggestions, for the GM to accept or
// dismiss.
import { obj, str } from '../json.ts';
import type { ImportedSuggestion } from './imported-campaign.ts';
import { inWords } from './values.ts';

const DISCOVERY_REASON = 'A discovery in the imported session';
/** Longest titles, UTF-16 units. */
const NAME_LENGTH = 80;
const TITLE_LENGTH = 120;

/** A discovery that names two ends suggests a relationship, any other suggests an entity. */
export const readDiscovery = (value: unknown): ImportedSuggestion => {
  const discovery = obj(value);
  const quote = str(discovery['text'], discovery['description']) || inWords(value);
  const from = str(discovery['from'], discovery['source']);
  const to = str(discovery['to'], discovery['target']);
  if (from && to)
    return {
      suggestionType: 'relationship_suggestion',
      title: `${from} – ${to}`,
      quote,
      reason: DISCOVERY_REASON,
      proposal: { from, to, relationType: str(discovery['type'], discovery['relation']) || 'knows' },
    };
  const name = str(discovery['name'], discovery['title']) || quote.slice(0, NAME_LENGTH);
  const entityType = str(discovery['entity_type'], discovery['type']).toLowerCase() || 'clue';
  return {
    suggestionType: 'entity_suggestion',
    title: name,
    quote,
    reason: DISCOVERY_REASON,
    proposal: { name, entityType, description: quote },
  };
};

/** A decision or consequence suggests an entry in an entity's log. */
export const readLogEntry = (value: unknown, reason: string): ImportedSuggestion => {
  const entry = obj(value);
  const text =
    str(entry['text'], entry['description'], entry['decision'], entry['consequence'], entry['name']) || inWords(value);
  const about = str(entry['entity'], entry['about'], entry['character']);
  return {
    suggestionType: 'log_entry',
    title: text.slice(0, TITLE_LENGTH),
    quote: text,
    reason,
    proposal: { text, about },
  };
};
