// Campaign files as chats and other hands leave them: copied from a rendered page, and with lines that the format does
// not know.
import { describe, expect, it } from 'vitest';
import { CAMPAIGN, ENTITY, GOAL, INVENTORY, RECONSTRUCT, type StoredRecord } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { readCampaignFile } from './read-save.ts';
import { recordsOfCampaignFile } from './records-of-save.ts';
import { emptySave, type CampaignFileData } from './save-document.ts';
import { listStored } from './save-of-records.ts';
import { writeCampaignFile } from './write-save.ts';

const recordsOf = (text: string): StoredRecord[] => recordsOfCampaignFile(readCampaignFile(text), 'c', derivedId);
const SAVE: CampaignFileData = {
  ...emptySave(),
  name: 'Brine',
  character: 'Ilse Brandt',
  location: 'Salt Street',
  session: 3,
  universe: 'The lamp coast',
  situation: 'The bridge is out.\nThey have until dawn.',
  characters: [
    {
      name: 'Ilse Brandt',
      origin: 'A keeper’s daughter',
      appearance: 'Wet boots',
      motivation: 'Her father’s last word',
      moralLine: 'No child pays',
      hiddenWeakness: 'Counts exits',
    },
  ],
  factions: [{ name: 'Salt Choir', power: 6, attitude: 'Hostile', territory: 'North bank' }],
  companions: [
    { name: 'Bram', trust: 4, status: 'Alive', location: 'Elsewhere', lastInteraction: 'Bread', hiddenAgenda: 'Debts' },
  ],
  npcRelationships: [{ a: 'Bram', b: 'Edda', type: 'rival', note: 'since the fire' }],
  locations: [{ name: 'Gallows Light', status: 'Safe', owner: 'Edda', present: 'Bram', secrets: 'A door' }],
  quests: [
    { objective: 'Cross the river', type: 'Main', status: 'Active', goal: 'Dawn', stakes: 'Winter', progress: 'Ropes' },
  ],
  inventory: { currency: '12 marks', keyItems: [{ name: 'A horn', amount: 1, detail: '' }], gear: [] },
  decisions: [{ decision: 'They let Dob go', world: 'Smoke', relationships: 'His mother knows', delayed: 'A letter' }],
  pendingConsequences: [{ session: 5, trigger: 'they sleep', effect: 'the bell rings' }],
  lines: ['spiders', 'needles'],
  veils: ['drowning'],
  hooks: [
    { kind: 'threat', text: 'Who cut the ropes' },
    { kind: '', text: 'Low water in three days' },
  ],
};

