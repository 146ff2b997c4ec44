import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisInput, AnalysisItem } from '@emberkeep/domain';
import { costMs } from '@emberkeep/domain/testing/node';
import { scoreNotes, toPrediction, type LabelledNote, type Prediction } from '../testing/index.ts';
import { labelledNotes } from '../testing/node/labelled-sets.ts';
import { analyse } from './analyse.ts';
import { recapNotes } from './recap/recap-notes.ts';

const read = (text: string, more: Partial<AnalysisInput> = {}): AnalysisItem[] =>
  analyse({ text, gameSystem: 'dnd-5e', stage: 'prep', knownEntities: [], ...more });
const of = <T extends AnalysisItem['type']>(items: AnalysisItem[], type: T): Extract<AnalysisItem, { type: T }>[] =>
  items.filter((i): i is Extract<AnalysisItem, { type: T }> => i.type === type);
const scenes = (text: string, more: Partial<AnalysisInput> = {}): { title: string; type: string; at: string }[] =>
  of(read(text, more), 'scene_suggestion').map((s) => ({
    title: s.title,
    type: s.proposal.sceneType,
    at: text.slice(s.start, s.start + 24),
  }));
/** A scene of prose that a sentence behind it may end. */
const before =
  'The party wakes in the cheap inn and argues about breakfast for a good long while before anybody pays. ' +
  'The landlord wants his money and says so to everybody who passes the stair. ';

it('reads empty lines, and brackets and quotation marks without end, in linear time', async () => {
  for (const part of ['\n', ' \n', '[', '[[', '](', '“', '( ', 'a\n\n', '. ', '_']) {
    const text = `${part.repeat(100_000 / part.length)}x`;
    const note: AnalysisInput = { text, gameSystem: 'dnd-5e', knownEntities: [], stage: 'actual' };
    const cost = await costMs(() => {
      analyse(note);
      recapNotes(note);
    });
    // Quadratic patterns took a minute.
    expect(cost, JSON.stringify(part)).toBeLessThan(10_000);
  }
}, 600_000);

