// Tests what the trained intent model makes of messages: counts, follow-ups, other sessions, and what is only offered.
import { describe, expect, it } from 'vitest';
import { chatPassages, chatPrompts } from '../../testing/node/labelled-sets.ts';
import { intentExamples, trainIntents } from '../../testing/train-intents.ts';
import { respond, type AgentPorts, type ChatReply } from './answer-by-rules.ts';
import type { KnownName } from './intents.ts';
import { sessionIn } from './other-session.ts';
import { countIn } from './request-details.ts';

const names: KnownName[] = [
  { id: '1', name: 'Captain Ilse Varn', type: 'npc', aliases: ['Ilse'] },
  { id: '2', name: 'Mira Salt', type: 'pc', aliases: [] },
];
const ports: AgentPorts = {
  search: async () => [],
  recap: async (session) => (session === 7 ? { text: 'They sank the ferry.', citations: ['p7'] } : null),
};
const asked = (text: string, previous = '', known = names): Promise<ChatReply> =>
  respond({ text, system: 'dnd-5e', names: known, previous, seed: 'c', openSession: 3 }, ports);

describe('the intent model', () => {
  it('is trained to the same weights twice', () => {
    const examples = intentExamples(chatPrompts().slice(0, 60), chatPassages(), () => null);
    expect(trainIntents(examples)).toEqual(trainIntents(examples));
  });

  it('has at least 1,800 prompts in 20 voices, 400 of them traps, each with words of its own', () => {
    const prompts = chatPrompts();
    const mainTexts = prompts.map(({ text }) => text.toLowerCase());
    expect(prompts.length).toBeGreaterThan(1800);
    expect(new Set(prompts.map(({ voice }) => voice)).size).toBeGreaterThanOrEqual(20);
    expect(prompts.filter(({ kind }) => kind === 'trap').length).toBeGreaterThan(400);
    expect(new Set(mainTexts).size / mainTexts.length).toBeGreaterThan(0.98);
  });

  it('makes as many as are asked for, each with a name of its own', async () => {
    const { writes } = await asked('three guards, with names');
    expect(writes).toHaveLength(3);
    expect(new Set(writes.map((write) => (write.kind === 'entity' ? write.name : ''))).size).toBe(3);
    for (const [text, count] of [
      ['2x sailor', 2],
      ['a couple of nuns', 2],
      ['four angry monks', 4],
      ['a dagger +1', 1],
      ['a guard for the gate', 1],
      ['99 goblins', 1],
    ] as const)
      expect(countIn(text), text).toBe(count);
  });

  it('makes another of what it made before, and keeps what it showed', async () => {
    const { writes, text } = await asked('three guards, with names');
    const made = writes.map((write, n): KnownName => {
      const name = write.kind === 'entity' ? write.name : '';
      return { id: `m${n}`, name, type: 'npc', aliases: [] };
    });
    const more = await asked('one more like this', text, [...names, ...made]);
    expect(more.writes).toMatchObject([{ kind: 'entity', type: 'npc', attributes: { Role: 'Guard' } }]);
    expect(made.map(({ name }) => name)).not.toContain(more.writes[0]?.kind === 'entity' && more.writes[0].name);
    const block = 'Dock thug. Armor class 11 · Hit points 32';
    for (const words of ['lovely, bung that in', 'keep that one', 'good, in it goes'])
      expect((await asked(words, block)).writes, words).toMatchObject([{ name: 'Dock thug' }]);
  });

  it('never writes into another session, and tells what happened in one', async () => {
    for (const text of ['add a scene to session 2: the wake', 'put a fight scene into the first session please'])
      expect(await asked(text), text).toMatchObject({ writes: [], offers: [] });
    expect((await asked('add a scene to session 2: the wake')).text).toContain('the session that is open');
    expect((await asked('add a scene to session 3: the wake')).writes).toMatchObject([{ kind: 'scene' }]);
    expect((await asked('recap of session 7')).text).toBe('They sank the ferry.');
    expect((await asked('recap of session 4')).text).toContain('session 4');
    expect(['session 12', 's4', 'the seventh session', 'ep. two'].map(sessionIn)).toEqual([12, 4, 7, null]);
  });

  it('makes nothing of first-person speech in quotation marks', async () => {
    for (const text of [
      '"I am the Black Gate of Morwen, and I shall stand!"',
      '“We shall build a tavern here, and it shall be called Hope!”',
      'The captain shouts “make me a sailor out of this boy!”',
    ])
      expect(await asked(text), text).toMatchObject({ writes: [], offers: [] });
  });

  it('takes “here’s three guards” for no session, and “s3” for one', () => {
    expect(["here's three guards", 'Gie’s two polis', 'his four men', 'ss4'].map(sessionIn)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(['s3', 'S 4: the wake', 'put it in s12'].map(sessionIn)).toEqual([3, 4, 12]);
  });

  it('writes nothing for a question, an order of a player, or a change in words of its own', async () => {
    for (const text of [
      'did the toll bridge get a scene',
      'were there guards made for the gate',
      'has the mill got an NPC',
      'is there a baker in the game already',
      '"mummy make a unicorn scene"',
      'Players joke they want a talking horse npc',
      'the kids are begging for a dragon NPC',
      'naw, dinnae make a scene',
      'fold both gate guards into one sergeant',
      'Retire Kestrel',
      'retcon the mill scene',
      'In my last campaign I had an NPC called Odo Thick',
    ])
      expect((await asked(text)).writes, text).toEqual([]);
  });

  it('writes nothing that is only wished for', async () => {
    for (const text of [
      'we could use a boat',
      'I wish I had a map of the harbour',
      'I wish I had a cook named Marla',
      'I wish we had a cathedral',
      'there should be a warehouse by the canal',
      'we could use a rival crew',
      'a smith called Odo would be nice',
      'if only we had a guide',
    ])
      expect((await asked(text)).writes, text).toEqual([]);
    expect((await asked('I wish to add an item: the Chain of Tides')).writes).toHaveLength(1);
  });

  it('writes what is asked for beside words that a guard knows', async () => {
    for (const text of [
      'write down before I forget that Mira knows about the key',
      'I made up an inn on the spot, The Drowsy Hen, please add it',
      'Roll me up a gate sergeant',
    ]) {
      const { understood, writes, offers } = await asked(text);
      expect(understood.by, text).not.toBe('guard');
      expect([...writes, ...offers], text).toHaveLength(1);
    }
  });

  it('hears what is asked after its own name, which stays a name elsewhere', async () => {
    expect((await asked('hey ember create a scene called The Vault')).writes).toMatchObject([{ title: 'The Vault' }]);
    expect((await asked('ember make a scene called The Vault')).writes).toMatchObject([{ title: 'The Vault' }]);
    expect((await asked('new npc: Ember Lane')).writes).toMatchObject([{ name: 'Ember Lane' }]);
  });

  it('keeps the sentence after a name, and the request after a title, out of it', async () => {
    for (const [text, title] of [
      ['New scene: Toll bridge ambush. Make it quick', 'Toll bridge ambush'],
      ['new scene: the wake at St. Wulfram', 'Wake at St. Wulfram'],
      ['They have reached the old mill, make a scene', 'Old mill'],
    ] as const)
      expect((await asked(text)).writes, text).toMatchObject([{ kind: 'scene', title }]);
    for (const [text, name] of [
      ['Treasure: the Idol of Quay. Enter it as an item.', 'Idol of Quay'],
      ['New monster for the bestiary, Gelid Crawler', 'Gelid Crawler'],
      ['Create a shop, name it Lotus Stores', 'Lotus Stores'],
    ] as const)
      expect((await asked(text)).writes, text).toMatchObject([{ kind: 'entity', name }]);
  });

  it('offers to log what was told, and offers a scene that was said in passing', async () => {
    expect(await asked('Kestrel shot the gull out of the sky and everyone cheered')).toMatchObject({
      writes: [],
      offers: [{ kind: 'log' }],
    });
    expect(await asked('ok theyre off to the lighthouse now')).toMatchObject({
      writes: [],
      offers: [{ kind: 'scene' }],
    });
  });

  it('reads a message with patterns alone where there is no model', async () => {
    const reply = await respond(
      { text: 'Create a bartender NPC', system: 'dnd-5e', names, previous: '', seed: 'c', intents: null },
      ports,
    );
    expect(reply).toMatchObject({ understood: { by: 'pattern' }, writes: [{ type: 'npc' }] });
  });
});
