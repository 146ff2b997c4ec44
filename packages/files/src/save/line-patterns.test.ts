// The long patterns of the campaign file, pinned: markers, the joins of lines that were run together, internal state.
import { describe, expect, it } from 'vitest';
import { SAMPLE_SAVE } from '../../testing/sample-save.ts';
import { shield } from './escape.ts';
import { findMarkers, isStructural, LINE_JOIN } from './line-patterns.ts';
import { readState } from './read-state.ts';
import { createRepairs } from './repairs.ts';
import { emptySave } from './save-document.ts';
import { writeCampaignFile } from './write-save.ts';

const RECORD = {
  kind: 'hook',
  id: '00000000-0000-4000-8000-000000000001',
  sessionId: null,
  keys: {},
  texts: {},
} as const;
const LINES = writeCampaignFile(SAMPLE_SAVE, [RECORD]).split('\n');
const markersOf = (line: string): string[] =>
  findMarkers(shield(line)).map(({ type, section }) => (section ? `${type} ${section}` : type));

describe('markers', () => {
  it('of the sample file are all found, and nothing else is', () => {
    expect(LINES.flatMap((line) => markersOf(line.trim()))).toEqual([
      'start internal_state',
      'close',
      ...[
        'player_character',
        'world_state',
        'companions',
        'npc_relationships',
        'locations',
        'objectives',
        'inventory',
        'key_decisions',
        'pending_consequences',
      ].flatMap((section) => [`start ${section}`, `end ${section}`]),
      'start emberkeep_records',
      'end emberkeep_records',
    ]);
  });

  it.each([
    ['<!-- PC_START -->', ['start player_character']],
    ['text <!— NPC_NPC_END —> text', ['end npc_relationships']],
    ['&lt;!-- FACTION_START --&gt;', ['start world_state']],
    ['<!-- NPC\\_NPC\\_START -->', ['start npc_relationships']],
    ['<!-- PC START --><!-- PC END -->', ['start player_character', 'end player_character']],
    ['QUEST_END', ['end objectives']],
    ['the QUEST_END of it', []],
    ['INTERNAL STATE', ['start internal_state']],
    ['EMBERKEEP_END -->', ['end emberkeep_records']],
    ['-->', ['close']],
    ['--> more', []],
    ['<!-- NOTHING_START -->', ['close']],
  ])('%s', (line, found) => expect(markersOf(line)).toEqual(found));
});

describe('lines that were run together', () => {
  it.each([
    ['- **A** | Power: 1/10 - **B** | Power: 2/10', 2],
    ['1. **A** - World: x - Delayed: y 2. **B**', 4],
    ['**Name:** A **Origin:** B **Moral Line:** C', 3],
    ['words ## Key Decisions & Consequences more', 2],
    ['a - b - c: d', 1],
    ['**bold** words', 1],
  ])('%s', (line, pieces) => expect(line.split(LINE_JOIN)).toHaveLength(pieces));

  it('start with a sign of the format', () => {
    for (const line of ['# x', '- x', '3. x', '**Lines:** x', 'Goal: x', 'GAUGES:', '&lt;!--'])
      expect(isStructural(line)).toBe(true);
    for (const line of ['x', '3 x', '**x**', 'Aim: x', '-x']) expect(isStructural(line)).toBe(false);
  });
});

describe('internal state', () => {
  it('is read from pairs on one line, with values of every kind', () => {
    const save = emptySave();
    const line = [
      'GAUGES: stress: 40 morality: −15 desire: N/A my luck: 3',
      'SETTINGS: adult_mode: false last_saved: 2026-11-21T18:00:00.000Z',
      'campaign_id: 0191f3a0-0000-7000-8000-00000000000c emberkeep_records: 12',
    ].join(' ');
    const remarks: string[] = [];
    expect(
      readState(
        line,
        save,
        createRepairs((sentence) => remarks.push(sentence)),
      ),
    ).toBe(true);
    expect(save).toMatchObject({
      gauges: [
        { name: 'stress', level: 40 },
        { name: 'morality', level: -15 },
        { name: 'desire', level: null },
        { name: 'my luck', level: 3 },
      ],
      adultMode: false,
      lastSaved: '2026-11-21T18:00:00.000Z',
      campaignId: '0191f3a0-0000-7000-8000-00000000000c',
    });
    expect(remarks).toEqual([]);
  });
});