describe('scene discovery', () => {
  it.each([
    ['M-315', 'location', 'When they arrive at the docks, a crane is burning and nobody is putting it out.'],
    ['M-316', 'introduction', 'In the salon Madame Lefevre greets them and offers tea that nobody dares to drink.'],
    ['M-317', 'combat', 'After midnight the cultists attack and the fight spills into the street.'],
    ['M-318', 'time', 'The next morning the bells ring and the whole town is in the square.'],
    ['M-320', 'objective', 'The following day: now they need to find the key before the council meets.'],
    ['M-321', 'challenge', 'To cross the chasm on the next morning they need rope, three checks and some luck.'],
  ])('%s: a signal of the kind %s begins a scene within a block of prose', (_row, _signal, sentence) => {
    expect(
      scenes(`${before}${sentence} It takes all of the evening, and nobody is quite sure afterwards who began it.`).map(
        (s) => s.at,
      ),
    ).toContain(sentence.slice(0, 24));
  });
  it('M-319 M-323: a search that reveals something begins a scene in Call of Cthulhu and not in D&D', () => {
    const text =
      before +
      'Searching the study reveals a diary and a locked box under the floor. ' +
      'The diary is in a cipher, and its last page is torn out, with dry blood on the binding.';
    expect(scenes(text, { gameSystem: 'coc-7e' }).at(-1)).toMatchObject({ type: 'investigation' });
    expect(scenes(text, { gameSystem: 'coc-7e' }).length).toBeGreaterThan(
      scenes(text, { gameSystem: 'dnd-5e' }).length,
    );
  });
  it('M-322 M-324 M-325: the game system decides whether a planned break-in is a score', () => {
    const text = 'The plan is to break into the vault by night, past the guards. If it goes wrong they fight.';
    expect(scenes(text, { gameSystem: 'fitd' })[0]?.type).toBe('score');
    expect(scenes(text, { gameSystem: 'dnd-5e' })[0]?.type).not.toBe('score');
  });
  it('M-311 M-326 M-328 M-437: every kind of item has offsets, a quote, a rule, a reason and a confidence', () => {
    const text =
      '## The well\nSister Amaranth waits by the well. Her brother, Brother Callum, owes money to Jorra Pike.\n\n' +
      '## The mill\nGoblins attack the old mill.';
    const items = read(text);
    expect(new Set(items.map((i) => i.type))).toEqual(
      new Set(['scene_suggestion', 'entity_suggestion', 'relationship_suggestion']),
    );
    for (const item of items) {
      expect(item.start).toBeGreaterThanOrEqual(0);
      expect(item.end).toBeLessThanOrEqual(text.length);
      expect(item.reason).not.toBe('');
      expect(item.rule).not.toBe('');
      expect(item.confidence).toBeGreaterThan(0);
      expect(item.confidence).toBeLessThanOrEqual(1);
      expect(text).toContain(item.quote.replace(/…$/, ''));
    }
    expect(of(items, 'scene_suggestion').map((s) => s.title)).toEqual(['The well', 'The mill']);
  });
  it.each([
    [
      'the lists below its heading, up to the next scene',
      '## The kiln\n\nNell Voss tends the fire. She lies about the key.\n\n### Clues\n- a burnt key\n- wax on the sill\n\n' +
        'Spot Hidden, hard: the loose brick\n\n#### Ghast, AC 13, 36 hp\n\n## The pit\nIt is deep.',
      ['#### Ghast, AC 13, 36 hp', 'It is deep.'],
    ],
    [
      'no further account under a heading that is no scene',
      '## The kiln\nNell tends the fire.\n\n## Play report\n\nThe party went to the glassworks by night.',
      ['Nell tends the fire.', 'The party went to the glassworks by night.'],
    ],
    [
      'no heading of its own level',
      '## Scenes\n### The kiln\nNell tends the fire.\n\n## NPCs\n- Nell Voss\n\n## To do\nBuy crisps',
      ['Nell tends the fire.'],
    ],
    [
      'its clues in notes without headings, and not the lists of the whole note',
      'When they arrive at the kiln, Nell Voss tends the fire and lies about the key that everybody wants.\n\n' +
        'Clues:\n- a burnt key\n\nThe next morning the cultists attack on the bridge and nobody is ready for it at all.\n\n' +
        'NPCs:\n- Nell Voss\n\nnext time: snacks',
      ['- a burnt key', 'nobody is ready for it at all.'],
    ],
  ])('the passage of a scene has %s', (_what, text, ends) => {
    expect(
      of(read(text), 'scene_suggestion').map((s) =>
        text
          .slice(0, s.proposal.passageEnd)
          .split(/\n|and (?=nobody)/)
          .at(-1),
      ),
    ).toEqual(ends);
  });
  it('a smaller heading below a numbered scene is part of it, and a heading is a title with all its words', () => {
    const text = [
      '# The Villa',
      '## Scene 1: The Villa at Łódź – at dusk',
      'The investigators arrive at the villa.',
      '### What they learn',
      '- The torn letter names Hávarður.',
      '### If they are seen',
      'The porter runs to the village and rings the bell.',
      '## Scene 2 — The Asylum (Room 12)',
      'The professor raves.',
    ].join('\n\n');
    const scenes = analyse({ text, gameSystem: 'coc-7e', stage: 'prep', knownEntities: [] }).flatMap((item) =>
      item.type === 'scene_suggestion'
        ? [{ title: item.title, passage: text.slice(item.start, item.proposal.passageEnd) }]
        : [],
    );
    expect(scenes.map(({ title }) => title)).toEqual([
      'Scene 1: The Villa at Łódź – at dusk',
      'Scene 2 — The Asylum (Room 12)',
    ]);
    expect(scenes[0]?.passage).toContain('names Hávarður');
    expect(scenes[0]?.passage).toMatch(/rings the bell\.$/);
  });

  it('the passages of every labelled note hold their scenes and do not overlap, under every game system', () => {
    for (const { input } of labelledNotes())
      for (const gameSystem of ['dnd-5e', 'coc-7e', 'gurps-4e', 'fitd', '']) {
        const found = of(analyse({ ...input, gameSystem }), 'scene_suggestion');
        for (const [i, scene] of found.entries()) {
          const end = scene.proposal.passageEnd!;
          expect(end).toBeGreaterThanOrEqual(scene.end);
          expect(end).toBeLessThanOrEqual(found[i + 1]?.start ?? input.text.length);
        }
      }
  }, 60_000);
  it('lists, admin and the title of the note are not suggested as scenes', () => {
    expect(
      scenes(
        '# Session 3\n\n## NPCs\n- Old Hesk\n- Granny Murk\n\n' +
          '## Scenes\n### The ford\nThey cross the river at dusk.\n\n' +
          '## Treasure\n- 20 gp\n\n## To do\nBuy crisps',
      ).map((s) => s.title),
    ).toEqual(['The ford']);
    expect(scenes('xp: 900 each. next time: snacks')).toEqual([]);
    expect(scenes('')).toEqual([]);
  });
  it('numbered points, groups of bullets and times of day begin a scene each', () => {
    expect(
      scenes(
        '1. The docks. They meet the captain.\n' +
          '2. The storm. Everyone rolls to stay aboard.\n' +
          '3. The island. Ruins, and a fire on the beach.',
      ),
    ).toHaveLength(3);
    expect(
      scenes(
        '- Met the magistrate at the opera\n- he wants his rival gone\n\n' +
          '- Went to the university as students\n- found a ledger in the office\n\n' +
          '- Back at the hideout\n- split the coin',
      ),
    ).toHaveLength(3);
    expect(
      scenes(
        '10:00 Breakfast at the hotel with the professor.\n\n' +
          '13:00 They search her room and find blood.\n\n' +
          '19:00 The grey coats attack.',
      ),
    ).toHaveLength(3);
  });
});

