// Ask keeps the names it is given, makes nobody twice, compares whole words, and knows the day (19.23).
import { describe, expect, it } from 'vitest';
import { gameSystem } from '@emberkeep/domain/game-systems';
import { respond, type AgentPorts, type ChatReply } from './answer-by-rules.ts';
import type { KnownName } from './intents.ts';
import { stem } from '../stem.ts';
import { blockFor } from './stats.ts';
import type { ChatRequest } from './turn.ts';

const names: KnownName[] = [
  { id: '1', name: 'Cora Vance', type: 'npc', aliases: ['the Widow'] },
  { id: '2', name: 'Harrow', type: 'location', aliases: [] },
  { id: '3', name: 'Éowyn', type: 'npc', aliases: [] },
];
const ports: AgentPorts = {
  search: async () => [{ id: 'p', title: 'Rules of the house', text: 'They throw a die and row on.' }],
  recap: async () => null,
  day: () => '12 Emberfall 1203, 9:00 PM',
};
const ask = (text: string, more: Partial<ChatRequest> = {}): Promise<ChatReply> =>
  respond({ text, system: 'coc-7e', names, previous: '', seed: 'c', ...more }, ports);

describe('a name that is given is kept', () => {
  it.each([
    'new npc: Nan Sowerby',
    'New NPC Nan Sowerby',
    'npc: nan sowerby, the miller',
    'NPC - Nan Sowerby',
    'new npc nan sowerby',
    'Add Nan Sowerby as an NPC',
    'add Nan Sowerby (npc)',
    'Nan Sowerby, a new NPC',
    'Nan Sowerby is a new NPC',
    'I need an NPC, Nan Sowerby, for the mill',
    'make an NPC: Nan Sowerby, dockhand',
    'new character: Nan Sowerby',
    'Create NPC "Nan Sowerby"',
    'an npc by the name of Nan Sowerby',
  ])('in “%s”', async (text) =>
    expect((await ask(text)).writes).toMatchObject([{ kind: 'entity', type: 'npc', name: 'Nan Sowerby' }]),
  );

  it.each([
    ['new npc: Dr. Nan de la Mare, landlady', 'Dr. Nan de la Mare', 'Landlady'],
    ['new person: Þóra Önundardóttir', 'Þóra Önundardóttir', ''],
    ['new npc: Нина Совина', 'Нина Совина', ''],
    ['Create npc Nan O’Hara-Smith', "Nan O'Hara-Smith", ''],
  ])('also with titles, small words and in any script: %s', async (text, name, role) =>
    expect((await ask(text)).writes).toMatchObject([{ name, attributes: role ? { Role: role } : {} }]),
  );

  it.each(['quick npc', 'new npc: a smith', 'Quick NPC: tavern owner', 'new npc with a secret', 'npc please'])(
    'and none is read where none is given: %s',
    async (text) => {
      const { writes, offers } = await ask(text);
      expect([...writes, ...offers]).toMatchObject([{ kind: 'entity', type: 'npc' }]);
      expect(JSON.stringify([...writes, ...offers])).not.toMatch(/"name":"(?:A smith|Tavern|With|Please|Secret|Quick)/);
    },
  );
});

describe('nobody is made twice', () => {
  it('“save it” saves no one who is in the campaign, and nothing that was saved before', async () => {
    const stats = await ask('stats for Cora');
    expect(stats.offers).toEqual([]);
    expect(await ask('save it', { previous: stats.text })).toMatchObject({ writes: [], offers: [] });
    const made = 'Added Nan Sowerby (npc) as a draft.\nRole: Smith · STR: 50';
    expect(await ask('save it', { previous: made })).toMatchObject({
      writes: [],
      text: expect.stringContaining('already saved'),
    });
    expect((await ask('save it', { previous: 'Thug. Armor class 11 · Hit points 8' })).writes).toMatchObject([
      { name: 'Thug' },
    ]);
  });

  it('an offer or a request for someone who exists says so, by any spelling and alias', async () => {
    const offers = [{ kind: 'entity', name: 'cora  VANCE', type: 'npc', attributes: {} }] as const;
    expect(await ask('yes', { previous: 'Create cora VANCE (npc)?', offers })).toMatchObject({
      writes: [],
      text: 'Cora Vance is already in this campaign. Nothing was added.',
    });
    for (const text of ['new npc: Cora Vance', 'new npc: Eowyn', 'add an npc called the Widow'])
      expect(await ask(text)).toMatchObject({
        writes: [],
        offers: [],
        text: expect.stringContaining('already in this campaign'),
      });
  });
});

describe('whole words', () => {
  it('a name is no verb that is written in it', async () => {
    for (const text of ['what if they try to talk to Harrow?', 'Nan tries to talk at the castle'])
      expect((await ask(text)).text).not.toMatch(/Boating|Ride|Occult|Drive/);
    expect((await ask('Nan tries rowing to the island')).text).toMatch(/Ride|Drive/);
    expect((await ask('Where is Harrow?')).citations).toEqual([]);
  });

  it('the stats of somebody are not those of a word within them', () => {
    for (const system of ['dnd-5e', 'coc-7e', 'gurps-4e', 'fitd'])
      for (const { role } of gameSystem(system).statBlocks)
        expect(blockFor(`x${role}x`, system)?.block === blockFor('xyz', system)?.block, role).toBe(true);
    expect(blockFor('an old street thug', 'dnd-5e')?.fit).not.toBe('shared');
  });

  it.each([
    ['stabbed stabs stabbing stab', 'stab'],
    ['moved moves moving move', 'mov'],
    ['cities city', 'city'],
    ['witches witch', 'witch'],
  ])('the forms of a word are one: %s', (forms, one) => {
    expect(forms.split(' ').map(stem)).toEqual(forms.split(' ').map(() => one));
  });

  it('words that only begin alike are not', () => {
    for (const [one, other] of ['Harker hark', 'tower tow', 'river rive', 'letter let', 'speed spe'].map((each) =>
      each.toLowerCase().split(' '),
    ))
      expect(stem(one!)).not.toBe(stem(other!));
  });
});

describe('the day in the game', () => {
  it.each([
    'what day is it',
    'What day is it today?',
    "what's the date",
    'what time is it in the game?',
    'when are we',
  ])('answers “%s”', async (text) => expect((await ask(text)).text).toBe('In-game it is 12 Emberfall 1203, 9:00 PM.'));

  it('and only that: the day of something else is looked up', async () => {
    for (const text of ['what day is the ball?', 'which day did they row?'])
      expect((await ask(text)).text).not.toContain('In-game it is');
  });
});

describe('names as people write and ask for them', () => {
  it('“save it” makes nobody of an answer that has a number in it', async () => {
    const day = await ask('what day is it?');
    expect(await ask('save it', { previous: day.text })).toMatchObject({ writes: [], offers: [] });
    for (const previous of ['In-game it is Day 0, 3:00 AM.', '“Pays 6 coin.” (Prep notes)', 'Rest. It takes 8 hours.'])
      expect((await ask('save it', { previous })).writes).toEqual([]);
  });

  it.each([
    ['new location: Chapel of St. Wulfram', 'Chapel of St. Wulfram'],
    ['new location: Die Kapelle St. Aschenbrenner', 'Die Kapelle St. Aschenbrenner'],
    ['new item: J. R. Okoń’s ledger. It is burnt.', "J. R. Okoń's ledger"],
  ])('a full stop behind an abbreviation ends no name: %s', async (text, name) =>
    expect((await ask(text)).writes).toMatchObject([{ name }]),
  );

  it('finds who is asked about without accents', async () => {
    const search: AgentPorts['search'] = async () => [
      { id: 'e', title: 'Éowyn Łąka', text: 'Éowyn guards the vault.' },
    ];
    const answer = await respond(
      { text: 'tell me about Eowyn', system: 'fitd', names, previous: '', seed: 'c' },
      { ...ports, search },
    );
    expect(answer.text).toContain('Éowyn guards the vault.');
  });
});
