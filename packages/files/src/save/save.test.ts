// The campaign file is read back as written, whatever the words, and survives chat clients, editors and writing by
// hand.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { SAMPLE_SAVE } from '../../testing/sample-save.ts';
import { readCampaignFile, missingSections } from './read-save.ts';
import { freeSaveName, campaignFileName } from './save-name.ts';
import { emptySave, SAVE_SECTION_IDS, type CampaignFileData } from './save-document.ts';
import { writeCampaignFile } from './write-save.ts';

const words = fc
  .oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
    {
      weight: 2,
      arbitrary: fc
        .array(
          fc.constantFrom(
            '-->',
            '<!-- PC_END -->',
            '|',
            '**',
            '[x]',
            '- ',
            '→',
            '↔',
            '\\',
            '&lt;',
            '<br>',
            'Goal:',
            'Opportunity:',
            '\n',
            '1. ',
            '## World State',
            '; ',
            '(',
            '), ',
            '×3',
            'and',
            '“',
            '*',
            '#',
            'N/A',
            '_',
            '&#8594;',
            '\u{F0041}',
          ),
          { maxLength: 8 },
        )
        .map((p) => p.join(' ')),
    },
  )
  .map((t) => t.replace(/\r\n?/g, '\n').trim());
const name = words.filter((w) => w !== '' && !w.includes('\n'));
const tenth = fc.integer({ min: 0, max: 10 });
const thing = fc.record({
  name: name.filter((n) => n !== 'none' && n !== '-'),
  amount: fc.integer({ min: 1, max: 999 }),
  detail: words,
});
const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 4 });
const saves: fc.Arbitrary<CampaignFileData> = fc.record({
  name,
  character: words,
  location: words,
  session: fc.option(fc.integer({ min: 0, max: 9999 })),
  universe: words.filter((w) => w.toLowerCase() !== 'custom'),
  adultMode: fc.option(fc.boolean()),
  situation: words.map((w) =>
    w
      .split('\n')
      .map((l) => l.trim())
      .join('\n')
      .trim(),
  ),
  gauges: list(
    fc.record({
      name: fc.constantFrom('stress', 'morality', 'desire', 'Doom of the coast'),
      level: fc.option(fc.integer({ min: 0, max: 100 })),
    }),
  ),
  lastSaved: fc.constant('2026-11-21T18:00:00.000Z'),
  campaignId: fc.constantFrom('', '0191f3a0-0000-7000-8000-00000000000c'),
  characters: list(
    fc.record({
      name: words,
      origin: words,
      appearance: words,
      motivation: words,
      moralLine: words,
      hiddenWeakness: words,
    }),
  ),
  factions: list(
    fc.record({ name, power: tenth, attitude: fc.constantFrom('Hostile', 'Neutral', 'Friendly'), territory: words }),
  ),
  companions: list(
    fc.record({
      name,
      trust: tenth,
      status: fc.constantFrom('Alive', 'Injured', 'Missing'),
      location: fc.constantFrom('With player', 'Elsewhere'),
      lastInteraction: words,
      hiddenAgenda: words,
    }),
  ),
  npcRelationships: list(fc.record({ a: name, b: name, type: words, note: words })),
  locations: list(
    fc.record({
      name,
      status: fc.constantFrom('Safe', 'Dangerous', 'Unknown'),
      owner: words,
      present: words,
      secrets: words,
    }),
  ),
  quests: list(
    fc.record({
      objective: name,
      type: fc.constantFrom('Main', 'Side', 'Personal'),
      status: fc.constantFrom('Active', 'Complete', 'Failed'),
      goal: words,
      stakes: words,
      progress: words,
    }),
  ),
  inventory: fc.record({ currency: words, keyItems: list(thing), gear: list(thing) }),
  decisions: list(fc.record({ decision: name, world: words, relationships: words, delayed: words })),
  pendingConsequences: list(
    fc.record({ session: fc.option(fc.integer({ min: 0, max: 999 })), trigger: words, effect: words }),
  ),
  lines: list(name.filter((n) => n !== 'none' && n !== '-')),
  veils: list(name.filter((n) => n !== 'none' && n !== '-')),
  hooks: list(
    fc.record({
      kind: fc.constantFrom(
        '' as const,
        'threat' as const,
        'opportunity' as const,
        'character' as const,
        'consequence' as const,
      ),
      text: words.filter((w) => w !== ''),
    }),
  ),
});