describe('names', () => {
  const known = [
    { id: 'k1', name: 'The Orphean Society', type: 'faction', aliases: ['Orphean'] },
    { id: 'k2', name: 'Baron Aldric Voss', type: 'npc', aliases: ['Lord Voss'] },
    { id: 'k3', name: 'Dr. Edwin Marsh', type: 'npc', aliases: [] },
  ];
  const named = (text: string): string[] =>
    of(read(text, { knownEntities: known }), 'entity_mention').map(
      (m) => `${m.proposal.entityId} ${text.slice(m.start, m.end)}`,
    );
  it('M-415 M-422: known names are found in any case, as whole words, by their parts and with their titles', () => {
    expect(named('They met the orphean society and Lord Voss.')).toEqual(['k1 the orphean society', 'k2 Lord Voss']);
    expect(named('Voss lies. Then Dr. Marsh came, and Marsh was drunk.')).toEqual([
      'k2 Voss',
      'k3 Dr. Marsh',
      'k3 Marsh',
    ]);
    expect(named('Tilly Marsh is a maid. The vossian rite. A marsh.')).toEqual([]);
  });
  it('M-259: new names have a type; players, game terms and words that begin a sentence are no names', () => {
    const fresh = of(
      read(
        'Present: Tom (Pell), Sarah (Oona)\n\n' +
          'Jorra Pike waits at the Gull and Anchor with Brother Callum of the Silver Lodge. ' +
          'Roll Perception. On Friday they sail. Tom bought crisps.',
      ),
      'entity_suggestion',
    ).map((e) => `${e.proposal.name}:${e.proposal.entityType}`);
    expect(fresh).toEqual(
      expect.arrayContaining([
        'Jorra Pike:npc',
        'Gull and Anchor:location',
        'Brother Callum:npc',
        'Silver Lodge:faction',
      ]),
    );
    expect(fresh.join()).not.toMatch(/Tom|Sarah|Perception|Friday|Roll/);
  });
  it('new names are found in lower-case notes by the phrases that announce them', () => {
    expect(
      of(
        read('we met a shaman called ssithra in the swamp. granny murk has the pearl. we left. nobody slept.', {
          stage: 'actual',
        }),
        'entity_suggestion',
      ).map((e) => e.proposal.name),
    ).toEqual(expect.arrayContaining(['ssithra', 'granny murk']));
  });
});

