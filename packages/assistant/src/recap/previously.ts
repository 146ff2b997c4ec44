// Builds the "Previously on…" page (M-218 to M-234): the campaign as its players should remember it, from records first
// and from notes after. Whatever is not in the source cannot be told, so the source decides what each audience sees.
import {
  attitudeFromReputation,
  consequenceReport,
  eventWords,
  listWords,
  nextTimeHook,
  universeOf,
  cutSentences,
  type Decision,
  type Entity,
} from '@emberkeep/domain';
import { gaugeWords } from './gauge-words.ts';
import { happened } from './happened.ts';
import { entityNames, type RecapSource } from './recap-source.ts';
import { clause, sentence, withoutEnd } from './sentences.ts';
import type { SourcedSentence } from './told-sentence.ts';

export type RecapTone = 'dramatic' | 'plain';

export interface Previously {
  heading: string;
  session: number;
  universe: string;
  character: { name: string; reminder: string; state: string } | null;
  paragraphs: readonly (readonly SourcedSentence[])[];
  companions: readonly { name: string; status: string; relationship: string }[];
  world: readonly { name: string; status: string }[];
  threads: readonly SourcedSentence[];
  leftOff: string;
  /** The last line: one hook and no list (M-234). */
  hook: string;
}

/** The source, with what several parts of the page derive from it. */
interface PageContext {
  source: RecapSource;
  isDramatic: boolean;
  report: ReturnType<typeof consequenceReport>;
  /** Name of an entity; empty where it is not in the source. */
  nameOf(id: string): string;
}

/** Decisions on the page. */
const CHOICES_SHOWN = 2;
/** Entities named in the sentence about the last scene. */
const CAST_SHOWN = 4;

const OPENINGS: readonly ((campaign: string) => string)[] = [
  (campaign) => `Previously, in ${campaign}…`,
  (campaign) => `Last time, in ${campaign}…`,
  () => 'When we last left them…',
];

/** What happened in the last session; for players in the latest before it that tells them something, if it does not. */
const storyOf = (source: RecapSource): SourcedSentence[] => {
  const sessions = source.audience === 'players' ? [source.last, ...source.earlier] : [source.last];
  for (const last of sessions) {
    const told = happened({ ...source, last });
    if (told.length > 0) return told;
  }
  return [];
};

/** What happened; before the first session, the campaign's situation. */
const storySentences = ({ source, isDramatic }: PageContext): SourcedSentence[] => {
  const { campaign, next } = source;
  const told = storyOf(source);
  if (told.length > 0) {
    const opening = OPENINGS[next % OPENINGS.length]!(campaign.name);
    return [...(isDramatic ? [{ text: opening, sources: [] }] : []), ...told];
  }
  if (!campaign.situation) return [];
  return cutSentences(campaign.situation).map(({ text }) => ({
    text: sentence(text),
    sources: [{ kind: 'campaign', id: 'campaign', quote: text }],
  }));
};

const choiceSentence = (decision: Decision, position: number, isDramatic: boolean): SourcedSentence => {
  const effects = [decision.worldEffect, decision.relationshipEffect].filter(Boolean).map(clause);
  const sources = [{ kind: 'decision' as const, id: decision.id, quote: [decision.decision, ...effects].join(' → ') }];
  if (!isDramatic) return { text: `${[withoutEnd(decision.decision), ...effects].join('; ')}.`, sources };
  const lead = position === 0 ? 'They made a choice: ' : 'And they made another: ';
  const outcome = effects.length > 0 ? `. Since then ${effects.join(', and ')}` : '';
  return { text: `${lead}${clause(decision.decision)}${outcome}.`, sources };
};

/** What they chose and what it cost (M-223, M-232): decisions of the last session first, then the latest. */
const choiceSentences = ({ source: { decisions, last }, isDramatic }: PageContext): SourcedSentence[] => {
  const isLast = (decision: Decision): number => Number(decision.sessionId === last?.session.id);
  return [...decisions]
    .sort((a, b) => isLast(b) - isLast(a) || b.createdAt - a.createdAt)
    .slice(0, CHOICES_SHOWN)
    .map((decision, position) => choiceSentence(decision, position, isDramatic));
};

/** The first active goal that has something at stake. */
const goalAtStake = ({ goals }: RecapSource) => goals.find((goal) => goal.status === 'active' && goal.stakes);

const stakeSentence = ({ source, isDramatic }: PageContext): SourcedSentence | null => {
  const goal = goalAtStake(source);
  if (!goal) return null;
  return {
    text: isDramatic
      ? `What is at stake has not changed: ${clause(goal.stakes)}.`
      : `At stake in “${goal.name}”: ${clause(goal.stakes)}.`,
    sources: [{ kind: 'goal', id: goal.id, quote: `${goal.name}: ${goal.stakes}` }],
  };
};

const consequenceSentence = ({ report, isDramatic }: PageContext): SourcedSentence | null => {
  const due = report.find((entry) => entry.kind === 'consequence');
  if (!due?.choice || !due.pending) return null;
  return {
    text: isDramatic
      ? `And something waits. If ${clause(due.choice)}, then ${clause(due.pending)}.`
      : `Pending: if ${clause(due.choice)}, ${clause(due.pending)}.`,
    sources: [{ kind: 'consequence', id: due.id, quote: `${due.choice} → ${due.pending}` }],
  };
};

