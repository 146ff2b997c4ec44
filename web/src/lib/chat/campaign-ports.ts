// What the assistant can look up in a campaign: passages, the recap, and relationships. For the GM, all of it; for
// players' eyes, only what they know.
import {
  ALL_RECORDS,
  amountWords,
  byTime,
  CHAPTER,
  type ChatCitation,
  CLOCK,
  currencyOf,
  ENTITY,
  ENTITY_LOG,
  entityTypeLabel,
  eventDetails,
  eventParticipants,
  eventType,
  eventWords,
  formatDay,
  gameTimeOf,
  GOAL,
  inOrderOfPlay,
  isEstablished,
  moneyIn,
  playerEvents,
  playerWords,
  type PlayerWords,
  nameKey,
  RANDOM_TABLE,
  type RandomTable,
  randomIntFrom,
  readTypedDay,
  RELATIONSHIP,
  type SearchAudience,
  type SearchHit,
  SESSION,
  sessionLabel,
  shownStats,
  sumOf,
  TIMELINE_EVENT,
  type TimelineEvent,
} from '@emberkeep/domain';
import {
  accountOfPlay,
  previously,
  sourceForPlayers,
  type AgentPorts,
  type MessageContext,
} from '@emberkeep/assistant';
import { countedSession, deletedRecords, listRecords, rollRandomTable, type Spec } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { hitTitle, hitWhere, type HitContext } from '#lib/records/hit-link.ts';
import { recapSource } from '#lib/services/recap/recap-source.ts';
import { m } from '#messages';
import { deadOrDefeated } from './dead-or-defeated.ts';

const random = randomIntFrom((count) => crypto.getRandomValues(new Uint8Array(count)));

const tableNamed = ({ live }: OpenCampaign, name: string): RandomTable | undefined =>
  live.list(RANDOM_TABLE).find((each) => nameKey(each.name) === nameKey(name));

const rollTablePort =
  (campaign: OpenCampaign): NonNullable<AgentPorts['rollTable']> =>
  (name) => {
    const table = tableNamed(campaign, name);
    const rolled = table ? rollRandomTable(campaign.docs, table.id, random) : null;
    return rolled?.ok ? rolled.value : null;
  };

/** Words of the recap that answer "what happened so far". */
const RECAP_WORDS = 140;
/** Hits fetched beyond the limit, because some of them are chat messages that do not count. */
const EXTRA_HITS = 8;
/** Events of one day in one answer, and how many of them are cited. */
const DAY_EVENTS = 40;
const CITATIONS = 3;
/** Relationships in one answer. */
const RELATIONSHIPS = 6;

export const hitContext = ({ id, live }: OpenCampaign): HitContext => ({
  base: `/campaigns/${id}`,
  session: (each) => live.session(each),
  entity: (each) => live.entity(each),
  chapter: (each) => live.one(CHAPTER, each),
});

const snippetText = (hit: SearchHit): string =>
  hit.snippet
    .map((run) => run.text)
    .join('')
    .trim();

/** The whole passage, where it was asked for: a sentence that answers is quoted whole. */
const passageOf = (hit: SearchHit): string => hit.text ?? snippetText(hit);

/** Words only, lower case: two texts that read the same compare equal. */
const normalize = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What the GM's messages are read with: whether one tells what happened depends on who is known. */
const messageContext = ({ live }: OpenCampaign): MessageContext => ({
  system: live.campaign?.system ?? '',
  names: live.entities.map(({ id, name, entityType, aliases }) => ({ id, name, type: entityType, aliases })),
  previous: '',
});

/** What was said in the chat is a source only where it tells what happened: no request, no question, and no answer. */
const isSource = (hit: SearchHit, query: string, isAboutChat: boolean, context: MessageContext): boolean => {
  if (hit.kind !== 'chat') return true;
  const text = passageOf(hit);
  if (normalize(text) === normalize(query)) return false;
  return isAboutChat || (hit.sub !== 'assistant' && accountOfPlay(text, context) !== '');
};

const wordsForPlayers = ({ live, docs }: OpenCampaign): PlayerWords =>
  playerWords(live.entities, deletedRecords(docs.ledger, ENTITY));

/** A text as the one who asks may read it. */
const toldIn = (campaign: OpenCampaign, audience: SearchAudience): ((text: string) => string) =>
  audience === 'gm' ? (text) => text : wordsForPlayers(campaign).withoutHiddenNames;

