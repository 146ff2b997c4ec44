// The log of an entity: what happened to it, in the GM's words (M-424 to M-429). The kind is optional and for
// filtering.
import { confidenceFields } from './confidence.ts';
import { choice, hidden, maybeWhole, paragraph, ref } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

export const LOG_KINDS = ['', 'died', 'discovered', 'destroyed', 'relocated'] as const;

export const ENTITY_LOG = defineRecord({
  kind: 'entityLog',
  root: 'entityLog',
  home: 'ledger',
  label: 'Log entry',
  plural: 'Log entries',
  title: 'text',
  isPacked: true,
  fields: {
    entityId: ref('gm', 'About', 'entity'),
    text: paragraph('gm', 'What happened'),
    sessionId: ref('gm', 'Session', 'session'),
    chapterId: ref('gm', 'Chapter', 'chapter'),
    /** Game time, whole seconds since Day 0. */
    occurredAt: maybeWhole('gm', 'In-game date', { input: 'gameTime', min: 0 }),
    logKind: choice('gm', 'Entry type', LOG_KINDS, '', {
      optionLabels: {
        '': 'Any',
        died: 'Died',
        discovered: 'Discovered',
        destroyed: 'Destroyed',
        relocated: 'Relocated',
      },
    }),
    eventId: ref('gm', 'Event', 'event'),
    /**
     * `explained` or `changed` for what a choice about an out-of-character moment wrote: no moment of the story itself.
     */
    outOfCharacter: hidden('gm', 'Out of character'),
    ...confidenceFields(),
  },
});
export type EntityLogEntry = RecordOf<typeof ENTITY_LOG>;
