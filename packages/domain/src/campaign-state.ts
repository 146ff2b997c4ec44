// What a campaign keeps track of between sessions, as the campaign file lists it: gauges, safety, inventory, decisions,
// delayed consequences, hooks, and what is still to be reconstructed. All of it is optional.
import { counter } from './counter.ts';
import { choice, flag, hidden, line, maybeWhole, paragraph, ref, whole } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

export const GAUGE = defineRecord({
  kind: 'gauge',
  root: 'gauges',
  home: 'ledger',
  label: 'Gauge',
  plural: 'Gauges',
  title: 'name',
  fields: {
    name: line('gm', 'Gauge'),
    lowest: whole('gm', 'Lowest', { empty: 0 }),
    highest: whole('gm', 'Highest', { empty: 100 }),
    level: counter('gm', 'Level', { min: 'lowest', max: 'highest' }),
    isOff: flag('gm', 'Not used (N/A)'),
    order: hidden('gm', 'Order', 'V'),
  },
});

export const SAFETY = defineRecord({
  kind: 'safety',
  root: 'safety',
  home: 'ledger',
  label: 'Line or veil',
  plural: 'Lines and veils',
  title: 'topic',
  fields: {
    topic: line('table', 'Topic'),
    safetyKind: choice('table', 'Type', ['line', 'veil'], 'line', {
      optionLabels: { line: 'Line: never', veil: 'Veil: off-screen only' },
    }),
    order: hidden('gm', 'Order', 'V'),
  },
});

export const INVENTORY = defineRecord({
  kind: 'inventory',
  root: 'inventory',
  home: 'ledger',
  label: 'Inventory item',
  plural: 'Inventory',
  title: 'name',
  fields: {
    name: line('table', 'Item'),
    possessionKind: choice('table', 'Type', ['currency', 'key_item', 'gear'], 'gear', {
      optionLabels: { currency: 'Currency', key_item: 'Key item', gear: 'Weapons and gear' },
    }),
    amount: counter('table', 'Amount', { min: 0 }),
    significance: line('gm', 'Significance'),
    condition: line('table', 'Condition'),
    holderId: ref('table', 'Carried by', 'entity'),
    order: hidden('gm', 'Order', 'V'),
  },
});

export const DECISION = defineRecord({
  kind: 'decision',
  root: 'decisions',
  home: 'ledger',
  label: 'Decision',
  plural: 'Decisions',
  title: 'decision',
  fields: {
    decision: line('table', 'Decision'),
    /** Off by default: a decision may be one that only the GM knows of. */
    isKnown: flag('gm', 'Known to players'),
    worldEffect: paragraph('gm', 'Effect on the world'),
    relationshipEffect: paragraph('gm', 'Effect on relationships'),
    delayedEffect: paragraph('gm', 'Consequence'),
    isSettled: flag('gm', 'Consequence resolved'),
    sessionId: ref('gm', 'Session', 'session'),
    order: hidden('gm', 'Order', 'V'),
  },
});

export const CONSEQUENCE = defineRecord({
  kind: 'consequence',
  root: 'consequences',
  home: 'ledger',
  label: 'Delayed consequence',
  plural: 'Delayed consequences',
  title: 'effect',
  fields: {
    trigger: line('gm', 'When'),
    effect: paragraph('gm', 'Then'),
    /** Number of the session in which it is due, as the GM counts; null for any. */
    sessionNumber: maybeWhole('gm', 'Session', { min: 0 }),
    /** The moment of game time at which it is due; null for any. */
    dueAt: maybeWhole('gm', 'Due at game time', { input: 'gameTime', min: 0 }),
    isDone: flag('gm', 'Happened'),
    order: hidden('gm', 'Order', 'V'),
  },
});

export const HOOK = defineRecord({
  kind: 'hook',
  root: 'hooks',
  home: 'ledger',
  label: 'Hook',
  plural: 'Hooks',
  title: 'text',
  fields: {
    text: line('gm', 'Hook'),
    hookKind: choice('gm', 'Type', ['threat', 'opportunity', 'character', 'consequence'], 'opportunity', {
      optionLabels: {
        threat: 'Unresolved threat',
        opportunity: 'Opportunity',
        character: 'Character thread',
        consequence: 'Approaching consequence',
      },
    }),
    isDone: flag('gm', 'Used'),
    order: hidden('gm', 'Order', 'V'),
  },
});

export const RECONSTRUCT = defineRecord({
  kind: 'reconstruct',
  root: 'reconstruct',
  home: 'ledger',
  label: 'Missing information',
  plural: 'Missing information',
  title: 'text',
  fields: {
    text: paragraph('gm', 'Missing information'),
    section: line('gm', 'Section'),
    isDone: flag('gm', 'Resolved'),
    order: hidden('gm', 'Order', 'V'),
  },
});

export type Gauge = RecordOf<typeof GAUGE>;
export type Safety = RecordOf<typeof SAFETY>;
export type Possession = RecordOf<typeof INVENTORY>;
export type Decision = RecordOf<typeof DECISION>;
export type DelayedConsequence = RecordOf<typeof CONSEQUENCE>;
export type Hook = RecordOf<typeof HOOK>;
export type Reconstruct = RecordOf<typeof RECONSTRUCT>;
