// A small campaign as records, for tests of search: entities, a published and a planned session, notes, events, a
// scene, chat.
import {
  CHAT_MESSAGE,
  ENTITY,
  packFields,
  readFields,
  SCENE,
  SESSION,
  TIMELINE_EVENT,
  type AnySpec,
  type ReadRecord,
} from '@emberkeep/domain';

/** The campaign's id. */
export const CAMPAIGN = '0197c0de-0000-7000-8000-000000000001';
export const DAY_SECONDS = 86_400;

/** The id of the nth record. */
export const id = (n: number): string => `0197c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;

interface Parts {
  groups?: Record<string, readonly string[]>;
  texts?: Record<string, string>;
  /** The number of the session whose body the record is in. */
  session?: number;
}

/** A record of the harbour campaign, read from stored fields. */
export const read = (spec: AnySpec, n: number, fields: Record<string, unknown>, parts: Parts = {}): ReadRecord => ({
  kind: spec.kind as ReadRecord['kind'],
  id: id(n),
  room: `campaign/${CAMPAIGN}${parts.session ? `/session/${id(parts.session)}` : ''}`,
  record: readFields(spec, id(n), {
    fields: spec.isPacked ? new Map([['made', packFields(spec, fields)]]) : new Map(Object.entries(fields)),
    groups: new Map(Object.entries(parts.groups ?? {}).map(([k, v]) => [k, new Map(v.map((m) => [m, true]))])),
  }) as Record<string, unknown>,
  texts: Object.fromEntries(
    Object.entries(parts.texts ?? {}).map(([name, text]) => [
      name,
      [{ type: 'paragraph', content: [{ type: 'text', text }] }],
    ]),
  ),
});

/** Records of the ledger: three entities and two sessions, of which the first is published. */
export const LEDGER: ReadRecord[] = [
  read(
    ENTITY,
    1,
    { name: 'Madame Lefevre', entityType: 'npc', isKnown: true },
    {
      groups: { alias: ['The Salt Widow'], tags: ['salon'] },
      texts: { description: 'Keeps a salon on the quay.', gm_notes: 'She poisoned her husband with nightshade.' },
    },
  ),
  read(ENTITY, 2, { name: 'Pell', entityType: 'npc' }, { texts: { description: 'A watchman who listens at doors.' } }),
  read(
    ENTITY,
    3,
    { name: 'Wet ledger', entityType: 'clue' },
    { texts: { description: 'Pages stuck together by tar; the account of a drowned ship.' } },
  ),
  read(
    SESSION,
    10,
    {
      number: 1,
      title: 'Low Water',
      status: 'completed',
      gameStart: 15 * DAY_SECONDS,
      gameEnd: 15 * DAY_SECONDS + 9000,
      isPublished: true,
      date: '2026-09-05',
    },
    { groups: { tags: ['harbour'] } },
  ),
  read(SESSION, 11, { number: 2, title: 'High Water', status: 'planned', gameStart: 20 * DAY_SECONDS }),
];
/** Records of the bodies of both sessions. */
export const BODIES: ReadRecord[][] = [
  [
    {
      kind: 'note',
      id: id(10),
      room: `campaign/${CAMPAIGN}/session/${id(10)}`,
      record: {},
      texts: {
        prep_notes: [
          { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'The warehouse' }] },
          { type: 'paragraph', content: [{ type: 'text', text: 'Two guards play dice by the crane.' }] },
        ],
      },
    },
    read(
      TIMELINE_EVENT,
      20,
      { eventType: 'npc_introduced', name: 'A cold welcome', npcId: id(2), at: 1000, gameTime: 15 * DAY_SECONDS + 600 },
      { session: 10 },
    ),
    read(
      TIMELINE_EVENT,
      21,
      {
        eventType: 'dialogue',
        name: 'The price',
        npcId: id(1),
        at: 2000,
        gameTime: 15 * DAY_SECONDS + 1200,
        visibility: 'secret',
        details: { quote: 'You will bring me the ring.' },
      },
      { session: 10 },
    ),
    read(
      SCENE,
      30,
      { title: 'Crane and rope', sceneType: 'stealth' },
      {
        session: 10,
        texts: {
          description: 'Climb the crane unseen.',
          gm_notes: 'The rope is rotten; whoever trusts it falls into the dock.',
        },
      },
    ),
    read(
      CHAT_MESSAGE,
      40,
      { role: 'user', content: 'How many guards should the warehouse have at night?', order: 'V' },
      { session: 10 },
    ),
    read(
      CHAT_MESSAGE,
      41,
      { role: 'assistant', content: 'Four at the warehouse, and a dog that is fed at ten.', order: 'W' },
      { session: 10 },
    ),
  ],
  [
    {
      kind: 'note',
      id: id(11),
      room: `campaign/${CAMPAIGN}/session/${id(11)}`,
      record: {},
      texts: {
        prep_notes: [{ type: 'paragraph', content: [{ type: 'text', text: 'The flood tide comes with a bell.' }] }],
      },
    },
  ],
];
