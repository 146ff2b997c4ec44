// Everything else in the sample campaign "The Drowned Lantern": players, clocks, goals, events and the campaign state.
// Our own writing, CC BY 4.0. Names are those of sample-entities.ts.

export interface SampleEvent {
  type: string;
  name: string;
  character?: string;
  npc?: string;
  location?: string;
  item?: string;
  details?: Readonly<Record<string, unknown>>;
  /** Minutes after the start of the session. */
  minute: number;
}

export interface SampleEvening {
  chapter: string;
  /** ISO 8601, UTC. */
  start: string;
  end: string;
  /** Game seconds since Day 0. */
  gameStart: number;
  gameEnd: number;
  absent?: readonly string[];
  late?: readonly string[];
  planned: readonly string[];
  achieved: readonly string[];
  highlights: readonly string[];
  summary: string;
  events: readonly SampleEvent[];
}

const DAY = 86_400;
const HOUR = 3600;

export const SAMPLE_PLAYERS: readonly { name: string; plays: string }[] = [
  { name: 'Jo', plays: 'Mirabel Thorne' },
  { name: 'Sam', plays: 'Brother Oswin' },
  { name: 'Ana', plays: 'Kestrel' },
];

/** The played sessions, in order. */
export const SAMPLE_EVENINGS: readonly SampleEvening[] = [
  {
    chapter: 'Eleven years of dark',
    start: '2026-09-05T17:10:00Z',
    end: '2026-09-05T21:20:00Z',
    gameStart: 4 * DAY + 6 * HOUR,
    gameEnd: 4 * DAY + 22 * HOUR,
    late: ['Ana'],
    planned: ['See the body in Salt Street', 'Meet Madame Lefevre', 'Find out who the Wick are afraid of'],
    achieved: ['Saw the green flame', 'Promised Lefevre the ring', 'Let Dob go'],
    highlights: ['The green flame and the silence after it', 'Oswin gives Dob bread'],
    summary:
      'A lamplighter lay drowned in a dry street. The party found oil in his hair, took tea with [[Madame ' +
      'Lefevre]], and gave their word about a ring that they have not seen yet.',
    events: [
      { type: 'location_discovered', name: 'Salt Street at dawn', location: 'Salt Street', minute: 8 },
      { type: 'npc_introduced', name: 'Rook tries to send them away', npc: 'Captain Isaura Rook', minute: 15 },
      {
        type: 'DICE_ROLL',
        name: 'Smelling the oil',
        character: 'Brother Oswin',
        details: { position: 'controlled', effect: 'great', result: 6 },
        minute: 34,
      },
      { type: 'npc_introduced', name: 'Lefevre pours', npc: 'Madame Lefevre', minute: 80 },
      {
        type: 'ITEM_ACQUIRED',
        name: 'Key to the surgery',
        character: 'Mirabel Thorne',
        details: { item: 'Surgery key' },
        minute: 61,
      },
      { type: 'combat_start', name: 'Followed home', minute: 150 },
      { type: 'damage', name: 'One arrow', character: 'Kestrel', details: { amount: 7, to: 'enemies' }, minute: 158 },
      {
        type: 'damage',
        name: 'A tarred fist',
        character: 'Brother Oswin',
        details: { amount: 4, to: 'party' },
        minute: 161,
      },
      { type: 'combat_end', name: 'Dob cries', details: { rounds: 4, outcome: 'Dob caught and let go' }, minute: 172 },
      {
        type: 'dialogue',
        name: 'The promise',
        npc: 'Madame Lefevre',
        details: { quote: 'You will bring it to me before you bring it to anybody else.' },
        minute: 96,
      },
      { type: 'xp', name: 'For mercy', details: { amount: 300 }, minute: 245 },
    ],
  },
  {
    chapter: 'Eleven years of dark',
    start: '2026-09-19T17:00:00Z',
    end: '2026-09-19T20:45:00Z',
    gameStart: 6 * DAY + 9 * HOUR,
    gameEnd: 7 * DAY + 2 * HOUR,
    absent: ['Ana'],
    planned: ['Get the ledger, or learn who has it', 'Use the surgery key'],
    achieved: ['Found Amsel’s true notes'],
    highlights: ['Corin counting under his breath until he could not'],
    summary:
      '[[Corin Vale]] lied badly and wanted to stop. Under the surgery floor lay the notes that say oil and ' +
      'not water. The ledger itself was gone.',
    events: [
      { type: 'npc_introduced', name: 'The clerk at the window', npc: 'Corin Vale', minute: 12 },
      { type: 'location_discovered', name: 'Under the surgery floor', location: 'Salt Street', minute: 70 },
      {
        type: 'DICE_ROLL',
        name: 'Reading a liar',
        character: 'Mirabel Thorne',
        details: { position: 'risky', effect: 'standard', result: 5 },
        minute: 40,
      },
      { type: 'treasure', name: 'The clerk’s savings, refused', details: { amount: 0 }, minute: 55 },
      { type: 'LOCATION_CHANGE', name: 'To the cut window', location: 'Salt Street', minute: 120 },
      { type: 'xp', name: 'For the notes', details: { amount: 450 }, minute: 220 },
    ],
  },
  {
    chapter: 'Eleven years of dark',
    start: '2026-10-03T17:05:00Z',
    end: '2026-10-03T21:30:00Z',
    gameStart: 9 * DAY + 20 * HOUR,
    gameEnd: 11 * DAY + 5 * HOUR,
    planned: ['Climb the bell tower', 'Get the nine pages', 'Bring Amsel to the marsh'],
    achieved: ['Seven of nine pages', 'Amsel is safe with the Marsh Folk'],
    highlights: ['The bell rang true for the first time since autumn'],
    summary:
      'The pages were in the bell of [[St. Brannoc]]. Seven came down dry. [[Doctor Amsel]] is in the ' +
      'marsh, where nobody answers to a name after dark.',
    events: [
      { type: 'location_discovered', name: 'The bell loft', location: 'St. Brannoc', minute: 10 },
      { type: 'npc_introduced', name: 'Sister Wen feels it in the rope', npc: 'Sister Wen', minute: 18 },
      { type: 'combat_start', name: 'Company in the tower', minute: 60 },
      { type: 'damage', name: 'Down the ladder', details: { amount: 11, to: 'enemies' }, minute: 66 },
      {
        type: 'healing',
        name: 'Seawater and plain talk',
        character: 'Brother Oswin',
        details: { amount: 8 },
        minute: 72,
      },
      { type: 'combat_end', name: 'They run', details: { rounds: 3, outcome: 'Two of the Wick fled' }, minute: 75 },
      { type: 'treasure', name: 'A purse on the stair', details: { amount: 60 }, minute: 80 },
      { type: 'LOCATION_CHANGE', name: 'Into the marsh', details: { to: 'The eastern channels' }, minute: 140 },
      { type: 'quest_progress', name: 'Keep the lantern dark', details: { progress: 'Seven names' }, minute: 200 },
      { type: 'xp', name: 'For the pages', details: { amount: 900 }, minute: 255 },
    ],
  },
];