/** Events as the one who asks may read them. */
const eventsFor = (
  campaign: OpenCampaign,
  audience: SearchAudience,
  events: readonly TimelineEvent[],
): readonly TimelineEvent[] => {
  if (audience === 'gm') return events;
  const { live } = campaign;
  return playerEvents(events, { clocks: live.list(CLOCK), goals: live.list(GOAL), words: wordsForPlayers(campaign) });
};

/** `hits` collects every hit by its passage, for the citations of the answer; `answered` is about the last search. */
const searchPort =
  (
    campaign: OpenCampaign,
    audience: SearchAudience,
    hits: Map<string, SearchHit>,
    answered: { isPartial: boolean },
  ): AgentPorts['search'] =>
  async (query, limit, only) => {
    const isAboutChat = only === 'talk';
    const context = hitContext(campaign);
    const titleOf = (hit: SearchHit): string =>
      isAboutChat
        ? hit.sub === 'user'
          ? m.chat_campaignPorts_your_question_where({ where: hitWhere(hit, context) })
          : m.chat_campaignPorts_answer_where({ where: hitWhere(hit, context) })
        : hit.title || hit.label;
    const messages = messageContext(campaign);
    const search = await campaign.search.open();
    const answer = await search.searchWhole({
      text: query,
      limit: limit + EXTRA_HITS,
      audience,
      withText: true,
      ...(isAboutChat ? { kind: 'chat' } : {}),
    });
    answered.isPartial = answer.isPartial ?? false;
    for (const hit of answer.hits) hits.set(hit.passageId, hit);
    const told = toldIn(campaign, audience);
    return answer.hits
      .filter((hit) => isSource(hit, query, isAboutChat, messages))
      .slice(0, limit)
      .map((hit) => ({ id: hit.passageId, title: told(titleOf(hit)), text: told(passageOf(hit)) }));
  };

/**
 * Events on a line each; drafts are left out. One without words is told by its type to the GM: for players, it may have
 * lost them because they told of what players must not know.
 */
const eventLines = (
  { live }: OpenCampaign,
  events: readonly TimelineEvent[],
  audience: SearchAudience,
  told: (text: string) => string,
): string[] =>
  events
    .filter(isEstablished)
    .map((event) => {
      const words = told(eventWords(event, (id) => live.entity(id)?.name ?? id, currencyOf(live.campaign)));
      return words || (audience === 'gm' ? eventType(event.eventType).label : '');
    })
    .filter(Boolean);

const recapPort =
  (campaign: OpenCampaign, audience: SearchAudience): AgentPorts['recap'] =>
  async (session, before = 0) => {
    const source = await recapSource(campaign.docs, campaign.live, session, before);
    if ((session !== undefined || before > 0) && !source.last) return null;
    const number = source.last && campaign.live.session(source.last.session.id)?.shownNumber;
    const of = number ? { session: number } : {};
    const read = audience === 'gm' ? source : sourceForPlayers(source);
    const { paragraphs } = previously(read, 'plain');
    const whole = paragraphs
      .flat()
      .map((sentence) => sentence.text)
      .join(' ');
    const told = toldIn(campaign, audience);
    const words = told(whole).split(/\s+/).filter(Boolean);
    if (words.length > RECAP_WORDS) return { text: `${words.slice(0, RECAP_WORDS).join(' ')} …`, citations: [], ...of };
    if (words.length > 0) return { text: words.join(' '), citations: [], ...of };
    // A recap leaves out rolls, experience and the like. Where there is nothing else, they are what happened.
    return (
      read.last && { text: eventLines(campaign, read.last.events, audience, told).join('\n'), citations: [], ...of }
    );
  };

/** The established events of a day that the hits name, by game time. */
const eventsOfDay = async ({ docs, live }: OpenCampaign, hits: readonly SearchHit[]): Promise<TimelineEvent[]> => {
  const ids = new Set(hits.map((hit) => hit.recordId));
  const events: TimelineEvent[] = [];
  for (const sessionId of new Set(hits.map((hit) => hit.sessionId))) {
    if (!sessionId) continue;
    const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId });
    if (!body.ok) continue;
    events.push(...live.events(body.value).filter(({ id }) => ids.has(id)));
    await body.value.release();
  }
  return events.sort((a, b) => (a.gameTime ?? 0) - (b.gameTime ?? 0) || byTime(a, b));
};

