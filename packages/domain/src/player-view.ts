// Owns the only allow-list: what of a campaign the players may see. In: records. Out: plain data with nothing in it that a
// field's declaration does not give to the table. Recap, HTML file, search for players and the table document all call this.
// Invariant: a field without an audience does not compile, and an id that points at something hidden is left out.
import { clockFill, type ProgressClock } from './clock.ts';
import type { Entity } from './entity.ts';
import type { RecordSpec, RecordOf } from './fields.ts';
import { GOAL, goalNews, type Goal } from './goal.ts';
import { SESSION, durationMinutes, sessionPlayers, type Session } from './session.ts';
import { shownStats, type SessionStats } from './session-stats.ts';
import { reviewEvents } from './session-review.ts';
import { TIMELINE_EVENT, type TimelineEvent } from './timeline-event.ts';
import type { NoteNode } from './note.ts';

/** The fields of a record that the table may see, and no others. */
export const forTable = <S extends RecordSpec>(spec: S, record: RecordOf<S>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(spec.fields).flatMap(([name, field]) =>
      field.audience === 'table' ? [[name, (record as Record<string, unknown>)[name]]] : [],
    ),
  );

/** A record as the table may read it: every other field is as if nobody had filled it in. */
export const tableRecord = <S extends RecordSpec>(spec: S, record: RecordOf<S>): RecordOf<S> =>
  ({
    id: record.id,
    ...Object.fromEntries(
      Object.entries(spec.fields).map(([name, field]) => [
        name,
        field.audience === 'table' ? (record as Record<string, unknown>)[name] : field.empty,
      ]),
    ),
  }) as RecordOf<S>;

/** What a campaign hands in: everything, secrets included. `texts` gives a rich text by record and name. */
export interface PlayerViewSource {
  campaign: { name: string; currency?: string };
  sessions: readonly (Session & { shownNumber: number })[];
  entities: readonly Entity[];
  clocks: readonly ProgressClock[];
  goals: readonly Goal[];
  events(sessionId: string): readonly TimelineEvent[];
  text(id: string, name: string): readonly NoteNode[];
}

export interface PlayerSession {
  id: string;
  number: number;
  title: string;
  date: string;
  minutes: number | null;
  objectives: readonly string[];
  present: readonly string[];
  recap: readonly NoteNode[];
  timeline: readonly { at: number; type: string; line: string }[];
  combats: readonly { name: string; rounds: number | null; outcome: string; dealt: number; taken: number }[];
  exploration: { places: readonly string[]; rooms: readonly string[] };
  social: { met: readonly string[]; quotes: readonly string[] };
  stats: SessionStats;
  goals: readonly { name: string; status: string; words: string }[];
}

export interface PlayerView {
  name: string;
  currency: string;
  sessions: readonly PlayerSession[];
  entities: readonly {
    id: string;
    name: string;
    entityType: string;
    aliases: readonly string[];
    description: readonly NoteNode[];
  }[];
  clocks: readonly { id: string; name: string; segments: number; filled: number | null }[];
}

const knownOf = (source: PlayerViewSource): Map<string, Entity> =>
  new Map(source.entities.filter((e) => e.isKnown || e.entityType === 'pc').map((e) => [e.id, e]));

/** The published ones among `source.sessions`; an event marked secret is left out, one that names somebody unknown loses that name. */
export const playerSessions = (source: PlayerViewSource): PlayerSession[] => {
  const known = knownOf(source);
  // Ids of hidden records say nothing; a name that is nobody's record was typed by the GM into a shared event.
  const ids = new Set(source.entities.map((e) => e.id));
  const nameOf = (id: string): string => known.get(id)?.name ?? (ids.has(id) ? '' : id);
  const named = (id: string): string[] => (nameOf(id) ? [nameOf(id)] : []);
  const session = (s: PlayerViewSource['sessions'][number]): PlayerSession => {
    const open = forTable(SESSION, s) as Session;
    const events = source.events(s.id).filter((e) => e.isSecret === 'shared');
    const shared = events.map((e) => ({ ...forTable(TIMELINE_EVENT, e), id: e.id }) as TimelineEvent);
    const review = reviewEvents(shared, nameOf);
    return {
      id: s.id,
      number: s.shownNumber,
      title: open.title,
      date: open.date,
      minutes: durationMinutes(open),
      objectives: open.actualObjectives.map((o) => o.text),
      present: sessionPlayers({ ...s }).flatMap((p) => (p.attended ? p.characterIds.flatMap(named) : [])),
      recap: source.text(s.id, 'summary'),
      timeline: review.timeline.map(({ at, type, line }) => ({ at, type, line })),
      combats: review.combats.map(({ name, rounds, outcome, dealt, taken }) => ({
        name,
        rounds,
        outcome,
        dealt,
        taken,
      })),
      exploration: { places: review.places, rooms: review.rooms },
      social: { met: review.met, quotes: review.quotes.map((q) => q.words) },
      stats: shownStats(open),
      goals: source.goals.flatMap((goal) => {
        const news = goalNews(goal)
          .filter((n) => n.sessionId === s.id && n.kind !== 'created' && n.kind !== 'carried')
          .at(-1);
        const seen = forTable(GOAL, goal) as Goal;
        return news
          ? [
              {
                name: seen.name,
                status: news.kind === 'complete' || news.kind === 'failed' ? news.kind : 'active',
                words: seen.progressText,
              },
            ]
          : [];
      }),
    };
  };
  return source.sessions.filter((s) => s.isPublished).map(session);
};

/** Builds the view: published sessions, known entities, shown clocks. */
export const playerView = (source: PlayerViewSource): PlayerView => ({
  name: source.campaign.name,
  currency: source.campaign.currency ?? '',
  sessions: playerSessions(source),
  entities: [...knownOf(source).values()].map((e) => ({
    id: e.id,
    name: e.name,
    entityType: e.entityType,
    aliases: e.aliases,
    description: source.text(e.id, 'description'),
  })),
  clocks: source.clocks.flatMap((c) =>
    c.visibility === 'hidden'
      ? []
      : [{ id: c.id, name: c.name, segments: c.segments, filled: c.visibility === 'shown' ? clockFill(c) : null }],
  ),
});