describe('a campaign file', () => {
  it('has every section and field of the format, and escapes its signs in a GM’s words (M-155 to M-207, T-7)', () => {
    const text = writeCampaignFile(SAMPLE_SAVE, []);
    const reading = readCampaignFile(text);
    expect(reading.save).toEqual(SAMPLE_SAVE);
    expect(reading.lost).toEqual([]);
    expect(
      Object.values(reading.sections).every((s) => s === 'ok'),
      JSON.stringify(reading.sections),
    ).toBe(true);
    for (const marker of [
      'PC',
      'FACTION',
      'COMPANION',
      'NPC_NPC',
      'LOCATION',
      'QUEST',
      'INVENTORY',
      'CONSEQUENCE',
      'DELAYED',
    ])
      expect(text.split(`<!-- ${marker}_START -->`)).toHaveLength(2);
    expect(text).toContain(
      '<!-- INTERNAL_STATE\nGAUGES:\n  stress: 40\n  fragmentation: 0\n  morality: -15\n  desire: N/A\n',
    );
    expect(text).toContain('- **Harbour Watch** | Power: 5/10 | Attitude: Neutral | Territory: The quays');
    expect(text).toContain(
      '- **Old Tam** | Trust: 7/10 | Status: Alive | Location: With player\n  - Last interaction: Paid with a story',
    );
    expect(text).toContain('- **Session 4:** they light anything near the body → The Wick learn of it');
    expect(text.startsWith('# The Drowned Lantern: book 2/3 🏮 - Session Summary\n')).toBe(true);
  });

  it('keeps two entries apart where the first ends like an entity without its semicolon', () => {
    for (const ending of ['&0', 'Salt & &pepper', '&#9', '&amp', '&'])
      expect(readCampaignFile(writeCampaignFile({ ...emptySave(), lines: [ending, '-->'] }, [])).save.lines).toEqual([
        ending,
        '-->',
      ]);
  });

  it('survives the round trip, whatever the words (T-7)', () => {
    fc.assert(
      fc.property(saves, (save) => {
        const reading = readCampaignFile(writeCampaignFile(save, []));
        expect(reading.save).toEqual(save);
        expect(missingSections(reading)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('has every section for an empty campaign, whose universe is Custom (M-159)', () => {
    const text = writeCampaignFile({ ...emptySave(), name: 'New', lastSaved: '2026-11-21T18:00:00.000Z' }, []);
    expect(text).toContain('**Universe:** Custom');
    expect(missingSections(readCampaignFile(text))).toEqual([]);
    expect(readCampaignFile(text).save.universe).toBe('');
  });

  it('clamps gauges and numbers with a remark (M-163 to M-166, M-176, M-178)', () => {
    const reading = readCampaignFile(
      writeCampaignFile(SAMPLE_SAVE, [])
        .replace('stress: 40', 'stress: 140')
        .replace('morality: -15', 'morality: -500')
        .replace('Power: 5/10', 'Power: 15/10')
        .replace('Attitude: Hostile', 'Attitude: Wary')
        .replace('Status: Injured', 'Status: Grumpy'),
    );
    expect(reading.save.gauges.map((g) => g.level)).toEqual([100, 0, -100, null]);
    expect(reading.save.factions.map((f) => [f.power, f.attitude])).toEqual([
      [10, 'Neutral'],
      [7, 'Neutral'],
      [2, 'Friendly'],
    ]);
    expect(reading.remarks.join('\n')).toMatch(
      new RegExp(
        [
          'stress: 140 is outside 0 to 100 and became 100',
          'morality: -500',
          'Power of Harbour Watch',
          '“Wary”',
          '“Grumpy”',
        ].join('[^]*'),
      ),
    );
    expect([
      reading.sections.internal_state,
      reading.sections.world_state,
      reading.sections.companions,
      reading.sections.locations,
    ]).toEqual(['repaired', 'repaired', 'repaired', 'ok']);
  });

  it('says adult mode in two places, and the setting wins (M-160, M-167)', () => {
    const on = writeCampaignFile({ ...SAMPLE_SAVE, adultMode: true }, []);
    expect(on).toContain('**Adult Mode:** enabled');
    expect(on).toContain('adult_mode: true');
    expect(readCampaignFile(on.replace('**Adult Mode:** enabled', '**Adult Mode:** disabled'))).toMatchObject({
      save: { adultMode: true },
      sections: { internal_state: 'repaired' },
    });
    expect(writeCampaignFile({ ...SAMPLE_SAVE, adultMode: null }, [])).not.toMatch(/adult/i);
  });

  it('reads a file written by hand, in its own style', () => {
    const { save, lost, sections } = readCampaignFile(`# Ash and Oak - Session Summary

**Character:** Ilse Brandt
**Session:** 2
**Universe:** [Name or "Custom"]

## Current Situation
The bridge is out. They have until dawn.

## World State
* **The Guild** | Power: 6/10 | Attitude: hostile | Territory: North bank

## Companions
- Bram | Trust: 4/10 | Status: alive | Location: elsewhere
  - Hidden agenda: Owes the Guild

## Active Objectives
- **Cross the river** | Type: main | Status: active
  - Stakes: Winter

## Inventory & Resources
**Currency:** 12 gold, 3 silver
**Key Items:** The map (half of it), a horn
**Weapons/Gear:** None

## Safety Settings
**Lines:** spiders, needles
**Veils:**

## Next Session Hooks
- Who cut the ropes?
`);
    expect(lost).toEqual([]);
    expect(save).toMatchObject({
      name: 'Ash and Oak',
      character: 'Ilse Brandt',
      session: 2,
      universe: '',
      situation: 'The bridge is out. They have until dawn.',
      factions: [{ name: 'The Guild', power: 6, attitude: 'Hostile', territory: 'North bank' }],
      companions: [{ name: 'Bram', trust: 4, status: 'Alive', location: 'Elsewhere', hiddenAgenda: 'Owes the Guild' }],
      quests: [{ objective: 'Cross the river', type: 'Main', status: 'Active', stakes: 'Winter' }],
      inventory: {
        currency: '12 gold, 3 silver',
        keyItems: [{ name: 'The map', detail: 'half of it' }, { name: 'a horn' }],
        gear: [],
      },
      lines: ['spiders', 'needles'],
      veils: [],
      hooks: [{ kind: '', text: 'Who cut the ropes?' }],
    });
    expect(sections).toMatchObject({
      header: 'ok',
      current_situation: 'ok',
      internal_state: 'lost',
      player_character: 'lost',
      world_state: 'repaired',
      next_session_hooks: 'ok',
    });
  });

  it('has a unique id for each section', () => expect(new Set(SAVE_SECTION_IDS).size).toBe(15));
});

describe('chat clients and editors', () => {
  const text = writeCampaignFile(SAMPLE_SAVE, []);
  const others = (
    reading: ReturnType<typeof readCampaignFile>,
    ...without: (keyof CampaignFileData)[]
  ): Partial<CampaignFileData> =>
    Object.fromEntries(
      Object.entries(reading.save).filter(([key]) => !without.includes(key as keyof CampaignFileData)),
    );
  const expected = (...without: (keyof CampaignFileData)[]): Partial<CampaignFileData> =>
    others({ save: SAMPLE_SAVE } as ReturnType<typeof readCampaignFile>, ...without);

  it('CRLF changes nothing', () => expect(readCampaignFile(text.replaceAll('\n', '\r\n')).save).toEqual(SAMPLE_SAVE));

  it('smart quotes and dashes do not hide a marker', () => {
    const smart = text.replaceAll('<!--', '<!—').replaceAll('-->', '—>').replace(/"/g, '”');
    expect(others(readCampaignFile(smart), 'situation')).toEqual(expected('situation'));
    expect(missingSections(readCampaignFile(smart))).toEqual([]);
  });

  it('without comments, sections are known by headings and shapes (T-7)', () => {
    const bare = text.replace(/<!-- INTERNAL_STATE[\s\S]*?-->\n/, '').replace(/<!-- [A-Z_]+ -->\n/g, '');
    const reading = readCampaignFile(bare);
    expect(others(reading, 'gauges', 'lastSaved', 'campaignId')).toEqual(expected('gauges', 'lastSaved', 'campaignId'));
    expect(missingSections(reading)).toEqual(['internal_state']);
  });

  it('without headings, sections are known by markers', () => {
    const reading = readCampaignFile(text.replace(/^## .*\n/gm, ''));
    expect(others(reading, 'situation', 'lines', 'veils', 'hooks')).toEqual(
      expected('situation', 'lines', 'veils', 'hooks'),
    );
  });

  it.each([72, 80, 100])('joins lines that were broken at %i characters', (width) => {
    const wrapped = text
      .split('\n')
      .flatMap((line) => {
        const out: string[] = [];
        let rest = line;
        while (rest.length > width && rest.lastIndexOf(' ', width) > 0) {
          const cut = rest.lastIndexOf(' ', width);
          out.push(rest.slice(0, cut));
          rest = rest.slice(cut + 1);
        }
        return [...out, rest];
      })
      .join('\n');
    expect(others(readCampaignFile(wrapped), 'situation')).toEqual(expected('situation'));
  });

  it('splits lines that were run together', () => {
    const joined = text
      .split(/\n\n/)
      .map((block) =>
        block.includes('_START') || block.includes('Safety') || block.includes('Character:')
          ? block.replace(/\n\s*/g, ' ')
          : block,
      )
      .join('\n\n');
    expect(others(readCampaignFile(joined), 'situation')).toEqual(expected('situation'));
  });

  it('reads sections in any order (M-207)', () => {
    const [head = '', ...sections] = text.split(/(?=^## )/m);
    const state = sections[0]?.indexOf('<!-- INTERNAL') ?? 0;
    const blocks = [sections[0]!.slice(0, state), sections[0]!.slice(state), ...sections.slice(1)].map(
      (b) => `${b.trimEnd()}\n\n`,
    );
    expect(readCampaignFile([head, ...blocks.reverse()].join('')).save).toEqual(SAMPLE_SAVE);
  });

  it('a file pasted twice says everything once', () =>
    expect(readCampaignFile(`${text}\n${text}`).save.factions).toEqual(SAMPLE_SAVE.factions));
});

describe('the file name (M-153, T-6)', () => {
  it('is the campaign’s name, safe for every file system', () => {
    expect(campaignFileName('The Drowned Lantern')).toBe('The Drowned Lantern.md');
    expect(campaignFileName('Book 2/3: fire & 🏮')).toBe('Book 2-3- fire & 🏮.md');
    expect(['', '...', '../..', 'CON', ' \u0000', '???'].map((n) => campaignFileName(n))).toEqual([
      'campaign.md',
      'campaign.md',
      'campaign -.md',
      'campaign CON.md',
      'campaign.md',
      'campaign ---.md',
    ]);
    expect(new TextEncoder().encode(campaignFileName('é🏮'.repeat(300))).length).toBeLessThan(200);
  });
  it('is numbered if the name belongs to another campaign’s file', async () => {
    const files = new Map([
      ['Ash.md', writeCampaignFile({ ...SAMPLE_SAVE, name: 'Ash' }, [])],
      ['Ash (2).md', 'my shopping list'],
    ]);
    const free = (id: string) => freeSaveName('Ash', id, async (name) => files.get(name) ?? null);
    expect(await free(SAMPLE_SAVE.campaignId)).toBe('Ash.md');
    expect(await free('0191f3a0-0000-7000-8000-00000000000d')).toBe('Ash (3).md');
  });
});
