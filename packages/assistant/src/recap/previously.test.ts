// Tests that the "Previously on…" page follows its template for the GM and for players, and that no GM-only field
// reaches players.
import { describe, expect, it } from 'vitest';
import { CAMPAIGN, ENTITY, ENTITY_LOG, GAUGE, SCENE, SESSION, TIMELINE_EVENT, type Campaign } from '@emberkeep/domain';
import { GM_ONLY, recordWith, sampleRecapSource } from '../../testing/sample-recap-source.ts';
import { gaugeWords } from './gauge-words.ts';
import { previouslyText } from './previously-text.ts';
import { previously } from './previously.ts';
import { sourceForPlayers, type LastSession, type RecapSource } from './recap-source.ts';

describe('the Previously page', () => {
  it('has the parts of the template in order and ends with its question (M-218 to M-229)', () => {
    const text = previouslyText(previously(sampleRecapSource()))
      .replaceAll(` ${GM_ONLY}`, '')
      .replaceAll(`${GM_ONLY} `, '');
    const parts = [
      '## CAMPAIGN SUMMARY: The Drowned Lantern',
      '**Session 16** | **The lamp coast**',
      '### Your Character',
      '**Mirabel Thorne** — a keeper’s daughter; her father’s last word',
      'Current state: strained',
      '### Previously...',
      '### Your Companions',
      '| Name | Status | Relationship |',
      '| Tam | Alive',
      'Trust 7/10: Paid with a story',
      '### World State',
      '- **Harbour Watch:** Hostile, power 5/10; The quays',
      '### Unresolved Threads',
      '- Keep the lantern dark',
      '- Pell heard about the surgery',
      '### Where We Left Off',
      'The bell loft, in Salt Street',
      'Ready to continue?',
    ];
    const at = parts.map((p) => text.indexOf(p));
    expect(
      at.every((i) => i >= 0),
      parts[at.indexOf(-1)],
    ).toBe(true);
    expect([...at].sort((a, b) => a - b)).toEqual(at);
    expect(text.trimEnd().endsWith('Ready to continue?')).toBe(true);
  });

  it('tells events, a choice with its cost, a stake, a threat and a hook (M-222 to M-224, M-230 to M-234)', () => {
    const page = previously(sampleRecapSource());
    const words = page.paragraphs.map((p) => p.map((s) => s.text).join(' '));
    expect(words.length).toBeGreaterThanOrEqual(2);
    expect(words.length).toBeLessThanOrEqual(3);
    expect(words[0]).toContain('The pages were in the bell of St. Brannoc. Seven came down dry.');
    expect(words[1]).toContain('they gave Lefevre their word');
    expect(words[1]).toContain('the Salon is open');
    expect(words[2]).toMatch(/What is at stake .* a child/i);
    expect(words[2]).toContain('If the ring is lost');
    expect(page.hook).toMatch(/^Pell heard about the surgery/);
    const plain = previously(sampleRecapSource(), 'plain')
      .paragraphs.flat()
      .map((s) => s.text)
      .join(' ');
    expect(plain).not.toMatch(/Previously, in|something waits|made a choice/);
    expect(plain).toContain('Seven came down dry.');
  });

  it('every sentence except the opening line names its sources (M-222)', () => {
    for (const s of previously(sampleRecapSource()).paragraphs.flat().slice(1))
      expect(s.sources.length, s.text).toBeGreaterThan(0);
  });

  it('the page for players has nothing of any GM-only field (R-5)', () => {
    const shown = sourceForPlayers(sampleRecapSource());
    for (const tone of ['dramatic', 'plain'] as const) {
      const page = previously(shown, tone);
      expect(JSON.stringify(page)).not.toContain(GM_ONLY);
      expect(previouslyText(page)).not.toContain(GM_ONLY);
      expect(previouslyText(page)).toContain('Seven came down dry.');
      expect(previouslyText(page)).toContain('Keep the lantern dark');
      expect(previouslyText(page)).not.toMatch(/power \d|Trust/);
    }
    expect(JSON.stringify(shown)).not.toContain(GM_ONLY);
  });

  it('tells players what they may know of the last session, else of the latest before it that is shown to them', () => {
    const played = (
      number: number,
      fields: Partial<LastSession['session']> = {},
      told: Partial<LastSession> = {},
    ): LastSession => ({
      session: {
        ...recordWith(SESSION, `s${number}`, { number }),
        isPublished: true,
        ...fields,
        shownNumber: number,
      },
      summary: [],
      notes: GM_ONLY,
      scenes: [],
      events: [],
      log: [],
      ...told,
    });
    const toldOf = (last: LastSession, earlier: readonly LastSession[] = []): string =>
      previously(
        sourceForPlayers({ ...sampleRecapSource(), campaign, last, earlier, decisions: [], goals: [], clocks: [] }),
        'plain',
      )
        .paragraphs.flat()
        .map(({ text }) => text)
        .join(' ');
    const campaign = recordWith(CAMPAIGN, 'campaign', { name: 'Candle Street' }) as Campaign;
    const xp = recordWith(TIMELINE_EVENT, 'x', { at: 1, eventType: 'xp', category: 'other', details: { amount: 50 } });
    const highlight = { highlights: [{ id: 'h', text: 'The lamp went out', order: 'a' }] };
    // What is no sentence of its own is told by the auto-summary.
    expect(toldOf(played(3, {}, { events: [xp] }))).toBe('The party earned 50 XP.');
    expect(toldOf(played(3), [played(2), played(1, highlight)])).toBe('The lamp went out.');
    expect(toldOf(played(3, {}, { events: [xp] }), [played(2, highlight)])).not.toContain('lamp');
    // A session that is not shown stays the GM's.
    expect(toldOf(played(3), [played(2, { ...highlight, isPublished: false })])).toBe('');
    expect(toldOf(played(3))).toBe('');
  });

  it.each([
    [['completed', 'planned', 'planned'], 'Scene 1.'],
    [['completed', 'active', 'planned'], 'Scene 2.'],
    [['planned', 'completed', 'skipped'], 'Scene 2.'],
    [['planned', 'planned', 'skipped'], 'The ferry sank.'],
  ])('the party was left in no scene that was not played: %j', (statuses, leftOff) => {
    const sample = sampleRecapSource();
    const scenes = statuses.map((status, i) => recordWith(SCENE, `s${i}`, { title: `Scene ${i + 1}`, status }));
    const events = [recordWith(TIMELINE_EVENT, 'e', { eventType: 'OTHER', at: 1, name: 'The ferry sank' })];
    const campaign = { ...sample.campaign, locationId: '' };
    expect(previously({ ...sample, campaign, last: { ...sample.last!, scenes, events } }).leftOff).toBe(leftOff);
  });

  it('puts gauges into words (M-221)', () => {
    const gauge = (name: string, level: number, isOff = false) =>
      gaugeWords(recordWith(GAUGE, 'g', { name, lowest: -100, highest: 100, level, isOff }));
    expect([
      gauge('Stress', 80),
      gauge('stress', 10),
      gauge('Morality', -60),
      gauge('Desire', 90),
      gauge('Heat', 80),
      gauge('Desire', 90, true),
    ]).toEqual(['strained', 'calm', 'ruthless', 'hungry for it', 'heat very high', '']);
  });

  it('an empty campaign gives a heading and the closing question only', () => {
    const empty: RecapSource = {
      ...sampleRecapSource(),
      campaign: recordWith(CAMPAIGN, 'campaign', { name: 'New' }) as Campaign,
      last: null,
      entities: [],
      gauges: [],
      goals: [],
      clocks: [],
      decisions: [],
      consequences: [],
      hooks: [],
    };
    expect(previouslyText(previously(empty))).toBe(
      '## CAMPAIGN SUMMARY: New\n**Session 16** | **Custom**\n\nReady to continue?\n',
    );
  });

  /** The first paragraph of a session whose notes, log and events are these. */
  const toldOf = (last: Partial<LastSession>, campaign: Partial<Campaign> = {}): string => {
    const sample = sampleRecapSource();
    const source: RecapSource = {
      ...sample,
      campaign: recordWith(CAMPAIGN, 'campaign', { name: 'Candle Street', ...campaign }) as Campaign,
      entities: [recordWith(ENTITY, 'y', { name: 'Captain Yarrow of the Bluecoats', entityType: 'npc' })],
      last: {
        session: { ...recordWith(SESSION, 's', { number: 1 }), shownNumber: 1 },
        summary: [],
        notes: '',
        scenes: [],
        events: [],
        log: [],
        ...last,
      },
    };
    return previously(source, 'plain')
      .paragraphs[0]!.map(({ text }) => text)
      .join(' ');
  };
  const entry = (id: string, createdAt: number, text: string, entityId = '') =>
    recordWith(ENTITY_LOG, id, { text, createdAt, entityId, sessionId: 's' });
  const event = (id: string, at: number, fields: Record<string, unknown>) =>
    recordWith(TIMELINE_EVENT, id, { at, ...fields });

  it('tells in the order in which it happened, whoever wrote it down, and never a figure alone', () => {
    const told = toldOf({
      log: [entry('b', 30, 'Yarrow was bribed', 'y'), entry('a', 50, 'Went over to the crew', 'y')],
      events: [
        event('e', 20, { eventType: 'treasure', category: 'exploration', details: { amount: 6 } }),
        event('n', 40, { eventType: 'OTHER', name: 'The ledger burned' }),
      ],
    });
    expect(told).toBe(
      'Treasure: 6. Yarrow was bribed. The ledger burned. Captain Yarrow of the Bluecoats: Went over to the crew.',
    );
  });
  it('puts an accepted entry where the notes tell it, not before them', () => {
    const notes = 'Marlo opened the sluice gate. The crew crossed the canal. Yarrow drowned in the canal mud.';
    const told = toldOf({ notes, log: [entry('a', 90, 'Yarrow drowned in the canal mud', 'y')] });
    expect(told.indexOf('Marlo')).toBeGreaterThanOrEqual(0);
    expect(told.indexOf('Marlo')).toBeLessThan(told.indexOf('drowned'));
  });
  it('tells a logged ending after notes that say no times, and before what the notes place later', () => {
    const notes =
      'Marlo opened the sluice gate. The crew crossed the canal. The guards of the tower saw them and gave chase.';
    const ending = event('n', 90, { eventType: 'OTHER', name: 'The crew burned the ledger and fled home' });
    const told = toldOf({ notes, events: [ending] });
    expect(told).toMatch(/Marlo .*canal.*burned the ledger and fled home\.$/);
    const opening = event('o', 20, { eventType: 'OTHER', name: 'Yarrow paid the guards' });
    const placed = entry('p', 40, 'The crew crossed the canal');
    expect(toldOf({ notes, log: [placed], events: [opening] })).toMatch(/^Yarrow paid the guards\. Marlo/);
  });
  it('names the game system where the campaign has no universe', () => {
    const named = (fields: Record<string, unknown>): string =>
      previously({
        ...sampleRecapSource(),
        campaign: recordWith(CAMPAIGN, 'campaign', { name: 'x', ...fields }) as Campaign,
      }).universe;
    expect([
      named({ system: 'fitd' }),
      named({ system: 'fitd', universe: 'Doskvol' }),
      named({ system: 'custom' }),
    ]).toEqual(['Forged in the Dark', 'Doskvol', 'Custom']);
  });
});