export const SAMPLE_CLOCKS: readonly {
  name: string;
  segments: number;
  ticks: number;
  owner?: string;
  visibility: 'hidden' | 'known' | 'shown';
  trigger: string;
  consequence: string;
}[] = [
  {
    name: 'The child is chosen',
    segments: 6,
    ticks: 3,
    owner: 'Brotherhood of the Wick',
    visibility: 'hidden',
    trigger: 'The party loses a day',
    consequence: 'The Wick take a keeper’s child in the night before the Fair.',
  },
  {
    name: 'Rook closes the case',
    segments: 4,
    ticks: 1,
    owner: 'Harbour Watch',
    visibility: 'known',
    trigger: 'The party is seen breaking the law',
    consequence: 'Rook arrests Doctor Amsel and stops asking.',
  },
  {
    name: 'The Lamp Fair',
    segments: 8,
    ticks: 5,
    visibility: 'shown',
    trigger: 'Each evening that passes',
    consequence: 'The procession sets out at dusk.',
  },
];

export const SAMPLE_GOALS: readonly {
  name: string;
  type: 'Main' | 'Side' | 'Personal';
  stakes: string;
  progress: string;
  target?: number;
  steps?: number;
}[] = [
  {
    name: 'Keep the lantern dark',
    type: 'Main',
    stakes: 'A child, and three more drowned',
    progress: 'They know about the oil.',
    target: 6,
    steps: 2,
  },
  { name: 'Bring Lefevre the ring', type: 'Side', stakes: 'Their word', progress: 'Nobody has seen it yet.' },
  { name: 'Mirabel speaks to her father', type: 'Personal', stakes: 'What she never said', progress: 'Ask Jo first.' },
];

export const SAMPLE_FACTIONS: readonly {
  name: string;
  type: 'CRIMINAL' | 'NOBLE' | 'MERCHANT' | 'POLITICAL' | 'RELIGIOUS' | 'OTHER';
  hold: 'weak' | 'strong';
  reputation: number;
  power: number;
  attitude: 'Hostile' | 'Neutral' | 'Friendly';
  territory: string;
}[] = [
  {
    name: 'Harbour Watch',
    type: 'POLITICAL',
    hold: 'strong',
    reputation: 1,
    power: 5,
    attitude: 'Neutral',
    territory: 'The quays',
  },
  {
    name: 'Brotherhood of the Wick',
    type: 'RELIGIOUS',
    hold: 'strong',
    reputation: -2,
    power: 7,
    attitude: 'Hostile',
    territory: 'The dark side of Salt Street',
  },
  {
    name: 'Marsh Folk',
    type: 'OTHER',
    hold: 'weak',
    reputation: 2,
    power: 2,
    attitude: 'Friendly',
    territory: 'The eastern channels',
  },
];

