// Damage to a campaign file costs no section that it does not touch (M-247, M-252): truncation, lost, doubled and moved
// markers, junk of any size. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { withCost } from '@emberkeep/domain/testing/node';
import type { StoredRecord } from '@emberkeep/domain';
import { SAMPLE_SAVE } from '../../testing/sample-save.ts';
import { readCampaignFile, type CampaignFileReading } from './read-save.ts';
import type { CampaignFileData, SaveSectionId } from './save-document.ts';
import { writeCampaignFile } from './write-save.ts';

const RECORDS: StoredRecord[] = Array.from({ length: 4 }, (_, i) => ({
  kind: 'hook',
  id: `00000000-0000-4000-8000-00000000000${i}`,
  sessionId: null,
  keys: { text: `a “hook” --> <!-- PC_END --> ${i}`, order: 'V' },
  texts: {},
}));
const TEXT = writeCampaignFile(SAMPLE_SAVE, RECORDS);

/** What each section says. */
const FIELDS: Record<Exclude<SaveSectionId, 'emberkeep_records'>, (save: CampaignFileData) => unknown> = {
  header: (s) => [s.name, s.character, s.location, s.session, s.universe, s.adultMode],
  current_situation: (s) => s.situation,
  internal_state: (s) => [s.gauges, s.lastSaved, s.campaignId],
  player_character: (s) => s.characters,
  world_state: (s) => s.factions,
  companions: (s) => s.companions,
  npc_relationships: (s) => s.npcRelationships,
  locations: (s) => s.locations,
  objectives: (s) => s.quests,
  inventory: (s) => s.inventory,
  key_decisions: (s) => s.decisions,
  pending_consequences: (s) => s.pendingConsequences,
  safety_settings: (s) => [s.lines, s.veils],
  next_session_hooks: (s) => s.hooks,
};
const IDS = Object.keys(FIELDS) as (keyof typeof FIELDS)[];
const STARTS = [
  '# The',
  '## Current',
  '<!-- INTERNAL',
  '## Player',
  '## World',
  '## Companions',
  '## NPC-NPC',
  '## Locations',
  '## Active',
  '## Inventory',
  '## Key',
  '## Pending',
  '## Safety',
  '## Next',
  '<!-- EMBERKEEP_START',
].map((start) => TEXT.indexOf(`\n${start}`) + 1);
const differing = (reading: CampaignFileReading): (keyof typeof FIELDS)[] =>
  IDS.filter((id) => JSON.stringify(FIELDS[id](reading.save)) !== JSON.stringify(FIELDS[id](SAMPLE_SAVE)));
const sectionAt = (offset: number): number => STARTS.findLastIndex((start) => start <= offset);
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 1);

