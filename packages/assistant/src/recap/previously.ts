// Owns the "Previously on…" page (M-218 to M-234): a campaign as its table should remember it, from records first and from
// notes after. In: what a reader may see, as plain records. Out: the template's parts, each sentence with what it came from.
// What is not in the source cannot be told: the caller fills it for its audience, and `sourceForPlayers` is the one that may
// leave the GM's hands.
import {
  attitudeFromReputation,
  CAMPAIGN,
  CLOCK,
  consequenceReport,
  DECISION,
  ENTITY,
  eventLine,
  eventParticipants,
  GOAL,
  nextTimeHook,
  SESSION,
  tableRecord,
  TIMELINE_EVENT,
  type AnalysisInput,
  type Campaign,
  type Decision,
  type DelayedConsequence,
  type Entity,
  type EntityLogEntry,
  type Gauge,
  type Goal,
  type Hook,
  type ProgressClock,
  type Scene,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';
import { countWords, cutSentences } from '../text.ts';
import { LOWERED_INSIDE } from './note-phrases.ts';
import { recapNotes } from './recap-notes.ts';

export type RecapTone = 'dramatic' | 'plain';

/** Where a sentence came from. */
export interface SentenceSource {
  kind: 'summary' | 'notes' | 'log' | 'event' | 'decision' | 'goal' | 'clock' | 'consequence' | 'hook' | 'campaign';
  id: string;
  /** The words it stands on. */
  quote: string;
}
export interface ToldSentence {
  text: string;
  sources: readonly SentenceSource[];
}

/** The evening that was played last. */
export interface LastEvening {
  session: Session & { shownNumber: number };
  /** The GM's summary for the players, as text. */
  summary: string;
  /** The actual notes; empty where the reader may not see them. */
  notes: string;
  scenes: readonly Scene[];
  events: readonly TimelineEvent[];
  log: readonly EntityLogEntry[];
}

export interface RecapSource {
  audience: 'gm' | 'players';
  campaign: Pick<Campaign, 'name' | 'universe' | 'system' | 'situation' | 'locationId' | 'spotlightId'>;
  /** The number of the evening that is about to be played. */
  next: number;
  last: LastEvening | null;
  entities: readonly Entity[];
  gauges: readonly Gauge[];
  goals: readonly Goal[];
  clocks: readonly ProgressClock[];
  decisions: readonly Decision[];
  consequences: readonly DelayedConsequence[];
  hooks: readonly Hook[];
  players: readonly string[];
}

export interface Previously {
  heading: string;
  session: number;
  universe: string;
  character: { name: string; reminder: string; state: string } | null;
  paragraphs: readonly (readonly ToldSentence[])[];
  companions: readonly { name: string; status: string; relationship: string }[];
  world: readonly { name: string; status: string }[];
  threads: readonly ToldSentence[];
  leftOff: string;
  /** The last line: a hook and no list (M-234). */
  hook: string;
}

/** What the players may be told: the fields of the table (player-view.ts), of whom they know, and nothing of the GM's (R-5). */
export const sourceForPlayers = (source: RecapSource): RecapSource => {
  const known = source.entities.filter((e) => e.entityType === 'pc' || e.isKnown);
  const isKnown = new Set(known.map((e) => e.id));
  const shownId = (id: string): string => (isKnown.has(id) ? id : '');
  const event = (e: TimelineEvent): TimelineEvent => ({
    ...tableRecord(TIMELINE_EVENT, e),
    characterId: shownId(e.characterId),
    npcId: shownId(e.npcId),
    participants: Object.fromEntries(Object.entries(eventParticipants(e)).filter(([, id]) => isKnown.has(id))),
  });
  return {
    audience: 'players',
    campaign: {
      ...tableRecord(CAMPAIGN, source.campaign as Campaign),
      locationId: shownId(source.campaign.locationId),
      spotlightId: shownId(source.campaign.spotlightId),
    },
    next: source.next,
    players: source.players,
    last: source.last && {
      session: { ...tableRecord(SESSION, source.last.session), shownNumber: source.last.session.shownNumber },
      summary: source.last.summary,
      notes: '',
      scenes: [],
      log: [],
      events: source.last.events.filter((e) => e.isSecret === 'shared').map(event),
    },
    entities: known.map((e) => tableRecord(ENTITY, e)),
    goals: source.goals.map((g) => tableRecord(GOAL, g)),
    clocks: source.clocks
      .filter((c) => c.visibility === 'shown')
      .map((c) => ({ ...tableRecord(CLOCK, c), segments: c.segments, ticks: c.ticks })),
    decisions: source.decisions.map((d) => tableRecord(DECISION, d)),
    gauges: [],
    consequences: [],
    hooks: [],
  };
};

const sentence = (text: string): string => {
  const words = text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]/g, '$1');
  if (words === '') return '';
  const upper = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?…]["”’']?$/.test(upper) ? upper : `${upper}.`;
};
const inner = (text: string): string => {
  const words = sentence(text).replace(/[.!?…]+$/, '');
  return LOWERED_INSIDE.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
};

