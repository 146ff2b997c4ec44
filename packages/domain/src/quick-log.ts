// What the quick log offers in a game system, and how its rolls end. It stands apart from the systems' data, which
// is large and loaded only where rules are looked up.
import { EVENT_TYPES, eventType, type EventType } from './event-types.ts';

interface QuickLog {
  /** Types of event that come up most, before the others that every log has. */
  first: readonly string[];
  /** Types that belong to other games: they are in the list of all types only. */
  lacks: readonly string[];
  /** How a roll can end, where its total says nothing by itself; empty where the highest die is read. */
  rollOutcomes: readonly string[];
}

/** What a crew in the dark has and nobody else. */
const OF_CREWS = ['STRESS_CHANGE', 'HARM_APPLIED', 'DEVILS_BARGAIN'];

/** By the id of the game system. */
const QUICK_LOGS = new Map<string, QuickLog>(
  Object.entries({
    'dnd-5e': {
      first: ['DICE_ROLL', 'damage', 'healing', 'ITEM_ACQUIRED', 'treasure', 'xp', 'LOCATION_CHANGE', 'OTHER'],
      lacks: OF_CREWS,
      rollOutcomes: ['natural 20', 'success', 'failure', 'natural 1'],
    },
    'coc-7e': {
      first: ['DICE_ROLL', 'sanity', 'damage', 'ITEM_ACQUIRED', 'LOCATION_CHANGE', 'OTHER'],
      lacks: [...OF_CREWS, 'xp'],
      rollOutcomes: ['critical success', 'extreme success', 'hard success', 'success', 'failure', 'fumble'],
    },
    'gurps-4e': {
      first: ['DICE_ROLL', 'damage', 'ITEM_ACQUIRED', 'LOCATION_CHANGE', 'OTHER'],
      lacks: OF_CREWS,
      rollOutcomes: ['critical success', 'success', 'failure', 'critical failure'],
    },
  }),
);

/** The words for how a roll ends in a system; empty where its highest die is read. */
export const rollOutcomes = (systemId: string): readonly string[] => QUICK_LOGS.get(systemId)?.rollOutcomes ?? [];

/** The types with a button in the quick log: what comes up most in the system, then what every log has. */
export const quickEventTypes = (systemId: string): readonly EventType[] => {
  const { first, lacks }: Pick<QuickLog, 'first' | 'lacks'> = QUICK_LOGS.get(systemId) ?? { first: [], lacks: [] };
  const others = EVENT_TYPES.filter(({ type, isQuick }) => isQuick && !first.includes(type) && !lacks.includes(type));
  return [...first.map(eventType), ...others];
};
