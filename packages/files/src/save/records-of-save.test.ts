// Records and campaign file say the same: written, read, changed by hand, and rebuilt from either alone.
import { describe, expect, it } from 'vitest';
import {
  CAMPAIGN,
  ENTITY,
  GAUGE,
  GOAL,
  HOOK,
  INVENTORY,
  META_ID,
  RECONSTRUCT,
  RELATIONSHIP,
  type StoredRecord,
} from '@emberkeep/domain';
import { SAMPLE_SAVE } from '../../testing/sample-save.ts';
import { withAnswers } from './answers.ts';
import { readCampaignFile, type CampaignFileReading } from './read-save.ts';
import { recordsOfCampaignFile, wholeSave } from './records-of-save.ts';
import { listStored, campaignFileOf } from './save-of-records.ts';
import { writeCampaignFile } from './write-save.ts';

// Any pure function will do; the app uses store's derivedId.
const derive = (...cause: readonly string[]): string => {
  let hash = 7;
  for (const c of cause.join('\u0000')) hash = (hash * 31 + (c.codePointAt(0) as number)) % 281_474_976_710_655;
  return `00000000-0000-8000-8000-${hash.toString(16).padStart(12, '0')}`;
};
const recordsOf = (text: string): StoredRecord[] => recordsOfCampaignFile(readCampaignFile(text), 'c', derive);
const plain = writeCampaignFile(SAMPLE_SAVE, []);
const sorted = (records: readonly StoredRecord[]): StoredRecord[] =>
  [...records].sort((a, b) => (a.kind + a.id < b.kind + b.id ? -1 : 1));
const fileOf = (records: readonly StoredRecord[]): string =>
  writeCampaignFile(campaignFileOf(records, Date.UTC(2026, 10, 21)).save, records);