describe('a damaged campaign file', () => {
  it('truncated at any byte, keeps every section before the cut (M-252)', () => {
    const bytes = new TextEncoder().encode(TEXT);
    const decoder = new TextDecoder();
    for (let cut = 0; cut < bytes.length; cut += 1) {
      const left = decoder.decode(bytes.subarray(0, cut));
      const reading = readCampaignFile(left);
      const whole = sectionAt(left.length);
      const lost = differing(reading).filter((id) => IDS.indexOf(id) < whole);
      expect(lost, `cut after byte ${cut}`).toEqual([]);
      // Sections after the cut are reported as lost.
      if (whole < 14)
        expect(
          IDS.slice(whole + 1).every((id) => reading.sections[id] === 'lost'),
          `cut after byte ${cut}: ${JSON.stringify(reading.sections)}`,
        ).toBe(true);
      expect(reading.records.length, `cut after byte ${cut}`).toBeGreaterThanOrEqual(
        TEXT.slice(STARTS[14], left.length)
          .split('\n')
          .filter((l) => l.endsWith('}')).length - 1,
      );
    }
  }, 600_000);

  it('without its first bytes, keeps every section after them', () => {
    for (let cut = 0; cut < TEXT.length; cut += 7) {
      const reading = readCampaignFile(TEXT.slice(cut));
      const inside = sectionAt(cut);
      expect(
        differing(reading).filter((id) => IDS.indexOf(id) > inside),
        `from ${cut}`,
      ).toEqual([]);
    }
  }, 600_000);

  const lines = TEXT.split('\n');
  const markers = lines.flatMap((line, i) => (/^<!-- [A-Z_]+(?: -->)?$|^-->$|^EMBERKEEP_END/.test(line) ? [i] : []));

  it('without any one marker, or with it doubled, loses nothing (M-247, M-252)', () => {
    expect(markers.length).toBe(22);
    for (const at of markers) {
      const dropped = readCampaignFile(lines.filter((_, i) => i !== at).join('\n'));
      expect(differing(dropped), `without ${lines[at]}`).toEqual([]);
      expect(dropped.records).toHaveLength(4);
      const doubled = readCampaignFile(lines.flatMap((line, i) => (i === at ? [line, line] : [line])).join('\n'));
      expect(differing(doubled), `twice ${lines[at]}`).toEqual([]);
      expect(doubled.records).toHaveLength(4);
    }
  });

  it(`with two markers swapped, loses no section (seed ${seed})`, () => {
    const random = createRandom(seed);
    for (let run = 0; run < 1500; run += 1) {
      const [a, b] = [random.pick(markers), random.pick(markers)];
      if ([a, b].some((at) => /INTERNAL|^-->|EMBERKEEP/.test(lines[at] as string))) continue;
      const swapped = lines.map((line, i) => (i === a ? lines[b] : i === b ? lines[a] : line) as string);
      expect(differing(readCampaignFile(swapped.join('\n'))), `${lines[a]} for ${lines[b]}`).toEqual([]);
    }
  });

  it(`with a flipped byte, loses no other record, and is a fixed point once it was rewritten (seed ${seed})`, () => {
    const random = createRandom(seed + 50);
    const bytes = new TextEncoder().encode(TEXT);
    const textOf = (record: StoredRecord): string => JSON.stringify(record.keys);
    for (let run = 0; run < Number(process.env['EMBERKEEP_FUZZ_RUNS'] ?? 150); run += 1) {
      const flipped = bytes.slice();
      const at = random.int(bytes.length);
      flipped[at]! ^= 1 << random.int(8);
      const reading = readCampaignFile(new TextDecoder().decode(flipped));
      const found = reading.records.map(textOf);
      const what = `seed ${seed}, byte ${at}`;
      expect(RECORDS.filter((record) => !found.includes(textOf(record))).length, what).toBeLessThanOrEqual(1);
      if (run % 10 > 0) continue;
      const rewritten = writeCampaignFile(reading.save, reading.records);
      const again = readCampaignFile(rewritten);
      expect(writeCampaignFile(again.save, again.records), what).toBe(rewritten);
    }
  }, 600_000);

  it(`with junk in it, loses no other section (seed ${seed})`, () => {
    const random = createRandom(seed + 100);
    const signs = [
      '\u0000',
      '�',
      '*',
      '|',
      '<',
      '-',
      '#',
      ':',
      '{',
      '"',
      ' ',
      'a',
      'Z',
      '9',
      '\n',
      '→',
      '(',
      '\\',
      '&',
    ];
    for (let run = 0; run < 600; run += 1) {
      const junk = Array.from({ length: 1 + random.int(60) }, () => random.pick(signs)).join('');
      const at = random.int(lines.length);
      const offset = lines.slice(0, at).join('\n').length + 1;
      const inside = sectionAt(offset);
      const reading = readCampaignFile([...lines.slice(0, at), junk, ...lines.slice(at)].join('\n'));
      // Junk before a section's first line is in the section before it.
      expect(
        differing(reading).filter((id) => Math.abs(IDS.indexOf(id) - inside) > 1),
        `seed ${seed}, run ${run}: ${JSON.stringify(junk)} at line ${at + 1}`,
      ).toEqual([]);
    }
  }, 600_000);

  it('that is only junk yields no record and no intact section', () => {
    for (const junk of [
      '',
      '\n',
      '\u0000\u0000',
      '<'.repeat(30_000),
      '**'.repeat(20_000),
      '- **a'.repeat(9000),
      '{"kind":"hook"',
      '[]',
      '#'.repeat(5000),
      '\\'.repeat(40_001),
      '<!-- '.repeat(8000),
      '| Power:'.repeat(5000),
    ]) {
      const reading = readCampaignFile(junk);
      expect(reading.records).toEqual([]);
      expect(Object.values(reading.sections).includes('ok')).toBe(false);
    }
  });

  it('a malformed record is lost text, whether too deep, not a note, or of an unknown kind', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const deepText = `"texts":{"description":[{"type":"paragraph","content":${deep}}]}`;
    const id = '00000000-0000-4000-8000-000000000001';
    const bad = [
      `{"kind":"hook","id":"${id}","keys":{"text":${deep}}}`,
      `{"kind":"entity","id":"${id}","keys":{"name":"x"},${deepText}}`,
      `{"kind":"entity","id":"${id}","keys":{},"texts":{"description":[{"type":"<script>"}]}}`,
      `{"kind":"__proto__","id":"${id}","keys":{}}`,
      `{"kind":"hook","id":7,"keys":{}}`,
    ];
    const reading = readCampaignFile(
      `<!-- EMBERKEEP_START\n${bad.join('\n')}\n{"kind":"hook","id":"${id}","keys":{"text":"good"}}\nEMBERKEEP_END -->`,
    );
    expect(reading.records.map((r) => r.keys)).toEqual([{ text: 'good' }]);
    expect(
      reading.lost
        .map((l) => l.text)
        .join('\n')
        .split('\n'),
    ).toHaveLength(bad.length);
  });

  it('keeps what it cannot read, with its line number (M-249)', () => {
    const at = lines.indexOf('## Companions');
    const { lost } = readCampaignFile(
      [...lines.slice(0, at), 'The dog ate this.', 'And this.', ...lines.slice(at)].join('\n'),
    );
    expect(lost).toEqual([{ line: at + 1, text: 'The dog ate this.\nAnd this.' }]);
  });

  it.each([
    ['lines', 12_000_000],
    ['one line', 12_000_000],
  ])(
    'with megabytes of junk (%s) still says everything, in bounded time',
    async (kind, size) => {
      const random = createRandom(seed + 7);
      const block = Array.from({ length: 5000 }, () =>
        random.pick(['*', '|', '<!--', ' ', 'word', '**', ':', 'é', '#', kind === 'lines' ? '\n' : '/']),
      ).join('');
      const junk = block.repeat(Math.ceil((size as number) / block.length));
      const at = TEXT.indexOf('## Locations');
      const file = `${TEXT.slice(0, at)}${junk}\n${TEXT.slice(at)}`;
      const { result: reading, costMs } = await withCost(() => readCampaignFile(file));
      expect(differing(reading)).toEqual([]);
      expect(reading.lost.reduce((n, l) => n + l.text.length, 0)).toBeGreaterThan((size as number) * 0.5);
      expect(costMs).toBeLessThan(20_000);
    },
    600_000,
  );
});
