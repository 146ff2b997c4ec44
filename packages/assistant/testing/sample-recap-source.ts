// Builds the campaign that recap tests read: one record of each kind, with a marker in every field that is for the GM
// only.
import {
  CAMPAIGN,
  CLOCK,
  CONSEQUENCE,
  DECISION,
  ENTITY,
  ENTITY_LOG,
  GAUGE,
  GOAL,
  HOOK,
  packFields,
  readFields,
  SCENE,
  SESSION,
  storedKey,
  TIMELINE_EVENT,
  type Campaign,
  type NoteNode,
  type RecordOf,
  type RecordSpec,
} from '@emberkeep/domain';
import type { RecapSource } from '../src/recap/recap-source.ts';

/** Stands in every field that only the GM may read. */
export const GM_ONLY = 'ZQSECRETQZ';

/** A record with these fields, read through its spec as the store reads it. */
export const recordWith = <S extends RecordSpec>(spec: S, id: string, fields: Record<string, unknown>): RecordOf<S> => {
  const groups = new Map<string, Map<string, unknown>>();
  for (const [key, value] of Object.entries(fields)) {
    const field = spec.fields[key];
    if (field?.form === 'members')
      groups.set(storedKey(key, field), new Map((value as string[]).map((m) => [m, true])));
    else if (field?.form === 'counter') groups.set(key, new Map([['s', { n: 1, to: value }]]));
    else if (field?.form === 'items') groups.set(key, new Map((value as string[]).map((text, i) => [`i${i}`, text])));
  }
  return readFields(spec, id, {
    fields: new Map<string, unknown>([
      ...Object.entries(fields).filter(([k]) => !['members', 'counter', 'items'].includes(spec.fields[k]?.form ?? '')),
      ...(spec.isPacked ? [['made', packFields(spec, fields)] as const] : []),
    ]),
    groups,
  })!;
};

/** A record whose GM-only text fields all hold `GM_ONLY`; `fields` override them. */
const marked = <S extends RecordSpec>(spec: S, id: string, fields: Record<string, unknown>): RecordOf<S> =>
  recordWith(spec, id, {
    ...Object.fromEntries(
      Object.entries(spec.fields)
        .filter(([, f]) => f.audience === 'gm' && f.form === 'value' && ['line', 'paragraph'].includes(f.input))
        .map(([name]) => [name, `${GM_ONLY} ${name}`]),
    ),
    ...fields,
  });

const oneLine = (words: string): NoteNode[] => [{ type: 'paragraph', content: [{ type: 'text', text: words }] }];

/** A small campaign after session 15, with `GM_ONLY` in everything that players must not read. */
export const sampleRecapSource = (): RecapSource => ({
  audience: 'gm',
  next: 16,
  earlier: [],
  shownSessionIds: [],
  goalChangeIds: { ofEvent: (eventId) => eventId, ofObjective: () => [] },
  players: ['Jo'],
  campaign: marked(CAMPAIGN, 'campaign', {
    name: 'The Drowned Lantern',
    system: 'dnd-5e',
    universe: 'The lamp coast',
    situation: 'Seven weeks before the Fair.',
    locationId: 'street',
    spotlightId: 'mira',
  }) as Campaign,
  last: {
    session: {
      ...marked(SESSION, 's15', { title: 'Nine Pages', number: 15, highlights: ['The bell rang true'] }),
      shownNumber: 15,
    },
    summary: oneLine('The pages were in the bell of [[St. Brannoc]]. Seven came down dry.'),
    notes: `We climbed the tower (DC 15). Pell betrayed the Watch for ${GM_ONLY}.`,
    scenes: [marked(SCENE, 'sc', { title: 'The bell loft', status: 'completed', entityIds: ['tam'] })],
    events: [
      marked(TIMELINE_EVENT, 'e1', {
        eventType: 'npc_introduced',
        category: 'social',
        name: 'Sister Wen feels it in the rope',
        at: 1,
      }),
      marked(TIMELINE_EVENT, 'e2', {
        eventType: 'OTHER',
        category: 'social',
        name: `${GM_ONLY} event`,
        visibility: 'secret',
        at: 2,
      }),
    ],
    log: [marked(ENTITY_LOG, 'l1', { entityId: 'tam', text: `${GM_ONLY} log entry of Tam`, sessionId: 's15' })],
  },
  unlistedEntities: [],
  entities: [
    marked(ENTITY, 'mira', {
      name: 'Mirabel Thorne',
      entityType: 'pc',
      origin: 'A keeper’s daughter',
      motivation: 'Her father’s last word',
    }),
    marked(ENTITY, 'tam', {
      name: `${GM_ONLY} Tam`,
      entityType: 'npc',
      isCompanion: true,
      trust: 7,
      lastInteraction: 'Paid with a story',
    }),
    marked(ENTITY, 'watch', {
      name: 'Harbour Watch',
      entityType: 'faction',
      isKnown: true,
      power: 5,
      attitude: 'Hostile',
      territory: 'The quays',
    }),
    marked(ENTITY, 'street', { name: 'Salt Street', entityType: 'location', isKnown: true }),
  ],
  gauges: [marked(GAUGE, 'g', { name: 'Stress', highest: 100, level: 80 })],
  goals: [
    marked(GOAL, 'goal', {
      name: 'Keep the lantern dark',
      status: 'active',
      isKnown: true,
      stakes: `A child ${GM_ONLY}`,
      progressText: 'They know about the oil.',
    }),
    marked(GOAL, 'plot', { name: `${GM_ONLY} goal`, status: 'active' }),
  ],
  clocks: [
    marked(CLOCK, 'c', { name: 'The Lamp Fair', segments: 8, ticks: 5, visibility: 'shown' }),
    marked(CLOCK, 'c2', { name: `${GM_ONLY} clock`, segments: 6, ticks: 5, visibility: 'hidden' }),
  ],
  decisions: [
    marked(DECISION, 'd', {
      decision: 'They gave Lefevre their word',
      isKnown: true,
      worldEffect: `The Salon is open ${GM_ONLY}`,
      sessionId: 's15',
    }),
    marked(DECISION, 'd2', { decision: `${GM_ONLY} choice`, sessionId: 's15' }),
  ],
  consequences: [
    marked(CONSEQUENCE, 'k', {
      trigger: 'the ring is lost',
      effect: `Lefevre closes the Salon ${GM_ONLY}`,
      sessionNumber: 16,
    }),
  ],
  hooks: [marked(HOOK, 'h', { text: `Pell heard about the surgery ${GM_ONLY}`, hookKind: 'threat' })],
});