/** A gauge in words (M-221): stress 80 reads as strained. */
export const gaugeWords = (gauge: Pick<Gauge, 'name' | 'lowest' | 'highest' | 'level' | 'isOff'>): string => {
  if (gauge.isOff) return '';
  const level = gauge.level.value;
  const known: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
    stress: [
      [85, 'close to breaking'],
      [60, 'strained'],
      [30, 'tense'],
      [0, 'calm'],
    ],
    fragmentation: [
      [75, 'coming apart'],
      [45, 'unsteady'],
      [20, 'fraying at the edges'],
      [0, 'whole'],
    ],
    morality: [
      [50, 'holding to what is right'],
      [15, 'decent on the whole'],
      [-14, 'torn between right and easy'],
      [-49, 'hardened'],
      [-100, 'ruthless'],
    ],
    desire: [
      [70, 'hungry for it'],
      [40, 'restless'],
      [0, 'at ease'],
    ],
  };
  const steps = known[gauge.name.trim().toLowerCase()];
  if (steps) return steps.find(([from]) => level >= from)?.[1] ?? steps.at(-1)![1];
  const share = gauge.highest > gauge.lowest ? (level - gauge.lowest) / (gauge.highest - gauge.lowest) : 0;
  const name = gauge.name.trim().toLowerCase();
  return share >= 0.75
    ? `${name} very high`
    : share >= 0.5
      ? `${name} high`
      : share >= 0.25
        ? `${name} middling`
        : `${name} low`;
};

const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const stems = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((w) => w.slice(0, 5)));
const saysTheSame = (a: string, b: string): boolean => {
  const [x, y] = [stems(a), stems(b)];
  const shared = [...x].filter((w) => y.has(w)).length;
  return shared > 0 && shared / Math.min(x.size, y.size) >= 0.6;
};

/** Words of the first paragraph, at most. */
const HAPPENED_WORDS = 105;

const happened = (source: RecapSource): ToldSentence[] => {
  const { last } = source;
  if (!last) return [];
  const { session } = last;
  const nameOf = (id: string): string => source.entities.find((e) => e.id === id)?.name ?? '';
  const told: ToldSentence[] = [];
  let words = 0;
  const tell = (text: string, from: SentenceSource): void => {
    const said = sentence(text);
    const count = countWords(said);
    if (said === '' || words + count > HAPPENED_WORDS || told.some((t) => saysTheSame(t.text, said))) return;
    told.push({ text: said, sources: [from] });
    words += count;
  };
  // What a GM wrote or accepted goes first, then the notes.
  for (const { text } of cutSentences(last.summary)) tell(text, { kind: 'summary', id: session.id, quote: text });
  for (const entry of last.log.filter((l) => l.confidence !== 'SUGGESTION' && l.confidence !== 'SUPERSEDED')) {
    const who = nameOf(entry.entityId);
    const isSaid = who !== '' && entry.text.includes(who.split(' ').at(-1) as string);
    tell(isSaid || who === '' ? entry.text : `${who}: ${inner(entry.text)}`, {
      kind: 'log',
      id: entry.id,
      quote: entry.text,
    });
  }
  for (const { id, text } of session.highlights)
    tell(text, { kind: 'summary', id: `${session.id}:${id}`, quote: text });
  if (words < HAPPENED_WORDS - 25 && last.notes.trim() !== '') {
    const input: AnalysisInput = {
      text: last.notes,
      gameSystem: source.campaign.system,
      stage: 'actual',
      players: source.players,
      knownEntities: source.entities.map((e) => ({ id: e.id, name: e.name, type: e.entityType, aliases: e.aliases })),
    };
    for (const { text, sources } of recapNotes(input, HAPPENED_WORDS - words).paragraphs.flat())
      tell(text, {
        kind: 'notes',
        id: session.id,
        quote: sources.map((s) => last.notes.slice(s.start, s.end)).join(' … '),
      });
  }
  if (words < 30)
    for (const event of last.events.filter((e) => e.category !== 'other'))
      tell(eventLine(event, nameOf), { kind: 'event', id: event.id, quote: eventLine(event, nameOf) });
  // The summary that writes itself, without its title.
  if (words < 30)
    for (const { text } of cutSentences(session.autoSummary.split('\n').slice(1).join('\n')))
      tell(text.replace(/^[-–]\s*/, ''), { kind: 'summary', id: session.id, quote: text });
  return told;
};