const dayPort =
  (
    campaign: OpenCampaign,
    audience: SearchAudience,
    hits: Map<string, SearchHit>,
    answered: { isPartial: boolean },
  ): NonNullable<AgentPorts['onDay']> =>
  async (typed) => {
    const { live } = campaign;
    const { days: today } = gameTimeOf(live.campaign?.gameTime.value ?? 0, live.calendar);
    const day = readTypedDay(live.calendar, typed, today);
    if (day === null) return null;
    const search = await campaign.search.open();
    const answer = await search.searchWhole({ text: `day:${day}`, kind: 'event', limit: DAY_EVENTS, audience });
    answered.isPartial = answer.isPartial ?? false;
    const events = eventsFor(campaign, audience, await eventsOfDay(campaign, answer.hits));
    const lines = eventLines(campaign, events, audience, toldIn(campaign, audience));
    const isEmpty = lines.length === 0;
    // eslint-disable-next-line emberkeep/words-in-catalogue -- a question to the search, in the words that it reads
    const near = isEmpty ? await search.searchWhole({ text: `day ${day}`, audience }) : answer;
    for (const hit of answer.hits) hits.set(hit.passageId, hit);
    const written = (each: number): string => formatDay(live.calendar, each);
    return {
      day: written(day),
      lines,
      citations: isEmpty ? [] : answer.hits.slice(0, CITATIONS).map((hit) => hit.passageId),
      nearest: (near.emptyDay?.nearest ?? []).map(written),
    };
  };

/** Relationships between these entities, or of the one. Players have no view of relationships. */
const relationshipsPort =
  ({ live }: OpenCampaign, audience: SearchAudience): NonNullable<AgentPorts['ties']> =>
  (ids) => {
    if (audience === 'table') return [];
    const asked = new Set(ids);
    const nameOf = (id: string): string => live.entity(id)?.name ?? '?';
    return live.relationships
      .filter(({ fromId, toId }) =>
        ids.length > 1 ? asked.has(fromId) && asked.has(toId) : asked.has(fromId) || asked.has(toId),
      )
      .slice(0, RELATIONSHIPS)
      .map(
        ({ fromId, toId, relationType }) =>
          `${nameOf(fromId)} – ${relationType.replaceAll('_', ' ')} – ${nameOf(toId)}`,
      );
  };

/** What the GM or the app writes besides what a GM creates. */
const NOT_MADE: ReadonlySet<string> = new Set(['campaign', 'suggestion', 'chatMessage', 'entityLog', 'encounter']);
/** Records in one answer. */
const LAST_MADE = 6;

const madeLine = (spec: Spec, record: Readonly<Record<string, unknown>>, { live }: OpenCampaign): string => {
  if (spec.kind === ENTITY.kind) return `${entityTypeLabel(String(record['entityType']))}: ${String(record['name'])}`;
  if (spec.kind === SESSION.kind) return sessionLabel(live.session(String(record['id'])) ?? (record as never));
  if (spec.kind === TIMELINE_EVENT.kind) {
    const event = record as unknown as TimelineEvent; // reason: the record was read by the event's own declaration
    const words = eventWords(event, (id) => live.participant(id), currencyOf(live.campaign));
    return `${spec.label}: ${words || eventType(event.eventType).label}`;
  }
  if (spec.kind === RELATIONSHIP.kind) {
    const [from, to] = [record['fromId'], record['toId']].map((id) => live.entity(String(id))?.name ?? '?');
    return `${spec.label}: ${from} – ${String(record['relationType']).replaceAll('_', ' ')} – ${to}`;
  }
  return `${spec.label}: ${String(record[spec.title] ?? '')}`;
};

/** The newest records of the ledger and of the open sessions, newest first. */
const lastMadePort = (campaign: OpenCampaign) => (): string[] =>
  campaign.docs
    .openDocuments()
    .flatMap((document) =>
      (ALL_RECORDS as readonly Spec[])
        .filter(({ kind, home }) => !NOT_MADE.has(kind) && (home === 'ledger') === (document === campaign.docs.ledger))
        .flatMap((spec) =>
          (listRecords(document, spec) as readonly Readonly<Record<string, unknown>>[]).map((record) => ({
            spec,
            record,
          })),
        ),
    )
    .sort((a, b) => Number(b.record['createdAt']) - Number(a.record['createdAt']))
    .slice(0, LAST_MADE)
    .map(({ spec, record }) => madeLine(spec, record, campaign));

const sessionWords = ({ live }: OpenCampaign, id: string): string => {
  const session = live.session(id);
  return session ? m.chat_campaignPorts_session_number({ number: session.shownNumber }) : '';
};