/** As a rendered page is copied: no signs of Markdown, no comments. */
const rendered = (save: CampaignFileData): string =>
  writeCampaignFile(save, [])
    .replace(/<!--[^]*?-->\n?/g, '')
    .replace(/^#+ /gm, '')
    .replaceAll('**', '')
    .replace(/^- /gm, '• ')
    .replace(/^ +- /gm, '◦ ');

describe('a campaign file copied from a rendered page', () => {
  const { gauges, lastSaved, ...said } = SAVE;

  it('keeps every section: bare headings are headings when their words are', () => {
    expect(rendered(SAVE)).not.toMatch(/[#*]/);
    const { save, lost } = readCampaignFile(rendered(SAVE));
    expect(lost).toEqual([]);
    expect(save).toMatchObject(said);
    expect([gauges, lastSaved]).toEqual([[], '']);
  });

  it('knows short headings, with a colon or without', () => {
    const text =
      'Brine - Session Summary\n\nFactions:\n• Salt Choir | Power: 6/10\n\nHooks\n• Who rang?\n\nSafety:\nLines: rats\n';
    const { save, lost } = readCampaignFile(text);
    expect(lost).toEqual([]);
    expect(save).toMatchObject({ name: 'Brine', hooks: [{ text: 'Who rang?' }], lines: ['rats'], decisions: [] });
    expect(save.factions.map(({ name }) => name)).toEqual(['Salt Choir']);
  });
});

const BY_HAND = `# Brine - Session Summary

**Session:** 3

## Current Situation
The bridge is out.

<!-- INTERNAL_STATE
SETTINGS:
  last_saved: 2025-11-02 21:40
-->

## Player Character
**Name:** Ilse Brandt
**Class:** Bard
**Origin:** A keeper’s daughter
who left at dawn

## World State
- **Salt Choir** | Power: 6/10 | Attitude: hostile | Leader: Mother Vane | feared
  - Symbol: a bell

## Companions
- **Bram** | Trust: 4/10 | Status: alive | Location: elsewhere | Age: 51
  - Fear: rats
  - Hidden agenda: Owes the Guild

## Locations Discovered
- **The Loft** | Status: Safe
  - Map: loft.png

## Active Objectives
- **Cross the river** | Type: main | Status: active | Patron: Edda
  - Reward: 50 gp

## Inventory & Resources
**Currency:** 14 sm | 3 gp
**Key Items:**
- The map (half of it)
- A horn ×2
**Weapons/Gear:** None

## Key Decisions & Consequences
1. **They let Dob go**
   - Cost: a horse

## Next Session Hooks
Who cut the ropes?
- Rumour: the bell rang
`;

describe('lines that the format does not know', () => {
  const records = recordsOf(BY_HAND);
  const entities = listStored(records, ENTITY);
  const attributesOf = (name: string) => entities.find((entity) => entity.name === name)?.attributes;

  it('belong to their entry and are kept: no companion is called Fear, no location Map', () => {
    expect(entities.map(({ name }) => name).sort()).toEqual(['Bram', 'Ilse Brandt', 'Salt Choir', 'The Loft']);
    expect(attributesOf('Bram')).toEqual({ Fear: 'rats', Age: '51' });
    expect(attributesOf('The Loft')).toEqual({ Map: 'loft.png' });
    expect(attributesOf('Salt Choir')).toEqual({ Leader: 'Mother Vane', Note: 'feared', Symbol: 'a bell' });
    expect(attributesOf('Ilse Brandt')).toEqual({ Class: 'Bard' });
    expect(listStored(records, GOAL)[0]!.progressText).toBe('Patron: Edda\nReward: 50 gp');
  });

  it('the time of a save is no gauge, and a value has a second line', () => {
    const { save } = readCampaignFile(BY_HAND);
    expect([save.gauges, save.lastSaved]).toEqual([[], '2025-11-02 21:40']);
    expect(save.characters[0]!.origin).toBe('A keeper’s daughter\nwho left at dawn');
    expect(readCampaignFile(BY_HAND.replace('2025-11-02 21:40', 'yesterday 21: 40')).save.gauges).toEqual([]);
  });

  it('money of two kinds, key items as a list and hooks without a kind or bullet are read', () => {
    const possessions = listStored(records, INVENTORY);
    expect(possessions.map(({ name, amount }) => [name, amount.value])).toEqual([
      ['The map', 1],
      ['A horn', 2],
      ['sm', 14],
      ['gp', 3],
    ]);
    expect(listStored(records, CAMPAIGN)[0]!.currency).toBe('sm');
    const { save } = readCampaignFile(BY_HAND);
    expect(save.hooks).toEqual([
      { kind: '', text: 'Who cut the ropes?' },
      { kind: '', text: 'Rumour: the bell rang' },
    ]);
    expect(save.decisions).toEqual([
      { decision: 'They let Dob go', world: 'Cost: a horse', relationships: '', delayed: '' },
    ]);
  });

  it('nothing vanishes unlisted: every word of the file is in a record or named as lost', () => {
    const kept = JSON.stringify(records).toLowerCase();
    const words = BY_HAND.slice(BY_HAND.indexOf('## Player'))
      .replace(/^##.*$/gm, '')
      .match(/[A-Za-z’]{4,}/g)!;
    const KEYS =
      /^(?:name|origin|power|attitude|trust|status|location|hidden|agenda|type|currency|items|weapons|gear|none)$/i;
    expect(words.filter((word) => !KEYS.test(word) && !kept.includes(word.toLowerCase()))).toEqual([]);
    expect(listStored(records, RECONSTRUCT).filter(({ section }) => /^Line \d/.test(section))).toEqual([]);
  });
});