const OPENINGS: readonly ((name: string) => string)[] = [
  (name) => `Previously, in ${name}…`,
  (name) => `Last time, in ${name}…`,
  () => 'When we last left them…',
];

/** Builds the page. `tone`: dramatic by default, plain on request (M-230). */
export const previously = (source: RecapSource, tone: RecapTone = 'dramatic'): Previously => {
  const { campaign, entities, last } = source;
  const isDramatic = tone === 'dramatic';
  const nameOf = (id: string): string => entities.find((e) => e.id === id)?.name ?? '';
  const spotlight =
    entities.find((e) => e.id === campaign.spotlightId) ?? entities.find((e) => e.entityType === 'pc') ?? null;
  const report = consequenceReport(source.decisions, source.consequences, source.clocks, source.next);

  const first = happened(source);
  const opening = OPENINGS[source.next % OPENINGS.length]!(campaign.name);
  const paragraphs: ToldSentence[][] = [];
  if (first.length > 0) paragraphs.push([...(isDramatic ? [{ text: opening, sources: [] }] : []), ...first]);
  else if (campaign.situation)
    paragraphs.push(
      cutSentences(campaign.situation).map(({ text }) => ({
        text: sentence(text),
        sources: [{ kind: 'campaign' as const, id: 'campaign', quote: text }],
      })),
    );

  // What they chose, and what it cost (M-223, M-232).
  const lately = [...source.decisions].sort(
    (a, b) =>
      Number(b.sessionId === last?.session.id) - Number(a.sessionId === last?.session.id) || b.createdAt - a.createdAt,
  );
  const choices = lately.slice(0, 2).map((d, i): ToldSentence => {
    const effects = [d.worldEffect, d.relationshipEffect].filter(Boolean).map(inner);
    const lead = isDramatic ? (i === 0 ? 'They made a choice: ' : 'And they made another: ') : '';
    return {
      text: `${lead ? `${lead}${inner(d.decision)}` : sentence(d.decision).replace(/[.!?…]+$/, '')}${effects.length > 0 ? (isDramatic ? `. Since then ${effects.join(', and ')}` : `; ${effects.join('; ')}`) : ''}.`,
      sources: [{ kind: 'decision', id: d.id, quote: [d.decision, ...effects].join(' → ') }],
    };
  });
  if (choices.length > 0) paragraphs.push(choices);

  // What is at stake, and what draws near (M-223, M-224, M-231, M-233).
  const dread: ToldSentence[] = [];
  const stake = source.goals.find((g) => g.status === 'active' && g.stakes);
  if (stake)
    dread.push({
      text: isDramatic
        ? `What is at stake has not changed: ${inner(stake.stakes)}.`
        : `At stake in “${stake.name}”: ${inner(stake.stakes)}.`,
      sources: [{ kind: 'goal', id: stake.id, quote: `${stake.name}: ${stake.stakes}` }],
    });
  const due = report.find((r) => r.kind === 'consequence');
  if (due?.choice && due.pending)
    dread.push({
      text: isDramatic
        ? `And something waits. If ${inner(due.choice)}, then ${inner(due.pending)}.`
        : `Pending: if ${inner(due.choice)}, ${inner(due.pending)}.`,
      sources: [{ kind: 'consequence', id: due.id, quote: `${due.choice} → ${due.pending}` }],
    });
  const clock = [...source.clocks]
    .filter((c) => c.ticks.value > 0 && c.ticks.value < c.segments)
    .sort((a, b) => b.ticks.value / b.segments - a.ticks.value / a.segments)[0];
  if (clock)
    dread.push({
      text: isDramatic
        ? `${sentence(clock.name).replace(/[.!?…]+$/, '')} draws nearer.`
        : `The clock “${clock.name}” stands at ${clock.ticks.value} of ${clock.segments}.`,
      sources: [{ kind: 'clock', id: clock.id, quote: `${clock.name}: ${clock.ticks.value} of ${clock.segments}` }],
    });
  if (dread.length > 0) paragraphs.push(dread);

  const threads: ToldSentence[] = [
    ...source.goals
      .filter((g) => g.status === 'active')
      .map((g): ToldSentence => ({
        text: sentence(`${g.name}${g.progressText ? `: ${inner(g.progressText)}` : ''}`),
        sources: [{ kind: 'goal', id: g.id, quote: g.name }],
      })),
    ...source.hooks
      .filter((h) => !h.isDone)
      .map((h): ToldSentence => ({ text: sentence(h.text), sources: [{ kind: 'hook', id: h.id, quote: h.text }] })),
    ...report
      .filter((r) => r.kind !== 'decision')
      .map((r): ToldSentence => ({
        text: sentence([r.choice, r.pending].filter(Boolean).join(' → ')),
        sources: [{ kind: r.kind === 'clock' ? 'clock' : 'consequence', id: r.id, quote: r.pending }],
      })),
  ];
  const companions = entities.filter((e) => e.entityType === 'npc' && e.isCompanion && e.condition !== 'Dead');
  const scene =
    last &&
    ([...last.scenes].reverse().find((s) => s.status === 'active') ??
      [...last.scenes].reverse().find((s) => s.status === 'completed') ??
      last.scenes.at(-1));
  const lastEvent = last?.events.at(-1);
  const place = nameOf(campaign.locationId);
  const cast = scene ? scene.entityIds.map(nameOf).filter(Boolean).slice(0, 4) : [];
  return {
    heading: `CAMPAIGN SUMMARY: ${campaign.name}`,
    session: source.next,
    universe: campaign.universe || 'Custom',
    character: spotlight && {
      name: spotlight.name,
      reminder:
        [spotlight.origin, spotlight.motivation]
          .filter(Boolean)
          .map((t) => inner(t))
          .join('; ') || (spotlight.appearance ? inner(spotlight.appearance) : ''),
      state: list(source.gauges.map(gaugeWords).filter(Boolean)),
    },
    paragraphs,
    companions: companions.map((c) => ({
      name: c.name,
      status: [c.condition, c.whereabouts].filter(Boolean).join(', '),
      relationship: [`Trust ${c.trust.value}/10`, c.lastInteraction].filter(Boolean).join(': '),
    })),
    world: entities
      .filter((e) => e.entityType === 'faction')
      .map((f) => ({
        name: f.name,
        status:
          source.audience === 'players'
            ? ''
            : [
                `${f.derivesAttitude ? attitudeFromReputation(f.reputation.value) : f.attitude}, power ${f.power}/10`,
                f.territory,
              ]
                .filter(Boolean)
                .join('; '),
      })),
    threads,
    leftOff: scene
      ? sentence(
          [
            scene.title,
            place && !scene.title.includes(place) ? `in ${place}` : '',
            cast.length > 0 ? `with ${list(cast)}` : '',
          ]
            .filter(Boolean)
            .join(', '),
        )
      : lastEvent
        ? sentence(eventLine(lastEvent, nameOf))
        : place
          ? sentence(place)
          : '',
    hook: nextTimeHook(source.hooks, report) || (isDramatic && stake ? `${sentence(stake.name)}` : ''),
  };
};