describe('relationships and log entries', () => {
  const relationships = (text: string): string[] =>
    of(read(text), 'relationship_suggestion').map(
      ({ proposal }) => `${proposal.from} ${proposal.relationType} ${proposal.to} ${proposal.tone}`,
    );
  it('M-261 M-333: relationships have a direction, type and tone; negation and hearsay make them less sure', () => {
    expect(relationships('Jorra Pike works for Baron Voss.')).toEqual(['Baron Voss employs Jorra Pike positive']);
    expect(relationships('Baron Voss hates Jorra Pike.')).toEqual(['Baron Voss enemy Jorra Pike negative']);
    expect(relationships('Jorra Pike was killed by Mother Silt.')).toEqual(['Mother Silt killed Jorra Pike negative']);
    expect(relationships('Elsa Wray’s brother, Tobin Wray, is a clerk.').join()).toMatch(/family/);
    expect(relationships('Baron Voss does not hate Jorra Pike.')).toEqual([]);
    const sure = of(read('Jorra Pike serves Baron Voss.'), 'relationship_suggestion')[0]!.confidence;
    expect(
      of(read('Maybe Jorra Pike serves Baron Voss, she says.'), 'relationship_suggestion')[0]?.confidence ?? 0,
    ).toBeLessThan(sure);
  });
  it('M-427 M-259: an account gives log entries about whom something happened to, and prep gives none', () => {
    const text = 'Mother Silt cut Tobin Wray’s throat. Elsa Wray swore revenge. Baron Voss fled over the roof.';
    const log = of(read(text, { stage: 'actual' }), 'log_entry').map((l) =>
      `${l.proposal.about} ${l.proposal.logKind}`.trim(),
    );
    expect(log).toEqual(['Tobin Wray died', 'Elsa Wray', 'Baron Voss relocated']);
    expect(of(read(text, { stage: 'prep' }), 'log_entry')).toEqual([]);
  });
});

describe('any text', () => {
  it('gives the same items each time, with offsets inside the text, and never throws (property)', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 400, unit: 'grapheme' }),
        fc.constantFrom('dnd-5e', 'coc-7e', 'gurps-4e', 'fitd', ''),
        fc.constantFrom('prep', 'actual'),
        (text, gameSystem, stage) => {
          const items = analyse({
            text,
            gameSystem,
            stage,
            knownEntities: [{ id: 'a', name: 'a', type: 'npc', aliases: ['', ' ', '['] }],
          });
          expect(items.every((i) => i.start >= 0 && i.start <= i.end && i.end <= text.length)).toBe(true);
          expect(
            analyse({
              text,
              gameSystem,
              stage,
              knownEntities: [{ id: 'a', name: 'a', type: 'npc', aliases: ['', ' ', '['] }],
            }),
          ).toEqual(items);
        },
      ),
      { numRuns: 150 },
    );
  });
  it.each([
    ['only emoji', '🎲🔥🐉 🎲\n\n🔥'],
    ['right to left', 'הגיבורים מגיעים לעיר. הם פוגשים את הזקן.\n\nלמחרת בבוקר הם יוצאים.'],
    ['one long line', 'word '.repeat(20_000)],
    ['only marks', '# \n- \n1. \n---\n**'],
  ])('%s: no names and no relationships are made up', (_name, text) => {
    const items = read(text, { stage: 'actual' });
    expect(of(items, 'entity_suggestion')).toEqual([]);
    expect(of(items, 'relationship_suggestion')).toEqual([]);
  });
});

