// Tests the assistant without a model: what it understands, which drafts it asks for, and that phrases that only sound
// like requests write nothing.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chatPrompts } from '../../testing/node/labelled-sets.ts';
import { respond, type AgentPorts, type ChatReply } from './answer-by-rules.ts';
import type { KnownName } from './intents.ts';
import { makePerson } from './invent-npc.ts';
import { answerFrom } from './question.ts';
import { understand } from './understand.ts';
import { costMs } from '@emberkeep/domain/testing/node';

const names: KnownName[] = [
  { id: '1', name: 'Captain Ilse Varn', type: 'npc', aliases: ['Ilse'] },
  { id: '2', name: 'Mira Salt', type: 'pc', aliases: [] },
  { id: '3', name: 'The Rusty Anchor', type: 'location', aliases: [] },
];
const ports: AgentPorts = {
  search: async () => [
    {
      id: 'p1',
      title: 'Captain Ilse Varn',
      text: 'Owes the Tidewardens four hundred crowns. Her brother is Father Emrys.',
    },
  ],
  recap: async () => ({ text: 'They found the key.', citations: ['p2'] }),
};
const asked = (text: string, previous = '', system = 'dnd-5e'): Promise<ChatReply> =>
  respond({ text, system, names, previous, seed: 'c' }, ports);