/** The running clock that is closest to full. */
const clockSentence = ({ source, isDramatic }: PageContext): SourcedSentence | null => {
  const clock = source.clocks
    .filter((each) => each.ticks.value > 0 && each.ticks.value < each.segments)
    .sort((a, b) => b.ticks.value / b.segments - a.ticks.value / a.segments)[0];
  if (!clock) return null;
  const { id, name, segments } = clock;
  const ticks = clock.ticks.value;
  return {
    text: isDramatic ? `${withoutEnd(name)} draws nearer.` : `The clock “${name}” stands at ${ticks} of ${segments}.`,
    sources: [{ kind: 'clock', id, quote: `${name}: ${ticks} of ${segments}` }],
  };
};

/** What is at stake and what draws near (M-223, M-224, M-231, M-233). */
const threatSentences = (context: PageContext): SourcedSentence[] =>
  [stakeSentence(context), consequenceSentence(context), clockSentence(context)].filter((each) => each !== null);

/** Active goals, open hooks and what is pending. */
const threadSentences = ({ source, report }: PageContext): SourcedSentence[] => [
  ...source.goals
    .filter((goal) => goal.status === 'active')
    .map((goal): SourcedSentence => ({
      text: sentence(`${goal.name}${goal.progressText ? `: ${clause(goal.progressText)}` : ''}`),
      sources: [{ kind: 'goal', id: goal.id, quote: goal.name }],
    })),
  ...source.hooks
    .filter((hook) => !hook.isDone)
    .map((hook): SourcedSentence => ({
      text: sentence(hook.text),
      sources: [{ kind: 'hook', id: hook.id, quote: hook.text }],
    })),
  ...report
    .filter((entry) => entry.kind !== 'decision')
    .map((entry): SourcedSentence => ({
      text: sentence([entry.choice, entry.pending].filter(Boolean).join(' → ')),
      sources: [{ kind: entry.kind === 'clock' ? 'clock' : 'consequence', id: entry.id, quote: entry.pending }],
    })),
];

/** The character in the spotlight, or the first player character. */
const characterOf = ({ campaign, entities, gauges }: RecapSource): Previously['character'] => {
  const character =
    entities.find((entity) => entity.id === campaign.spotlightId) ??
    entities.find((entity) => entity.entityType === 'pc');
  if (!character) return null;
  const { name, origin, motivation, appearance } = character;
  return {
    name,
    reminder: [origin, motivation].filter(Boolean).map(clause).join('; ') || (appearance ? clause(appearance) : ''),
    state: listWords(gauges.map(gaugeWords).filter(Boolean)),
  };
};

const companionsOf = ({ entities }: RecapSource): Previously['companions'] =>
  entities
    .filter((entity) => entity.entityType === 'npc' && entity.isCompanion && entity.condition !== 'Dead')
    .map(({ name, condition, whereabouts, trust, lastInteraction }) => ({
      name,
      status: [condition, whereabouts].filter(Boolean).join(', '),
      relationship: [`Trust ${trust.value}/10`, lastInteraction].filter(Boolean).join(': '),
    }));

/** Attitude, power and territory of a faction; empty for players, who see only its name. */
const factionStatus = (faction: Entity, { audience }: RecapSource): string => {
  if (audience === 'players') return '';
  const attitude = faction.derivesAttitude ? attitudeFromReputation(faction.reputation.value) : faction.attitude;
  return [`${attitude}, power ${faction.power}/10`, faction.territory].filter(Boolean).join('; ');
};

/**
 * Where the last session ended: the scene that is current, else the last that was played, else its last event, else the
 * party's location. A scene that is still planned, or was skipped, says nothing of where the party is.
 */
const leftOffSentence = ({ source: { last, campaign }, nameOf }: PageContext): string => {
  const place = nameOf(campaign.locationId);
  const scene =
    last?.scenes.findLast(({ status }) => status === 'active') ??
    last?.scenes.findLast(({ status }) => status === 'completed');
  if (scene) {
    const cast = scene.entityIds.map(nameOf).filter(Boolean).slice(0, CAST_SHOWN);
    const parts = [
      scene.title,
      place && !scene.title.includes(place) ? `in ${place}` : '',
      cast.length > 0 ? `with ${listWords(cast)}` : '',
    ];
    return sentence(parts.filter(Boolean).join(', '));
  }
  const event = last?.events.at(-1);
  return event ? sentence(eventWords(event, nameOf)) : sentence(place);
};

/** The hook for next time; where there is none, the goal at stake in the dramatic tone. */
const hookLine = ({ source, report, isDramatic }: PageContext): string => {
  const hook = nextTimeHook(source.hooks, report);
  if (hook || !isDramatic) return hook;
  return sentence(goalAtStake(source)?.name ?? '');
};

/** Builds the page. `tone`: dramatic, or plain on request (M-230). */
export const previously = (source: RecapSource, tone: RecapTone = 'dramatic'): Previously => {
  const { campaign, entities } = source;
  const context: PageContext = {
    source,
    isDramatic: tone === 'dramatic',
    report: consequenceReport(source.decisions, source.consequences, source.clocks, source.next),
    nameOf: entityNames(source),
  };
  return {
    heading: `CAMPAIGN SUMMARY: ${campaign.name}`,
    session: source.next,
    universe: universeOf(campaign),
    character: characterOf(source),
    paragraphs: [storySentences(context), choiceSentences(context), threatSentences(context)].filter(
      (paragraph) => paragraph.length > 0,
    ),
    companions: companionsOf(source),
    world: entities
      .filter((entity) => entity.entityType === 'faction')
      .map((faction) => ({ name: faction.name, status: factionStatus(faction, source) })),
    threads: threadSentences(context),
    leftOff: leftOffSentence(context),
    hook: hookLine(context),
  };
};