describe('the labelled notes', () => {
  const notes = labelledNotes();
  const predicted = (some: readonly LabelledNote[]): { note: LabelledNote; said: Prediction }[] =>
    some.map((note) => ({ note, said: toPrediction(analyse(note.input), note.input.knownEntities) }));

  it('are at least 24, and 12 of them are never looked at while rules are written', () => {
    expect(notes.length).toBeGreaterThanOrEqual(24);
    expect(notes.filter((n) => n.split === 'hold')).toHaveLength(12);
    expect(notes.every((n) => n.labels.scenes.length > 2 && n.labels.mentions.length > 0)).toBe(true);
  });
  it.each([
    ['M-265', 'dnd-5e', 'combat'],
    ['M-266', 'coc-7e', 'investigation'],
    ['M-267', 'gurps-4e', 'combat'],
    ['M-268', 'fitd', 'score'],
  ])(
    '%s: under %s, scenes are found in accounts written without a plan, and one of them is %s',
    (_row, system, type) => {
      const own = notes.filter((n) => n.input.gameSystem === system && n.input.stage === 'actual');
      const pairs = predicted(own);
      expect(scoreNotes(pairs)['scene boundary F1']).toBeGreaterThanOrEqual(0.75);
      expect(pairs.some(({ said }) => said.scenes.some((s) => s.type === type))).toBe(true);
    },
  );
  it('the half that rules were not tuned on scores at least the aims', () => {
    const scores = scoreNotes(predicted(notes.filter((n) => n.split === 'hold')));
    const AIMS: Record<string, number> = {
      'scene boundary F1': 0.8,
      '  on notes without layout': 0.55,
      'scene type': 0.65,
      'known mention F1': 0.96,
      'new entity P': 0.82,
      'new entity R': 0.78,
      'relationship pair F1': 0.45,
      'relationship pair P': 0.5,
      'log F1': 0.4,
    };
    for (const [name, aim] of Object.entries(AIMS)) expect(scores[name], name).toBeGreaterThanOrEqual(aim);
    expect(scores['WindowDiff']).toBeLessThanOrEqual(0.2);
    expect(scores['log on prep']).toBe(0);
  });
});

describe('titles and quotes', () => {
  it('are cut at no abbreviation', () => {
    const text =
      'At the Gaslight Archive Mrs. Pell waits for them, and the alienist (Dr. Eleanor Voss) asks Dr. Hale to stay.';
    for (const { title, quote } of read(text, { gameSystem: 'coc-7e' })) {
      expect(title).not.toMatch(/(?:Mrs|Dr)$/);
      expect(quote).not.toMatch(/^Eleanor|(?:Mrs|Dr)\.$/);
    }
    expect(of(read(text), 'entity_suggestion').find(({ title }) => title.includes('Voss'))?.quote).toBe(text);
  });
});

describe('scenes', () => {
  const rows = [
    '3.14 | high | the bell rings once',
    '3.15 | low | goblins attack',
    '3.16 | slack | a merchant arrives',
  ];
  it.each([
    ['blocks of their own', rows.join('\n\n')],
    ['lines', rows.join('\n')],
    ['Markdown', rows.map((row) => `| ${row} |`).join('\n')],
  ])('no row of a table begins one: %s', (_what, table) => {
    const text = `# The lighthouse\n\nThe party comes to the island at dusk.\n\n${table}\n\n## The cellar\n\nIt floods.`;
    for (const stage of ['prep', 'actual'] as const)
      for (const { title, at } of scenes(text, { stage, gameSystem: 'coc-7e' })) {
        expect(title).not.toContain('|');
        expect(at).not.toContain('|');
      }
  });
  it('give reasons in plain words, and no title among them', () => {
    const text = '## The dock\nDr. Hale was shot at the dock, and they attacked the smugglers.';
    const [scene] = of(read(text, { gameSystem: 'coc-7e', stage: 'actual' }), 'scene_suggestion');
    expect(scene?.reason).toMatch(/^It has its own heading; type from “/);
    expect(scene?.reason).not.toMatch(/“dr”/i);
  });
});

