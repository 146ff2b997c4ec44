// Shows the "Previously on…" page in its template, from records first, for GM and for players, and that nothing of the GM's
// ever reaches the players: every GM field of every record carries a mark.
import { describe, expect, it } from 'vitest';
import {
  CAMPAIGN,
  CLOCK,
  CONSEQUENCE,
  DECISION,
  ENTITY,
  ENTITY_LOG,
  GAUGE,
  GOAL,
  HOOK,
  readFields,
  SCENE,
  SESSION,
  TIMELINE_EVENT,
  type Campaign,
  type RecordOf,
  type RecordSpec,
} from '@emberkeep/domain';
import { gaugeWords, previously, previouslyText, sourceForPlayers, type RecapSource } from './previously.ts';

const MARK = 'ZQSECRETQZ';
const made = <S extends RecordSpec>(spec: S, id: string, fields: Record<string, unknown>): RecordOf<S> => {
  const groups = new Map<string, Map<string, unknown>>();
  for (const [key, value] of Object.entries(fields)) {
    const field = spec.fields[key];
    if (field?.form === 'members') groups.set(field.stored ?? key, new Map((value as string[]).map((m) => [m, true])));
    else if (field?.form === 'counter') groups.set(key, new Map([['s', { n: 1, to: value }]]));
    else if (field?.form === 'items') groups.set(key, new Map((value as string[]).map((text, i) => [`i${i}`, text])));
  }
  return readFields(spec, id, {
    fields: new Map<string, unknown>([
      ...Object.entries(fields).filter(([k]) => !['members', 'counter', 'items'].includes(spec.fields[k]?.form ?? '')),
      ...(spec.isPacked ? [['made', fields] as const] : []),
    ]),
    groups,
  })!;
};
/** Every GM field that holds words says the mark; what is given goes on top. */
const marked = <S extends RecordSpec>(spec: S, id: string, fields: Record<string, unknown>): RecordOf<S> =>
  made(spec, id, {
    ...Object.fromEntries(
      Object.entries(spec.fields)
        .filter(([, f]) => f.audience === 'gm' && f.form === 'value' && ['line', 'paragraph'].includes(f.input))
        .map(([name]) => [name, `${MARK} ${name}`]),
    ),
    ...fields,
  });

const source = (): RecapSource => ({
  audience: 'gm',
  next: 16,
  players: ['Jo'],
  campaign: marked(CAMPAIGN, 'campaign', {
    name: 'The Drowned Lantern',
    system: 'dnd-5e',
    universe: 'The lamp coast',
    situation: 'Seven weeks before the Fair.',
    locationId: 'street',
    spotlightId: 'mira',
  }) as Campaign,
  last: {
    session: {
      ...marked(SESSION, 's15', { title: 'Nine Pages', number: 15, highlights: ['The bell rang true'] }),
      shownNumber: 15,
    },
    summary: 'The pages were in the bell of [[St. Brannoc]]. Seven came down dry.',
    notes: `We climbed the tower (DC 15). Pell betrayed the Watch for ${MARK}.`,
    scenes: [marked(SCENE, 'sc', { title: 'The bell loft', status: 'completed', entityIds: ['tam'] })],
    events: [
      marked(TIMELINE_EVENT, 'e1', {
        eventType: 'npc_introduced',
        category: 'social',
        name: 'Sister Wen feels it in the rope',
        at: 1,
      }),
      marked(TIMELINE_EVENT, 'e2', {
        eventType: 'OTHER',
        category: 'social',
        name: `${MARK} event`,
        isSecret: 'secret',
        at: 2,
      }),
    ],
    log: [marked(ENTITY_LOG, 'l1', { entityId: 'tam', text: `${MARK} log entry of Tam`, sessionId: 's15' })],
  },
  entities: [
    marked(ENTITY, 'mira', {
      name: 'Mirabel Thorne',
      entityType: 'pc',
      origin: 'A keeper’s daughter',
      motivation: 'Her father’s last word',
    }),
    marked(ENTITY, 'tam', {
      name: `${MARK} Tam`,
      entityType: 'npc',
      isCompanion: true,
      trust: 7,
      lastInteraction: 'Paid with a story',
    }),
    marked(ENTITY, 'watch', {
      name: 'Harbour Watch',
      entityType: 'faction',
      isKnown: true,
      power: 5,
      attitude: 'Hostile',
      territory: 'The quays',
    }),
    marked(ENTITY, 'street', { name: 'Salt Street', entityType: 'location', isKnown: true }),
  ],
  gauges: [marked(GAUGE, 'g', { name: 'Stress', highest: 100, level: 80 })],
  goals: [
    marked(GOAL, 'goal', {
      name: 'Keep the lantern dark',
      status: 'active',
      stakes: `A child ${MARK}`,
      progressText: 'They know about the oil.',
    }),
  ],
  clocks: [
    marked(CLOCK, 'c', { name: 'The Lamp Fair', segments: 8, ticks: 5, visibility: 'shown' }),
    marked(CLOCK, 'c2', { name: `${MARK} clock`, segments: 6, ticks: 5, visibility: 'hidden' }),
  ],
  decisions: [
    marked(DECISION, 'd', {
      decision: 'They gave Lefevre their word',
      worldEffect: `The Salon is open ${MARK}`,
      sessionId: 's15',
    }),
  ],
  consequences: [
    marked(CONSEQUENCE, 'k', {
      trigger: 'the ring is lost',
      effect: `Lefevre closes the Salon ${MARK}`,
      sessionNumber: 16,
    }),
  ],
  hooks: [marked(HOOK, 'h', { text: `Pell heard about the surgery ${MARK}`, hookKind: 'threat' })],
});