/** The clues that were marked as found or logged as such in an open session, in the order of the finds. */
const cluesFoundPort = (campaign: OpenCampaign) => (): string[] => {
  const { live, docs } = campaign;
  const marked = live
    .list(ENTITY_LOG)
    .filter(({ logKind }) => logKind === 'discovered')
    .map(({ entityId, sessionId, createdAt }) => ({ name: live.entity(entityId)?.name, sessionId, at: createdAt }));
  const logged = docs
    .openDocuments()
    .filter(({ ref }) => ref.kind === 'session')
    .flatMap((body) => live.events(body))
    .filter((event) => event.eventType === 'clue_found')
    .map((event) => {
      const { item } = eventParticipants(event);
      return { name: item ? live.participant(item) : event.name, sessionId: event.sessionId, at: event.at };
    });
  const found = new Map<string, string>();
  for (const { name, sessionId } of [...marked, ...logged].sort((a, b) => a.at - b.at))
    if (name && !found.has(name)) found.set(name, sessionWords(campaign, sessionId));
  return [...found].map(([name, where]) => (where ? `${name} (${where})` : name));
};

/** The sum of all sessions, then what each has: its own sum, and treasure that has only words. */
const treasurePort = (campaign: OpenCampaign) => async (): Promise<string[]> => {
  const { live, docs } = campaign;
  const currency = currencyOf(live.campaign);
  const lines: string[] = [];
  let total = 0;
  for (const session of live.sessions) {
    const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: session.id });
    const events = body.ok ? live.events(body.value) : null;
    const { treasureGained } = shownStats(countedSession(docs.ledger, session, events));
    if (body.ok) await body.value.release();
    const inWords = (events ?? [])
      .filter((event) => event.eventType === 'treasure' && moneyIn(eventDetails(event)['amount']) === null)
      .map((event) => [amountWords(eventDetails(event)['amount'], ''), event.name].filter(Boolean).join(': '))
      .filter(Boolean);
    total = sumOf([total, treasureGained]);
    const gained = [treasureGained === 0 ? '' : amountWords(treasureGained, currency), ...inWords].filter(Boolean);
    if (gained.length > 0) lines.push(`${sessionWords(campaign, session.id)}: ${gained.join('; ')}`);
  }
  return total === 0 ? lines : [m.chat_campaignPorts_in_all({ sum: amountWords(total, currency) }), ...lines];
};

/** Who is dead or was defeated, with the session. */
const deadPort = (campaign: OpenCampaign) => async (): Promise<string[]> => {
  const { docs, live } = campaign;
  const events: TimelineEvent[] = [];
  for (const session of inOrderOfPlay(live.sessions)) {
    const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: session.id });
    if (!body.ok) continue;
    events.push(...live.events(body.value));
    await body.value.release();
  }
  return deadOrDefeated(live.list(ENTITY_LOG), events, live.entities, (id) => live.entity(id)).map(
    ({ name, sessionId }) => {
      const where = sessionWords(campaign, sessionId);
      return where ? `${name} (${where})` : name;
    },
  );
};

/** `hits` collects every hit by its passage, for the citations of the answer. */
export const campaignPorts = (
  campaign: OpenCampaign,
  audience: SearchAudience,
  hits: Map<string, SearchHit>,
): AgentPorts => {
  const answered = { isPartial: false };
  return {
    search: searchPort(campaign, audience, hits, answered),
    isReading: () => answered.isPartial,
    recap: recapPort(campaign, audience),
    onDay: dayPort(campaign, audience, hits, answered),
    day: () => gameTimeOf(campaign.live.campaign?.gameTime.value ?? 0, campaign.live.calendar).formatted,
    ties: relationshipsPort(campaign, audience),
    ...(audience === 'gm' && {
      lastMade: lastMadePort(campaign),
      cluesFound: cluesFoundPort(campaign),
      treasure: treasurePort(campaign),
      dead: deadPort(campaign),
      rollTable: rollTablePort(campaign),
      hasTable: (name) => tableNamed(campaign, name) !== undefined,
    }),
    random,
  };
};

/** The cited records, each once; passages that were not found are left out. */
export const citationsOf = (
  passageIds: readonly string[],
  hits: ReadonlyMap<string, SearchHit>,
  context: HitContext,
): ChatCitation[] => {
  const byRecord = new Map<string, ChatCitation>();
  for (const passageId of passageIds) {
    const hit = hits.get(passageId);
    if (!hit) continue;
    const { kind, sub, recordId, sessionId, entityId } = hit;
    byRecord.set(`${kind} ${recordId}`, { kind, sub, recordId, sessionId, entityId, title: hitTitle(hit, context) });
  }
  return [...byRecord.values()];
};