/** The page as Markdown in the mission's template; ends with its question. */
export const previouslyText = (page: Previously): string => {
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`### ${title}`, ...lines, ''];
  const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
  return [
    `## ${page.heading}`,
    `**Session ${page.session}** | **${page.universe}**`,
    '',
    ...(page.character
      ? section('Your Character', [
          `**${page.character.name}**${page.character.reminder ? ` — ${page.character.reminder}` : ''}`,
          ...(page.character.state ? [`Current state: ${page.character.state}`] : []),
        ])
      : []),
    ...section(
      'Previously...',
      page.paragraphs.flatMap((p, i) => [...(i > 0 ? [''] : []), p.map((s) => s.text).join(' ')]),
    ),
    ...section(
      'Your Companions',
      page.companions.length === 0
        ? []
        : [
            '| Name | Status | Relationship |',
            '|------|--------|-------------|',
            ...page.companions.map((c) => `| ${cell(c.name)} | ${cell(c.status)} | ${cell(c.relationship)} |`),
          ],
    ),
    ...section(
      'World State',
      page.world.map((f) => (f.status ? `- **${f.name}:** ${f.status}` : `- **${f.name}**`)),
    ),
    ...section(
      'Unresolved Threads',
      page.threads.map((t) => `- ${t.text}`),
    ),
    ...section('Where We Left Off', page.leftOff ? [page.leftOff] : []),
    ...(page.hook ? [page.hook, ''] : []),
    'Ready to continue?',
    '',
  ].join('\n');
};
