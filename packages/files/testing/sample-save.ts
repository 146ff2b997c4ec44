// Owns a save file's contents with at least three items in every block and every sign of the format in a GM's words: for
// round trips and for damaging. Our own writing, CC BY 4.0.
import type { SaveDocument } from '../src/save/save-document.ts';

export const SAMPLE_SAVE: SaveDocument = {
  name: 'The Drowned Lantern: book 2/3 🏮',
  character: 'Mirabel Thorne',
  location: 'Salt Street',
  session: 4,
  universe: 'The lamp coast',
  adultMode: false,
  situation:
    'Seven weeks before the Lamp Fair.\n\nThe party holds seven of nine pages; “eight”, says Corin --> and <!-- FACTION_END --> is not a joke.\n- a line that looks like a list\n# and one like a heading',
  gauges: [
    { name: 'stress', level: 40 },
    { name: 'fragmentation', level: 0 },
    { name: 'morality', level: -15 },
    { name: 'desire', level: null },
  ],
  lastSaved: '2026-11-21T18:00:00.000Z',
  campaignId: '0191f3a0-0000-7000-8000-00000000000c',
  characters: [
    {
      name: 'Mirabel Thorne',
      origin: 'A keeper’s daughter',
      appearance: 'Rope | round her waist',
      motivation: 'Her father’s last word',
      moralLine: 'No child pays',
      hiddenWeakness: 'Counts - Goal: exits',
    },
    {
      name: 'Brother Oswin',
      origin: 'A chapel lost to a storm',
      appearance: 'Wet *boots*',
      motivation: '1. penance 2. bread',
      moralLine: '',
      hiddenWeakness: 'Temper',
    },
    {
      name: 'Kestrel',
      origin: 'The marsh',
      appearance: 'A half-tame heron',
      motivation: 'Eels → coin',
      moralLine: 'Never a nest',
      hiddenWeakness: '',
    },
  ],
  factions: [
    { name: 'Harbour Watch', power: 5, attitude: 'Neutral', territory: 'The quays' },
    { name: 'Brotherhood of the Wick', power: 7, attitude: 'Hostile', territory: 'The dark side of [[Salt Street]]' },
    { name: 'Marsh | Folk', power: 2, attitude: 'Friendly', territory: '' },
  ],
  companions: [
    {
      name: 'Old Tam',
      trust: 7,
      status: 'Alive',
      location: 'With player',
      lastInteraction: 'Paid with a story',
      hiddenAgenda: 'Wants the ring\nback before the Fair',
    },
    {
      name: 'Dob',
      trust: 3,
      status: 'Injured',
      location: 'Elsewhere',
      lastInteraction: 'Bread',
      hiddenAgenda: 'Reports to his mother | first',
    },
    { name: 'Sister Wen', trust: 10, status: 'Missing', location: 'Elsewhere', lastInteraction: '', hiddenAgenda: '' },
  ],
  npcRelationships: [
    { a: 'Captain Rook', b: 'Pell', type: 'suspects', note: 'since the fire - or before' },
    { a: 'Madame Lefevre', b: 'Baron Harkness', type: 'rival - old', note: '' },
    { a: 'A ↔ B', b: 'Pell: the younger', type: '', note: 'both: ways' },
  ],
  locations: [
    {
      name: 'Gallows Light',
      status: 'Dangerous',
      owner: 'Baron Harkness',
      present: 'Pell, Dob',
      secrets: 'The lamp was never broken',
    },
    {
      name: 'The Salt Salon',
      status: 'Safe',
      owner: 'Madame Lefevre',
      present: '',
      secrets: 'A door <behind> the stove',
    },
    { name: 'The Tide Vault', status: 'Unknown', owner: '', present: '', secrets: '' },
  ],
  quests: [
    {
      objective: 'Keep the lantern dark',
      type: 'Main',
      status: 'Active',
      goal: 'No flame at the Fair',
      stakes: 'A child, and three more drowned',
      progress: 'They know about the oil.',
    },
    {
      objective: 'Bring Lefevre the ring',
      type: 'Side',
      status: 'Failed',
      goal: '',
      stakes: 'Their word',
      progress: 'Sunk.',
    },
    {
      objective: 'Mirabel speaks to her father',
      type: 'Personal',
      status: 'Complete',
      goal: 'Speak',
      stakes: 'What she never said',
      progress: '',
    },
  ],
  inventory: {
    currency: '214 marks (Purse of the party); 3 pearls',
    keyItems: [
      { name: 'Surgery key', amount: 1, detail: 'opens Amsel’s floor' },
      { name: 'Notes; seven of nine', amount: 7, detail: '' },
      { name: 'A ring, silver', amount: 1, detail: 'Tam’s (or not)' },
    ],
    gear: [
      { name: 'Rope, sixty feet', amount: 1, detail: 'frayed' },
      { name: 'Arrows', amount: 20, detail: '' },
      { name: 'Lamp ×2 wide', amount: 1, detail: '' },
    ],
  },
  decisions: [
    {
      decision: 'They gave Lefevre their word',
      world: 'The Salon is open to them',
      relationships: 'Lefevre counts on it',
      delayed: 'The ring turns up on the wrong hand',
    },
    { decision: 'Let Dob go', world: '', relationships: 'His mother knows', delayed: '' },
    { decision: 'Burnt the ledger', world: '* smoke', relationships: '', delayed: 'Session 6: the harbour asks' },
  ],
  pendingConsequences: [
    { session: 4, trigger: 'they light anything near the body', effect: 'The Wick learn of it' },
    { session: 5, trigger: 'a → b', effect: 'c → d' },
    { session: null, trigger: 'Dob’s mother speaks', effect: 'Nobody sells them bread' },
  ],
  lines: ['Harm to animals', 'Slavery; in any form', 'Torture'],
  veils: ['Drowning of children', 'Romance', 'Surgery, amputations'],
  hooks: [
    { kind: 'threat', text: 'Pell heard about the surgery' },
    { kind: 'opportunity', text: 'Low water at the sea gate in three days' },
    { kind: 'character', text: 'Jo wants a scene with Mira’s father' },
    { kind: 'consequence', text: '**Dob’s mother** | will ask' },
  ],
};
