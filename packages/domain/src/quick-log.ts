// What the quick log offers first in a game system, and how its rolls end. It stands apart from the systems' data, which
// is large and loaded only where rules are looked up.
import { EVENT_TYPES, eventType, type EventType } from './event-types.ts';

interface QuickLog {
  /** Types of event that come up most, before those that every log has. */
  first: readonly string[];
  /** How a roll can end, where its total says nothing by itself; empty where the highest die is read. */
  rollOutcomes: readonly string[];
}

/** By the id of the game system. */
const QUICK_LOGS = new Map<string, QuickLog>(
  Object.entries({
    'dnd-5e': {
      first: ['DICE_ROLL', 'damage', 'healing', 'ITEM_ACQUIRED', 'treasure', 'xp', 'LOCATION_CHANGE', 'OTHER'],
      rollOutcomes: ['natural 20', 'success', 'failure', 'natural 1'],
    },
    'coc-7e': {
      first: ['DICE_ROLL', 'sanity', 'damage', 'ITEM_ACQUIRED', 'LOCATION_CHANGE', 'OTHER'],
      rollOutcomes: ['critical success', 'extreme success', 'hard success', 'success', 'failure', 'fumble'],
    },
    'gurps-4e': {
      first: ['DICE_ROLL', 'damage', 'ITEM_ACQUIRED', 'LOCATION_CHANGE', 'OTHER'],
      rollOutcomes: ['critical success', 'success', 'failure', 'critical failure'],
    },
  }),
);

/** The words for how a roll ends in a system; empty where its highest die is read. */
export const rollOutcomes = (systemId: string): readonly string[] => QUICK_LOGS.get(systemId)?.rollOutcomes ?? [];

/** The types with a button in the quick log: what comes up most in the system, then those that every log has. */
export const quickEventTypes = (systemId: string): readonly EventType[] => {
  const first = (QUICK_LOGS.get(systemId)?.first ?? []).map(eventType);
  return [...first, ...EVENT_TYPES.filter((type) => type.isQuick && !first.includes(type))];
};