describe('previously on', () => {
  it('has the template’s parts in its order, ending with its question (M-218 to M-229)', () => {
    const text = previouslyText(previously(source())).replaceAll(` ${MARK}`, '').replaceAll(`${MARK} `, '');
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

  it('tells what happened, a choice with what came of it, a stake and a threat, and its last line is a hook (M-222 to M-224, M-230 to M-234)', () => {
    const page = previously(source());
    const words = page.paragraphs.map((p) => p.map((s) => s.text).join(' '));
    expect(words.length).toBeGreaterThanOrEqual(2);
    expect(words.length).toBeLessThanOrEqual(3);
    expect(words[0]).toContain('The pages were in the bell of St. Brannoc. Seven came down dry.');
    expect(words[1]).toContain('they gave Lefevre their word');
    expect(words[1]).toContain('the Salon is open');
    expect(words[2]).toMatch(/What is at stake .* a child/i);
    expect(words[2]).toContain('If the ring is lost');
    expect(page.hook).toMatch(/^Pell heard about the surgery/);
    const plain = previously(source(), 'plain')
      .paragraphs.flat()
      .map((s) => s.text)
      .join(' ');
    expect(plain).not.toMatch(/Previously, in|something waits|made a choice/);
    expect(plain).toContain('Seven came down dry.');
  });

  it('every sentence but the opening line says what it came from (M-222)', () => {
    for (const s of previously(source()).paragraphs.flat().slice(1))
      expect(s.sources.length, s.text).toBeGreaterThan(0);
  });

  it('for the players there is nothing of the GM’s, in any field (R-5)', () => {
    const shown = sourceForPlayers(source());
    for (const tone of ['dramatic', 'plain'] as const) {
      const page = previously(shown, tone);
      expect(JSON.stringify(page)).not.toContain(MARK);
      expect(previouslyText(page)).not.toContain(MARK);
      expect(previouslyText(page)).toContain('Seven came down dry.');
      expect(previouslyText(page)).toContain('Keep the lantern dark');
      expect(previouslyText(page)).not.toMatch(/power \d|Trust/);
    }
    expect(JSON.stringify(shown)).not.toContain(MARK);
  });

  it('words a gauge (M-221)', () => {
    const gauge = (name: string, level: number, isOff = false) =>
      gaugeWords(made(GAUGE, 'g', { name, lowest: -100, highest: 100, level, isOff }));
    expect([
      gauge('Stress', 80),
      gauge('stress', 10),
      gauge('Morality', -60),
      gauge('Desire', 90),
      gauge('Heat', 80),
      gauge('Desire', 90, true),
    ]).toEqual(['strained', 'calm', 'ruthless', 'hungry for it', 'heat very high', '']);
  });

  it('a campaign with nothing in it says so little that nothing is wrong', () => {
    const empty: RecapSource = {
      ...source(),
      campaign: made(CAMPAIGN, 'campaign', { name: 'New' }) as Campaign,
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
});
