// A campaign file whose lines a chat client or an editor broke keeps every record (23.2). Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>; EMBERKEEP_FUZZ_RUNS=<count> sets the campaigns.
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { ENTITY, type StoredRecord } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { SAMPLE_SAVE } from '../../testing/sample-save.ts';
import { readCampaignFile } from './read-save.ts';
import { recordsOfCampaignFile } from './records-of-save.ts';
import { emptySave, type CampaignFileData } from './save-document.ts';
import { campaignFileOf, listStored } from './save-of-records.ts';
import { writeCampaignFile } from './write-save.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 1);
const runs = Number(process.env['EMBERKEEP_FUZZ_RUNS'] ?? 12);
const WIDTHS = [60, 72, 80, 100];

const WORDS = [
  'the',
  'salt',
  'choir',
  'of',
  'Lantern',
  'Row',
  'and',
  'every',
  'drowned',
  'bell-ringer',
  'who',
  '“sings”',
  'at',
  'https://example.org/maps/a-very-long-address-that-nobody-breaks/of-the-harbour-and-its-lights.png',
  'dawn;',
  '(or',
  'not)',
  '| pipe',
  '→',
  '**bold**',
  '- dash',
  'Trust: 3/10',
  'ünder',
  '12.',
  '#9',
  'Goal:',
  'a',
  'quay,',
  'it’s',
] as const;
const wordsOf = (random: Random, least: number, most: number): string =>
  Array.from({ length: least + random.int(most - least + 1) }, () => random.pick(WORDS)).join(' ');

const campaignOf = (random: Random): StoredRecord[] => {
  const long = (): string => wordsOf(random, 0, 45);
  const name = (n: number): string => `${wordsOf(random, 1, 6)} ${n}`;
  const many = <T>(make: (n: number) => T): T[] => Array.from({ length: random.int(6) }, (_, n) => make(n));
  const save: CampaignFileData = {
    ...emptySave(),
    name: 'Brine',
    lastSaved: SAMPLE_SAVE.lastSaved,
    situation: Array.from({ length: random.int(5) }, long).join('\n'),
    characters: many((n) => ({
      name: name(n),
      origin: long(),
      appearance: long(),
      motivation: long(),
      moralLine: long(),
      hiddenWeakness: long(),
    })),
    factions: many((n) => ({ name: `F ${name(n)}`, power: random.int(11), attitude: 'Hostile', territory: long() })),
    companions: many((n) => ({
      name: `C ${name(n)}`,
      trust: 4,
      status: 'Alive',
      location: 'Elsewhere',
      lastInteraction: long(),
      hiddenAgenda: long(),
    })),
    locations: many((n) => ({ name: `L ${name(n)}`, status: 'Safe', owner: '', present: '', secrets: long() })),
    quests: many((n) => ({
      objective: `Q ${name(n)}`,
      type: 'Main',
      status: 'Active',
      goal: long(),
      stakes: long(),
      progress: long(),
    })),
    inventory: {
      currency: '12 marks',
      keyItems: many((n) => ({ name: `K ${name(n)}`, amount: 1 + random.int(9), detail: wordsOf(random, 0, 20) })),
      gear: many((n) => ({ name: `G ${name(n)}`, amount: 1, detail: wordsOf(random, 0, 20) })),
    },
    decisions: many((n) => ({ decision: `D ${name(n)}`, world: long(), relationships: long(), delayed: long() })),
    pendingConsequences: many((n) => ({ session: n, trigger: `T ${long()} ${n}`, effect: `E ${long()}` })),
    lines: many((n) => `line ${wordsOf(random, 1, 9)} ${n}`),
    veils: many((n) => `veil ${wordsOf(random, 1, 9)} ${n}`),
    hooks: many((n) => ({ kind: random.pick(['', 'threat'] as const), text: `H ${long()} ${n}` })),
  };
  return recordsOfCampaignFile(readCampaignFile(writeCampaignFile(save, [])), 'c', derivedId);
};
const fileOf = (records: readonly StoredRecord[]): string =>
  writeCampaignFile(campaignFileOf(records, Date.parse(SAMPLE_SAVE.lastSaved), SAMPLE_SAVE.campaignId).save, records);

/** As an editor wraps: at the last space that fits; a longer word stays whole. */
const wrapped = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => {
      const out: string[] = [];
      let rest = line;
      for (;;) {
        const fits = rest.lastIndexOf(' ', width);
        const cut = rest.length <= width ? -1 : fits > 0 ? fits : rest.indexOf(' ', width);
        if (cut <= 0) return [...out, rest];
        out.push(rest.slice(0, cut));
        rest = rest.slice(cut + 1);
      }
    })
    .join('\n');

/** As `fold` cuts: after a number of characters, wherever that is. */
const folded = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [''])
    .join('\n');

/** By id, with runs of spaces as one: a wrap at a space may have eaten the second of two. */
const comparable = (records: readonly StoredRecord[]): string[] =>
  records.map((record) => JSON.stringify(record).replace(/\s+/g, ' ')).sort();
const recordsOf = (text: string): StoredRecord[] => recordsOfCampaignFile(readCampaignFile(text), 'c', derivedId);

describe('a campaign file whose lines were broken', () => {
  it.each(WIDTHS)(
    `at %i columns keeps every record (seed ${seed}, ${runs} campaigns)`,
    (width) => {
      for (let run = 0; run < runs; run += 1) {
        const records = campaignOf(createRandom(seed + run));
        const text = fileOf(records);
        const whole = comparable(recordsOf(text));
        expect(whole).toEqual(comparable(records));
        for (const [how, broken] of [
          ['wrapped', wrapped(text, width)],
          ['cut', folded(text, width)],
        ] as const)
          expect(comparable(recordsOf(broken)), `${how} at ${width}, seed ${seed + run}`).toEqual(whole);
      }
    },
    600_000,
  );

  it('at 80 columns, a faction’s territory is the one of its record, and a change by hand is a change', () => {
    const territory =
      'The drowned chapel under Salt Street, its bell tower as far as the second gallery, and every stair that the tide leaves';
    const records = recordsOf(
      writeCampaignFile(
        { ...SAMPLE_SAVE, factions: [{ name: 'Salt Choir', power: 5, attitude: 'Hostile', territory }] },
        [],
      ),
    );
    const factionIn = (text: string) => listStored(recordsOf(text), ENTITY).find(({ name }) => name === 'Salt Choir');
    const text = wrapped(fileOf(records), 80);
    expect(factionIn(text)).toMatchObject({ territory, power: 5 });
    expect(factionIn(text.replace('Power: 5/10', 'Power: 7/10'))).toMatchObject({ territory, power: 7 });
    // Whatever else a line lost: what is the beginning of a whole record is no change.
    const cut = text.replace(/(Territory:\s+The) drowned[^]*?leaves/, '$1');
    expect(cut).not.toBe(text);
    expect(factionIn(cut)).toMatchObject({ territory });
  });

  it('names what is lost by its line in the file', () => {
    const text = wrapped(fileOf(campaignOf(createRandom(seed))), 72).replace(
      '## Inventory',
      'Who is Edda?\n\n## Inventory',
    );
    const { lost } = readCampaignFile(text);
    expect(lost.map((piece) => piece.text)).toContain('Who is Edda?');
    for (const { line, text: piece } of lost) expect(text.split('\n')[line - 1]).toContain(piece.split('\n')[0]);
  });
});