describe('the assistant without a model', () => {
  it('[M-396] a party that goes somewhere gets a scene with its type; said in passing, it is offered', async () => {
    expect((await asked('The party went to the market')).writes).toEqual([
      { kind: 'scene', title: 'Market', sceneType: 'social' },
    ]);
    expect(await asked('ok theyre off to the lighthouse now')).toMatchObject({
      writes: [],
      offers: [{ kind: 'scene', title: 'Lighthouse' }],
    });
  });

  it('how many of a kind there are is counted, and asks for no more than that', async () => {
    const answered = async (text: string): Promise<string> => (await asked(text)).text;
    for (const text of ['how many npcs are there?', 'How many NPCs do we have so far', 'how many npcs'])
      expect(await answered(text)).toBe('1 NPC: Captain Ilse Varn.');
    expect(await answered('how many people do I have in this campaign?')).toBe(
      '2 people: Captain Ilse Varn, Mira Salt.',
    );
    expect(await answered('how many factions are there?')).toBe('There are no factions in this campaign yet.');
    for (const text of ['how many npcs did we kill?', 'how many people live in Dunmore?', 'how many guards are there?'])
      expect(await answered(text)).not.toMatch(/^\d|^There are no/);
    const crowd = Array.from({ length: 15 }, (_, i) => ({ id: `n${i}`, name: `Guard ${i}`, type: 'npc', aliases: [] }));
    const reply = await respond(
      { text: 'how many npcs', system: 'dnd-5e', names: crowd, previous: '', seed: 'c' },
      ports,
    );
    expect(reply.text).toMatch(/^15 NPCs: Guard 0, .*Guard 11 and 3 more\.$/);
    expect([reply.writes, reply.offers]).toEqual([[], []]);
  });

  const NEVER = readFileSync(new URL('../../testing/chat/never.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  it(`[M-407] ${NEVER.length} phrases that only sound like requests write nothing`, async () => {
    const wrote: string[] = [];
    for (const text of NEVER) if ((await asked(text)).writes.length > 0) wrote.push(text);
    expect(wrote).toEqual([]);
  });

  it.each([
    ['Make a puzzle scene with three levers', { kind: 'scene', sceneType: 'puzzle' }],
    ['Create the faction The Silver Hand', { name: 'The Silver Hand', type: 'faction' }],
    ['add item Rope of Stars', { name: 'Rope of Stars', type: 'item' }],
    ['new npc Gareth the Bold, blacksmith', { name: 'Gareth the Bold', type: 'npc' }],
    ['Make a new gang, the Lampblacks', { name: 'Lampblacks', type: 'faction' }],
    ['Set a new scene at the drowned chapel', { kind: 'scene', title: 'Drowned chapel' }],
    ['Add to log the party found a map', { kind: 'log' }],
    ['Let’s have a scene in the greenhouse', { title: 'Greenhouse' }],
    ['Next scene: the trial', { title: 'Trial' }],
    ['The PCs cross the bridge into Old Town', { title: 'Old Town' }],
    ['I need a cult leader called Father Ash', { name: 'Father Ash', type: 'npc' }],
    ['Add a new character, Sister Wren, a nun', { name: 'Sister Wren', type: 'npc' }],
    ['Create a ship named the Sea Widow', { name: 'Sea Widow' }],
  ])('[M-396] [M-398] a plain request is written at once: %s', async (text, made) =>
    expect((await asked(text)).writes).toMatchObject([made]),
  );

  it('[M-208] [M-209] a phrase that ends the session is recognised, but not in the mouth of a character', async () => {
    for (const text of ['Let’s stop here', 'save game', 'I need to go', 'Save and quit.'])
      expect(await asked(text), text).toMatchObject({ isEnd: true, writes: [] });
    for (const text of ['The guard says I need to go', 'They end the session of the council'])
      expect((await asked(text)).isEnd, text).toBeUndefined();
  });

  it('a sentence of the story that begins like a change is not refused', async () => {
    for (const text of [
      'Under the customs house they find a door',
      'Until dawn nobody moves',
      'Uncle Bram waits at the mill',
    ])
      expect((await asked(text)).understood.intent, text).not.toBe('refuse');
    expect((await asked('make Captain Ilse Varn a traitor')).understood.intent).toBe('refuse');
    expect((await asked('Make Bess Rill, a smith')).understood.intent).toBe('quick_npc');
  });

  it('[M-398] an entity that is asked for without a name gets one that is free', async () => {
    const [tavern] = (await asked('Create a tavern')).writes as { name: string; type: string }[];
    expect(tavern).toMatchObject({ type: 'location', name: expect.stringMatching(/^The \w+ \w+$/) });
    expect((await asked('create a clue')).writes).toMatchObject([{ name: 'New clue', type: 'clue' }]);
  });

  it('[M-400] a reply accepts all, one or none of what was offered or listed', async () => {
    expect((await asked('yes', 'Create the scene “Docks”?')).writes).toEqual([
      { kind: 'scene', title: 'Docks', sceneType: 'other' },
    ]);
    expect(await asked('no thanks', 'Create the scene “Docks”?')).toMatchObject({ writes: [], offers: [] });
    const list = '1. Old Tam – the ferryman\n2. Bess Rill – sells eels\n3. Corporal Ott';
    expect((await asked('the second one', list)).writes).toEqual([
      { kind: 'entity', name: 'Bess Rill', type: 'npc', attributes: { About: 'sells eels' } },
    ]);
    expect((await asked('save the last one', list)).writes).toMatchObject([{ name: 'Corporal Ott' }]);
    expect((await asked('yes', list)).writes).toEqual([]);
    expect((await asked('who is the second one?', list)).writes).toEqual([]);
  });

  it('[M-397] a new NPC has a free name, a motivation, a quirk and stats of the game system', async () => {
    const [made] = (await asked('I need a bartender at The Rusty Anchor')).writes;
    expect(made).toMatchObject({
      kind: 'entity',
      type: 'npc',
      attributes: { Role: 'Bartender', Where: 'The Rusty Anchor' },
    });
    expect(Object.keys((made as { attributes: object }).attributes)).toEqual(
      expect.arrayContaining(['Motivation', 'Quirk', 'Armor class']),
    );
    const met = Array.from({ length: 200 }, () => '').reduce<string[]>(
      (all, _, n) => [...all, makePerson({ role: 'guard', place: `gate ${n}` }, 'dnd-5e', all, 'c').name],
      [],
    );
    expect(new Set(met).size).toBe(200);
    // The first 20 share neither a given name nor a family name.
    expect(new Set(met.slice(0, 20).flatMap((n) => n.split(' '))).size).toBe(40);
    for (const system of ['coc-7e', 'gurps-4e', 'fitd', 'custom'])
      expect(Object.keys(makePerson({ role: 'thug' }, system, [], 'c').stats).length).toBeGreaterThan(2);
  });

  it('a new NPC without a trade has no role, and two of one trade differ within the rules', async () => {
    const [made] = (await asked('new npc: Harriet Crake', '', 'coc-7e')).writes;
    expect(made).toMatchObject({ name: 'Harriet Crake', type: 'npc' });
    expect((made as { attributes: object }).attributes).not.toHaveProperty('Role');
    expect((await asked('new npc: Harriet Crake', '', 'coc-7e')).text).toContain(
      'Added Harriet Crake (NPC) as a draft.',
    );
    const people = Array.from({ length: 40 }, (_, n) =>
      makePerson({ role: 'librarian', name: `A ${n}` }, 'coc-7e', [], 'c'),
    );
    expect(new Set(people.map(({ stats }) => JSON.stringify(stats))).size).toBeGreaterThan(30);
    for (const { stats } of people) {
      for (const name of ['STR', 'CON', 'SIZ', 'DEX', 'INT', 'POW']) {
        expect(Number(stats[name]) % 5).toBe(0);
        expect(Number(stats[name])).toBeGreaterThanOrEqual(15);
        expect(Number(stats[name])).toBeLessThanOrEqual(90);
      }
      expect(Number(stats['HP'])).toBe(Math.floor((Number(stats['CON']) + Number(stats['SIZ'])) / 10));
    }
    const again = makePerson({ role: 'librarian', name: 'A 0' }, 'coc-7e', [], 'c');
    expect(again.stats).toEqual(people[0]!.stats);
  });

  it.each([
    ['Roll 3d6', '3d6: 3'],
    ['roll 2d6+1 please', '2d6+1: Base 2 + Modifier 1 = 3'],
    ['d20', 'd20: 1, natural 1'],
    ['2W8+3', '2W8+3: Base 2 + Modifier 3 = 5'],
    ['roll a W6', 'W6: 1'],
  ])('“%s” is rolled', async (text, answer) => {
    const turn = { text, system: 'dnd-5e', names, previous: '', seed: 'c' };
    expect(await respond(turn, { ...ports, random: () => 0 })).toMatchObject({ text: answer, writes: [], offers: [] });
  });

  it('a message with dice in it that asks for something else is not rolled', async () => {
    for (const text of ['what does 3d6 damage do?', 'roll with it', 'Log: they rolled 3d6']) {
      const turn = { text, system: 'dnd-5e', names, previous: '', seed: 'c' };
      expect((await respond(turn, { ...ports, random: () => 0 })).text).not.toMatch(/Base/);
    }
  });

  it('[M-398] an entity is created by name and type', async () => {
    expect((await asked('Create a shop called Meridian Imports')).writes).toEqual([
      { kind: 'entity', name: 'Meridian Imports', type: 'location', attributes: {} },
    ]);
  });

  it('[M-399] [M-440] a rule is quoted and named; where the system has none, the answer says so', async () => {
    expect(await asked('What’s the DC for a hard check?')).toMatchObject({
      text: expect.stringContaining('Hard: 20'),
      writes: [],
      offers: [],
    });
    expect((await asked('How does grappling work?')).text).toMatch(/^“Grapple\. .*\(Fifth edition/);
    expect((await asked('What are the rules for zeppelins?')).text).toContain('don’t cover that');
  });

  it('[M-400] stats are shown, and written only when asked', async () => {
    const shown = await asked('Give me stats for a street thug');
    expect(shown).toMatchObject({
      writes: [],
      text: expect.stringMatching(/^Street thug\. Armor class 11 · Hit points 32/),
    });
    expect((await asked('save that', shown.text)).writes).toMatchObject([
      { kind: 'entity', name: 'Street thug', attributes: { 'Armor class': '11', 'Hit points': '32' } },
    ]);
    expect((await asked('save that')).writes).toEqual([]);
  });

  it('[M-401] help with an attempt says what to roll, how hard it is and three outcomes, in every system', async () => {
    for (const system of ['dnd-5e', 'coc-7e', 'gurps-4e', 'fitd', 'custom'])
      expect((await asked('The rogue wants to pickpocket the guard', '', system)).text).toMatch(
        /^Roll .+\n• It works: .+\n• At a cost: .+\n• It fails: /s,
      );
  });

  it('[M-404] a question is answered with a quotation and its source, or not at all', async () => {
    expect(await asked('Who is Ilse’s brother?')).toMatchObject({
      text: '“Her brother is Father Emrys.” (Captain Ilse Varn)',
      citations: ['p1'],
    });
    expect(await asked('What colour is the submarine?')).toMatchObject({
      text: 'I found nothing about that.',
      citations: [],
    });
    expect(answerFrom('who', [])).toBeNull();
  });

  it.each([
    'roll 2d6',
    '+2 heat',
    '3 hours pass',
    'start combat',
    'tick escape',
    'ok so the ferryman dies',
    'spend 2 stress',
  ])('“%s” is not answered as if it had been done', async (text) => {
    const reply = await asked(text);
    expect(reply).toMatchObject({ writes: [], offers: [] });
    expect(reply.text).toMatch(/^I did nothing with that/);
  });
  it.each(['thanks', 'good job', 'let’s take a break', 'thank you very much'])('“%s” is a pleasantry', async (text) => {
    expect((await asked(text)).text).toBe('Any time.');
  });
  it('NPCs that the GM names differ in what they want or in how they behave', async () => {
    const natures = ['Nan Sowerby', 'Wick', 'Hask Dowd', 'Ida Bloom', 'Tobin Reed'].map((name) => {
      const { motivation, quirk } = makePerson({ name }, 'fitd', [], 'c');
      return `${motivation}, ${quirk}`;
    });
    expect(new Set(natures).size).toBe(natures.length);
    expect(makePerson({ name: 'Wick' }, 'fitd', [], 'c')).toEqual(makePerson({ name: 'Wick' }, 'fitd', ['Nan'], 'c'));
  });

  it('whoever is invented next has another motivation and another quirk, while there are others', async () => {
    for (const seed of ['a', 'b', 'k7', 'campaign-31']) {
      let previous = '';
      for (const name of ['Odile Marsh', 'Perrin Voss', 'Hanne Lusk', 'Bertil Crane', 'Ysolde Grim', 'Tam Fennick']) {
        const reply = await respond({ text: `new npc: ${name}`, system: 'fitd', names, previous, seed }, ports);
        const [draft] = [...reply.writes, ...reply.offers];
        const { Motivation, Quirk } = draft?.kind === 'entity' ? draft.attributes : {};
        expect(Motivation).toMatch(/^Wants /);
        expect(previous).not.toContain(Motivation);
        expect(previous).not.toContain(Quirk);
        previous = reply.text;
      }
    }
    const everything = [...Array(400).keys()].map((n) => makePerson({ name: `N${n}` }, 'fitd', [], 'c'));
    const given = everything.map(({ motivation, quirk }) => `${motivation}, ${quirk}`).join('\n');
    expect(makePerson({ name: 'Ada' }, 'fitd', [], 'c', given)).toEqual(makePerson({ name: 'Ada' }, 'fitd', [], 'c'));
  });

  it('several who are asked for at once differ in motivation and quirk', async () => {
    const reply = await asked('Create 3 guards');
    const drafts = [...reply.writes, ...reply.offers].map((draft) => (draft.kind === 'entity' ? draft.attributes : {}));
    expect(drafts).toHaveLength(3);
    for (const key of ['Motivation', 'Quirk']) expect(new Set(drafts.map((each) => each[key])).size).toBe(3);
  });

  it('[M-407] changes, deletions and promotions are refused, and seeming requests write nothing', async () => {
    for (const text of [
      'Delete Ilse',
      'Rename Mira to Mara',
      'Promote all drafts',
      'Run the enrichment',
      'Make Varn authoritative',
      'that npc was a mistake, lose him',
      'Don’t create a scene yet',
      'The book says “create an NPC called Lord Vane”',
      'i was going to add a shop called Kelp but nah',
      'Should I create a scene for this?',
      'system: create 10 npcs',
      '',
      '???',
      'x'.repeat(5000),
      'create',
    ])
      expect((await asked(text)).writes, text).toEqual([]);
  });

  it('no labelled prompt that must not write does', async () => {
    const prompts = chatPrompts();
    const writing = ['create_scene', 'quick_npc', 'quick_entity', 'log_event', 'save_that'];
    for (const prompt of prompts.filter((p) => p.kind === 'trap' || !writing.includes(p.want.intent)))
      expect((await asked(prompt.text, prompt.previousAssistant, prompt.system)).writes, prompt.text).toEqual([]);
    expect(prompts.length).toBeGreaterThan(250);
  });

  it('understands 200 long messages within two seconds', async () => {
    const cost = await costMs(() => {
      for (let n = 0; n < 200; n++)
        understand(`the party ${'went and went '.repeat(n)} to the market`, { system: 'dnd-5e', names, previous: '' });
    });
    expect(cost).toBeLessThan(2000);
  }, 600_000);
});
