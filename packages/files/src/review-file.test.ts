// The session file for players is self-contained, escaped, and holds no secret.
import { expect, it } from 'vitest';
import {
  ENTITY,
  packFields,
  playerView,
  readFields,
  SESSION,
  TIMELINE_EVENT,
  type AnySpec,
  type Entity,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';
import { writeReviewHtml } from './review-file.ts';

const made = <T>(spec: AnySpec, id: string, fields: Record<string, unknown>): T =>
  readFields(spec, id, {
    fields: spec.isPacked ? new Map([['made', packFields(spec, fields)]]) : new Map(Object.entries(fields)),
    groups: new Map(),
  }) as T;

it('is one HTML file that loads nothing and holds nothing meant for the GM (M-130, M-132, M-137)', () => {
  const SECRET = 'XSECRETX';
  const session = {
    ...made<Session>(SESSION, 's', {
      number: 3,
      title: '<b>Nine</b> & "Pages"',
      date: '2026-10-03',
      status: 'completed',
      objective: SECRET,
      isPublished: true,
    }),
    highlights: [{ id: 'h', text: 'The bell <rang>', order: 'V' }],
    shownNumber: 3,
  };
  const entities = [
    made<Entity>(ENTITY, 'known', { name: 'Sister Wen', entityType: 'npc', isKnown: true }),
    made<Entity>(ENTITY, 'hidden', { name: SECRET, entityType: 'npc' }),
  ];
  const events = [
    made<TimelineEvent>(TIMELINE_EVENT, 'e1', {
      eventType: 'npc_introduced',
      name: 'In the loft',
      npcId: 'known',
      at: 1,
    }),
    made<TimelineEvent>(TIMELINE_EVENT, 'e2', {
      eventType: 'npc_introduced',
      name: 'A shadow',
      npcId: 'hidden',
      at: 2,
    }),
    made<TimelineEvent>(TIMELINE_EVENT, 'e3', { eventType: 'OTHER', name: SECRET, visibility: 'secret', at: 3 }),
  ];
  const view = playerView({
    campaign: { name: 'Lantern', currency: 'gp' },
    sessions: [session],
    entities,
    deletedEntities: [],
    clocks: [],
    goals: [],
    handouts: [],
    maps: [],
    events: () => events,
    goalChangeIds: { ofEvent: (eventId) => eventId, ofObjective: () => [] },
    text: (_id, name) =>
      name === 'summary'
        ? [
            {
              type: 'paragraph',
              content: [
                {
                  type: 'text',
                  text: 'They climbed [[St. Brannoc|the tower]] <script>alert(1)</script>',
                  marks: [{ type: 'bold' }, { type: 'link', attrs: { href: 'javascript:alert(1)' } }],
                },
              ],
            },
          ]
        : [{ type: 'paragraph', content: [{ type: 'text', text: SECRET }] }],
  });
  const html = writeReviewHtml(view.name, view.sessions[0]!, 'marks');
  expect(html).not.toContain(SECRET);
  expect(html).not.toMatch(/<script|javascript:|https?:|src=|<b>Nine/);
  expect(html).toContain('the tower');
  expect(html).toContain('Sister Wen');
  expect(html).toContain('A shadow');
  expect(html).toMatch(/^<!doctype html>/);
  // 19.10: highlights are for the players.
  expect(html).toContain('<h2>Highlights</h2><ul><li>The bell &#60;rang&#62;</li></ul>');
});