describe('new names', () => {
  const namesIn = (text: string): string[][] =>
    of(read(text, { gameSystem: 'coc-7e' }), 'entity_suggestion').map((s) => [s.title, s.proposal.entityType]);
  it.each([
    ['The ledger of Blackwater & Sons names Hale and Daughters.', ['Blackwater & Sons', 'Hale and Daughters']],
    ['They work for Fox & Co. in the harbour.', ['Fox & Co']],
  ])('a firm is one name: “%s”', (text, firms) => {
    expect(namesIn(text)).toEqual(firms.map((name) => [name, 'faction']));
  });
  it('two people are two names', () => {
    expect(namesIn('They met Callum & Petra, and then Callum and Sister Oda.').map(([name]) => name)).toEqual([
      'Callum',
      'Petra',
      'Sister Oda',
    ]);
  });
  it('a trade behind a name makes it a person, whatever its last word means', () => {
    expect(namesIn('They ask Agnes Quill, librarian, for the ledger.')).toEqual([['Agnes Quill', 'npc']]);
    expect(namesIn('They ask Tom Lantern, a retired sailor.')).toEqual([['Tom Lantern', 'npc']]);
  });
  it.each(['A deep one: Claw 45% 1d6, Club 40% 1d6, Dodge 20%.', 'Bandits have Broadsword (14) and Dagger-12.'])(
    'a stat line has none: “%s”',
    (text) => {
      expect(namesIn(text)).toEqual([]);
    },
  );
  it('titles make no other person of somebody, and tell two apart', () => {
    const hale = { id: 'h', name: 'Mr. Lucian Hale', type: 'npc', aliases: [] };
    const found = (text: string): string[] =>
      read(text, { knownEntities: [hale], stage: 'actual' }).flatMap((i) =>
        i.type === 'entity_suggestion' ? [i.title] : i.type === 'entity_mention' ? [i.proposal.entityId] : [],
      );
    for (const name of ['Lucian Hale', 'Mr Hale', 'Mr. Lucian Hale', 'Capt. Lucian Hale'])
      expect(found(`They asked ${name} about the boat.`), name).toEqual(['h']);
    expect(found('They asked Mrs. Hale about the boat.')).toEqual(['Mrs. Hale']);
    expect(namesIn('They met Mr. Hale. In the hall Mrs. Hale wept.').map(([name]) => name)).toEqual([
      'Mr. Hale',
      'Mrs. Hale',
    ]);
  });
});

describe('what a note does not say is not suggested', () => {
  const PEOPLE = ['Lin Meiling', 'Oskar Rettich', 'Bram Hollow'];
  const factsOf = (text: string): string[] => {
    const knownEntities = PEOPLE.map((name) => ({ id: name, name, type: 'npc' as const, aliases: [] }));
    const items = read(text, { gameSystem: 'coc-7e', stage: 'actual', knownEntities });
    return [
      ...of(items, 'relationship_suggestion').map(({ title }) => title),
      ...of(items, 'log_entry').map(({ proposal }) => `${proposal.about}: ${proposal.text} ${proposal.logKind}`.trim()),
    ];
  };

  it('“they” are not whoever was named last', () => {
    for (const deed of ['paid Oskar Rettich 40 marks.', 'hired Oskar Rettich.', 'betrayed Oskar Rettich at the pier.'])
      expect(factsOf(`Lin Meiling waited at the pier. They ${deed}`).join('\n'), deed).not.toMatch(/Lin Meiling/);
    expect(factsOf('Lin Meiling waited at the pier. They killed Oskar Rettich.')).toEqual([
      'Oskar Rettich: They killed Oskar Rettich. died',
    ]);
  });

  it('the handler of wolves is nobody else’s', () => {
    const text = 'Lin Meiling watched. Three wolves and their handler, Bram Hollow, came out of the woods.';
    expect(factsOf(text).join()).not.toContain('employs');
    expect(factsOf('Lin Meiling and her handler, Bram Hollow, left.').join()).toContain('employs');
  });

  it('lovers are no family, in every way of saying it', () => {
    for (const word of ['lover', 'mistress', 'girlfriend', 'boyfriend'])
      for (const text of [
        `Lin Meiling is the ${word} of Oskar Rettich.`,
        `Oskar Rettich, ${word} of Lin Meiling, ran.`,
        `Lin Meiling’s ${word} Oskar Rettich ran.`,
        `Oskar Rettich, Lin Meiling’s ${word}, ran.`,
        `Lin Meiling brought her ${word}, Oskar Rettich.`,
      ]) {
        expect(factsOf(text).join(), text).toContain('loves');
        expect(factsOf(text).join(), text).not.toContain('family');
      }
    expect(factsOf('Lin Meiling is the sister of Oskar Rettich.').join()).toContain('family');
  });

  it('who was shot, stabbed, poisoned or cut is not dead', () => {
    for (const wounded of ['shot', 'stabbed', 'poisoned', 'cut'])
      for (const text of [
        `Lin Meiling ${wounded} Oskar Rettich.`,
        `Oskar Rettich was ${wounded} by Lin Meiling.`,
        `Oskar Rettich was ${wounded}.`,
      ])
        expect(factsOf(text).join('\n'), text).not.toMatch(/killed|died/);
    expect(factsOf('Lin Meiling killed Oskar Rettich.').join()).toContain('killed');
  });
});