describe('records of a campaign file', () => {
  it('a plain file becomes a campaign that writes the same file (M-175 to M-202, R-4, R-6)', () => {
    const { save } = campaignFileOf(recordsOf(plain), Date.parse(SAMPLE_SAVE.lastSaved), SAMPLE_SAVE.campaignId);
    // The party's location counts as known, and the pearls become an amount in the campaign's currency.
    const [first, ...others] = SAMPLE_SAVE.locations;
    expect(save).toEqual({
      ...SAMPLE_SAVE,
      locations: [
        { ...first!, present: 'Dob, Pell' },
        ...others,
        { name: 'Salt Street', status: 'Unknown', owner: '', present: '', secrets: '' },
      ],
      inventory: { ...SAMPLE_SAVE.inventory, currency: '214 marks (Purse of the party); 3 marks (pearls)' },
    });
  });

  it('factions, relationships and locations become records (M-176, M-182, M-184)', () => {
    const records = recordsOf(plain);
    const entities = listStored(records, ENTITY);
    const named = (name: string) => entities.find((e) => e.name === name)!;
    expect(named('Brotherhood of the Wick')).toMatchObject({ entityType: 'faction', power: 7, attitude: 'Hostile' });
    expect(named('Old Tam')).toMatchObject({
      entityType: 'npc',
      isCompanion: true,
      agenda: 'Wants the ring\nback before the Fair',
    });
    expect(named('Gallows Light')).toMatchObject({
      ownerId: named('Baron Harkness').id,
      presentIds: [named('Pell').id, named('Dob').id].sort(),
    });
    expect(entities.filter((e) => e.name === 'Pell')).toHaveLength(1);
    expect(listStored(records, RELATIONSHIP).find((t) => t.relationType === 'suspects')).toMatchObject({
      fromId: named('Captain Rook').id,
      toId: named('Pell').id,
    });
    expect(listStored(records, GAUGE).map((g) => [g.name, g.lowest, g.highest, g.level.value, g.isOff])).toEqual([
      ['Stress', 0, 100, 40, false],
      ['Fragmentation', 0, 100, 0, false],
      ['Morality', -100, 100, -15, false],
      ['Desire', 0, 100, 0, true],
    ]);
    expect(listStored(records, CAMPAIGN)[0]).toMatchObject({
      id: META_ID,
      usesGauges: true,
      usesAdultMode: true,
      isAdult: false,
      spotlightId: named('Mirabel Thorne').id,
      locationId: named('Salt Street').id,
    });
  });

  it('reading a file twice gives the same records (M-182)', () =>
    expect(sorted(recordsOf(plain))).toEqual(sorted(recordsOf(plain))));

  it('a file with records is read back to the same keys (M-153)', () => {
    const records = recordsOf(plain);
    const again = recordsOf(fileOf(records));
    expect(sorted(again)).toEqual(sorted(records));
  });

  it('stray blanks, line breaks and empty texts are not changes, and duplicate nothing (M-153)', () => {
    const messy = recordsOf(plain).map((r) => ({
      ...r,
      keys: Object.fromEntries(
        Object.entries(r.keys).map(([key, value]) => [
          key,
          ['name', 'text', 'topic', 'decision', 'effect', 'territory', 'agenda', 'situation', 'aim'].includes(key) &&
          typeof value === 'string'
            ? `  ${value}\r\n `
            : value,
        ]),
      ),
    }));
    const blank: StoredRecord[] = [
      ['hook', 'text'],
      ['safety', 'topic'],
      ['inventory', 'name'],
      ['decision', 'decision'],
      ['goal', 'name'],
    ].map(([kind, key], i) => ({
      kind: kind as StoredRecord['kind'],
      id: `00000000-0000-4000-8000-00000000009${i}`,
      sessionId: null,
      keys: { [key as string]: ' ', order: 'A' },
      texts: {},
    }));
    const all = [...blank, ...messy];
    expect(sorted(recordsOf(fileOf(all)))).toEqual(sorted(all));
  });

  it('lost text beyond the limit is counted in a remark, not dropped in silence (M-249)', () => {
    const list = listStored(
      recordsOf(`${plain}\n${Array.from({ length: 620 }, (_, i) => `## Odd ${i}\n\n`).join('')}`),
      RECONSTRUCT,
    );
    expect(list).toHaveLength(501);
    expect(list.at(-1)!.text).toMatch(/^120 more pieces/);
  });

  it('a line changed by hand changes its record and no other', () => {
    const records = recordsOf(plain);
    const changed = recordsOf(
      fileOf(records)
        .replace('Power: 5/10', 'Power: 6/10')
        .replace('stress: 40', 'stress: 55')
        .replace('Pell heard about the surgery', 'Pell knows')
        .replace('Status: Failed', 'Status: Active')
        .replace('Arrows ×20', 'Arrows ×12'),
    );
    expect(listStored(changed, ENTITY).find((e) => e.name === 'Harbour Watch')?.power).toBe(6);
    expect(listStored(changed, GAUGE)[0]!.level.value).toBe(55);
    expect(listStored(changed, HOOK).map((h) => h.text)).toEqual([
      ...SAMPLE_SAVE.hooks.map((h) => h.text),
      'Pell knows',
    ]);
    expect(listStored(changed, GOAL)[1]!.status).toBe('active');
    expect(listStored(changed, INVENTORY).find((p) => p.name === 'Arrows')!.amount.value).toBe(12);
    const untouched = (list: readonly StoredRecord[]) =>
      sorted(
        list.filter(
          (r) => r.kind === 'relationship' || r.kind === 'decision' || r.kind === 'consequence' || r.kind === 'safety',
        ),
      );
    expect(untouched(changed)).toEqual(untouched(records));
    expect(changed).toHaveLength(records.length + 1);
  });

  it('missing sections are rebuilt from the records, and missing records from the sections', () => {
    const records = recordsOf(plain);
    const file = fileOf(records);
    const withoutSections = file.replace(/## World State[\s\S]*?(?=## Active)/, '');
    expect(wholeSave(readCampaignFile(withoutSections), derive)).toEqual(readCampaignFile(file).save);
    const withoutRecords = file.slice(0, file.indexOf('<!-- EMBERKEEP_START'));
    const reading = readCampaignFile(withoutRecords);
    expect(reading.sections.emberkeep_records).toBe('lost');
    expect(reading.save).toEqual(readCampaignFile(file).save);
  });

  it('imported into its own campaign, matches lines without records by name (M-182)', () => {
    const records = recordsOf(plain);
    const file = fileOf(records);
    const cut = file.slice(0, file.indexOf('**Weapons/Gear:**') + 24).replace('Power: 5/10', 'Power: 6/10');
    const merged = recordsOfCampaignFile(readCampaignFile(cut), 'c', derive, records);
    const differing = merged.filter(
      (r) => JSON.stringify(r) !== JSON.stringify(records.find((other) => other.kind === r.kind && other.id === r.id)),
    );
    // The truncated line is kept as text: half an item is not an item.
    expect(differing.map((r) => r.keys['name'] ?? r.keys['text'])).toEqual([
      'Harbour Watch',
      '**Weapons/Gear:** Rope\\,',
    ]);
  });

  it('missing sections and unreadable text become a list to reconstruct (M-248, M-249, M-251)', () => {
    const cut = plain.slice(0, plain.indexOf('## Pending')).replace('## Companions', 'Who is Edda?\n## Companions');
    const list = listStored(recordsOf(cut), RECONSTRUCT).map((r) => [r.section, r.text]);
    expect(list).toEqual([
      ['Pending consequences', 'Pending consequences'],
      ['Lines and veils', 'Lines and veils'],
      ['Hooks for the next session', 'Hooks for the next session'],
      [expect.stringMatching(/^Line \d+ of the file$/), 'Who is Edda?'],
    ]);
  });

  it('the GM’s answers are read into their sections (M-248)', () => {
    const reading = readCampaignFile(plain.slice(0, plain.indexOf('## Key Decisions')));
    const told: CampaignFileReading = withAnswers(reading, {
      next_session_hooks: 'Who rang the bell?\nThe eel trap',
      safety_settings: 'Lines: spiders; needles',
      key_decisions: '1. **Burnt the ledger**\n- World: smoke',
      pending_consequences: 'Session 5: they sleep → the bell rings',
    });
    expect(told.save).toMatchObject({
      hooks: [{ text: 'Who rang the bell?' }, { text: 'The eel trap' }],
      lines: ['spiders', 'needles'],
      decisions: [{ decision: 'Burnt the ledger', world: 'smoke' }],
      pendingConsequences: [{ session: 5, trigger: 'they sleep', effect: 'the bell rings' }],
    });
    expect(listStored(recordsOfCampaignFile(told, 'c', derive), RECONSTRUCT)).toEqual([]);
  });
});