export const SAMPLE_NOTEBOOK = {
  situation:
    'Seven weeks before the Lamp Fair. The party holds Amsel’s notes and seven of the nine pages; the ' +
    'Baron knows that pages are missing.',
  location: 'Salt Street',
  spotlight: 'Mirabel Thorne',
  universe: 'The lamp coast',
  currency: 'marks',
  gameTime: 11 * DAY + 5 * HOUR,
  hooks: [
    ['threat', 'Pell heard about the surgery'],
    ['opportunity', 'Low water at the sea gate in three days'],
    ['character', 'Jo wants a scene with Mira’s father'],
    ['consequence', 'Dob’s mother will ask who gave him bread'],
  ],
  decisions: [
    {
      decision: 'They gave Lefevre their word',
      world: 'The Salon is open to them',
      ties: 'Lefevre counts on it',
      later: 'The ring turns up on the wrong hand',
      evening: 0,
    },
    {
      decision: 'They let Dob go',
      world: 'The Wick are a lamplighter short',
      ties: 'Dob’s mother leaves bread at the chapel door',
      later: 'Dob is asked who fed him',
      evening: 0,
    },
    {
      decision: 'They hid Doctor Amsel in the marsh',
      world: 'Nobody signs certificates in the harbour',
      ties: 'The Marsh Folk expect to be asked first',
      later: 'Rook looks for him',
      evening: 2,
    },
  ],
  consequences: [
    {
      trigger: 'they light anything near the body',
      effect: 'The Wick learn that somebody knows about the oil',
      session: 4,
    },
    { trigger: 'the ring is sold or lost', effect: 'Lefevre closes the Salon to them', session: 5 },
    { trigger: 'Rook finds the doctor gone', effect: 'The Watch goes through the marsh, boat by boat', session: 4 },
  ],
  possessions: [
    ['currency', 'Purse of the party', 214, ''],
    ['key_item', 'Surgery key', 1, 'Opens the floor below Amsel’s table'],
    ['key_item', 'Amsel’s notes', 1, 'Say oil and not water'],
    ['key_item', 'Pages of the ledger', 7, 'Seven of nine, dry'],
    ['gear', 'Rope, sixty feet', 1, 'frayed at one end'],
    ['gear', 'Lamp oil, unlit', 3, ''],
    ['gear', 'Longbow', 1, 'unstrung'],
  ],
  safety: [
    ['line', 'Harm to animals on screen'],
    ['line', 'Torture'],
    ['veil', 'Drowning of children'],
    ['veil', 'Surgery'],
  ],
  /** Name, lowest, highest, level. The gauges belong to the spotlight character. */
  gauges: [
    ['Stress', 0, 100, 55],
    ['Fragmentation', 0, 100, 20],
    ['Morality', -100, 100, 35],
  ],
  companions: [
    [
      'Old Tam',
      7,
      'Alive',
      '',
      'Took them through the back channels for a story',
      'Wants his ring back before the Fair, whoever wears it',
    ],
    [
      'Doctor Amsel',
      4,
      'Injured',
      'With the Marsh Folk',
      'Gave up the key to his surgery',
      'Signed a fourth certificate and has told nobody',
    ],
    ['Sister Wen', 6, 'Alive', 'At her bell', 'Rang it true for the first time since autumn', 'Knows who tuned it low'],
  ],
  places: [
    ['Salt Street', 'Dangerous', 'Brotherhood of the Wick', ['Pell'], 'Every second lamp on the dark side is full'],
    [
      'The Salt Salon',
      'Safe',
      'Madame Lefevre',
      ['Madame Lefevre', 'Corin Vale'],
      'A stair behind the stove goes down to the quay',
    ],
    ['St. Brannoc', 'Unknown', 'Sister Wen', ['Sister Wen'], 'Two pages are still in the bell'],
  ],
  characters: [
    [
      'Mirabel Thorne',
      'A keeper’s daughter from Gallows Light',
      'A rope round her waist and salt in her hair',
      'To hear why her father put the lamp out',
      'No child pays for it',
      'Counts the exits and trusts none of them',
    ],
    [
      'Brother Oswin',
      'A cleric whose chapel the storm took',
      'Big hands, bare feet, a list in his sleeve',
      'To be of use before he is forgiven',
      'He breaks no promise made to the drowned',
      'His temper',
    ],
    [
      'Kestrel',
      'Marsh kin, raised on boats',
      'A heron on her shoulder when it pleases the heron',
      'To keep the channels free',
      'She burns no nest',
      'Cannot stay in a room without a window',
    ],
  ],
  log: [
    ['Doctor Amsel', 'Left the oil out of the record', 0],
    ['Oil in the lungs', 'Found by Oswin before anybody asked', 0],
    ['Corin Vale', 'Confessed to two sets of books', 1],
  ],
} as const;
