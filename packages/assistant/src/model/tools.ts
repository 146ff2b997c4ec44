// The tools that a model can call in a conversation. Some read: search, one entity, events, rules, stat blocks. The
// others ask for a draft of a scene, an entity or a log entry. No tool changes, deletes or promotes, and none takes a
// session or a status.
import { ENTITY_TYPES, readDraftRequest, SCENE_TYPES, type DraftRequest } from '@emberkeep/domain';
import { namedIn } from '../chat/find-names.ts';
import type { FoundPassage } from '../chat/question.ts';
import { answerRule } from '../chat/rule-lookup.ts';
import { blockFor, blockLine } from '../chat/stats.ts';
import type { AgentPorts, ChatRequest } from '../chat/turn.ts';
import type { ModelCall, ModelTool } from './language-model.ts';

const tool = (
  name: string,
  description: string,
  properties: Record<string, { type: string; description?: string; enum?: readonly string[] }>,
  required: readonly string[],
): ModelTool => ({
  name,
  description,
  input: { type: 'object', properties, required, additionalProperties: false },
});

/** In the order in which a model should consider them. */
export const CHAT_TOOLS: readonly ModelTool[] = [
  tool(
    'search',
    [
      'Search the campaign by meaning: notes, entities, scenes, events, earlier talk.',
      'Use this first for any question about the campaign.',
    ].join(' '),
    { query: { type: 'string' } },
    ['query'],
  ),
  tool(
    'getEntity',
    'What is known of one person, place, thing or group, and its relationships.',
    { name: { type: 'string' } },
    ['name'],
  ),
  tool(
    'listEvents',
    'What happened, newest last.',
    { about: { type: 'string', description: 'a name, or empty for the last session' } },
    [],
  ),
  tool('rules', 'The entry of the game system on a rule, quoted.', { topic: { type: 'string' } }, ['topic']),
  tool('statBlock', 'A stat block of the game system for somebody of a role.', { role: { type: 'string' } }, ['role']),
  tool(
    'createSceneDraft',
    'Propose a scene in the open session.',
    { title: { type: 'string' }, sceneType: { type: 'string', enum: SCENE_TYPES }, place: { type: 'string' } },
    ['title'],
  ),
  tool(
    'createEntityDraft',
    'Propose a new person, place, thing or group. Give a person a role, motivation and quirk in attributes.',
    { name: { type: 'string' }, type: { type: 'string', enum: ENTITY_TYPES }, attributes: { type: 'object' } },
    ['name', 'type'],
  ),
  tool(
    'addLogDraft',
    'Propose an entry in the log: something that happened.',
    { content: { type: 'string' }, entities: { type: 'array' } },
    ['content'],
  ),
];
export const TALK_TOOL_NAMES: ReadonlySet<string> = new Set(CHAT_TOOLS.map(({ name }) => name));

/** Kind of draft that each writing tool asks for. */
const DRAFT_KINDS: ReadonlyMap<string, DraftRequest['kind']> = new Map([
  ['createSceneDraft', 'scene'],
  ['createEntityDraft', 'entity'],
  ['addLogDraft', 'log'],
]);

/** Longest result of a tool, UTF-16 units: small models have little room. */
const RESULT_MAX = 3000;
/** Longest argument that is used, UTF-16 units. */
const ARGUMENT_MAX = 300;
const HITS_MAX = 6;

export interface ToolOutcome {
  /** For the model. */
  text: string;
  /** The draft that it asked for, or null. */
  request: DraftRequest | null;
  passages: readonly FoundPassage[];
}

const outcome = (text: string, passages: readonly FoundPassage[] = []): ToolOutcome => ({
  text: text.slice(0, RESULT_MAX),
  request: null,
  passages,
});

/** A text argument by any of these names; small models name fields as they like, so any text will do in their place. */
const textArgument = (input: unknown, ...names: readonly string[]): string => {
  if (typeof input === 'string') return input.trim().slice(0, ARGUMENT_MAX);
  const fields = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  const value =
    names.map((name) => fields[name]).find((each) => typeof each === 'string') ??
    Object.values(fields).find((each) => typeof each === 'string');
  return typeof value === 'string' ? value.trim().slice(0, ARGUMENT_MAX) : '';
};

/** Passages as quotations, so that a model can tell them apart from instructions. */
const quoted = (passages: readonly FoundPassage[]): string =>
  passages.length === 0
    ? 'Nothing found.'
    : passages
        .map(({ title, text }) => `«${title}: ${text.replace(/[«»]/g, '')}»`)
        .join('\n')
        .slice(0, RESULT_MAX);

/** Reads the draft that a writing tool was called with. The kind is the tool's, whatever field the model added. */
const draftOutcome = (kind: DraftRequest['kind'], input: unknown): ToolOutcome => {
  const fields = typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
  const request = readDraftRequest({ ...fields, kind });
  return request ? { text: '', request, passages: [] } : outcome('Refused: it has no name or words.');
};

const entityOutcome = async (name: string, { names }: ChatRequest, ports: AgentPorts): Promise<ToolOutcome> => {
  const entity = namedIn(name, names)[0];
  if (!entity) return outcome(`Nobody here is called “${name}”.`);
  const found = (await ports.search(entity.name, HITS_MAX)).filter(
    ({ title, text }) => title.includes(entity.name) || text.includes(entity.name),
  );
  const relationships = ports.ties?.([entity.id]) ?? [];
  return outcome([`${entity.name} (${entity.type})`, ...relationships, quoted(found)].join('\n'), found);
};

const searchOutcome = async (query: string, ports: AgentPorts): Promise<ToolOutcome> => {
  const found = await ports.search(query, HITS_MAX);
  return outcome(quoted(found), found);
};

/** Runs one call. Never throws because of what a model wrote; rejects where a search does. */
export const runTool = async (
  { name, input }: Pick<ModelCall, 'name' | 'input'>,
  turn: ChatRequest,
  ports: AgentPorts,
): Promise<ToolOutcome> => {
  const draftKind = DRAFT_KINDS.get(name);
  if (draftKind) return draftOutcome(draftKind, input);
  switch (name) {
    case 'search': {
      const query = textArgument(input, 'query', 'q', 'text');
      return query === '' ? outcome('Give a query.') : searchOutcome(query, ports);
    }
    case 'getEntity':
      return entityOutcome(textArgument(input, 'name', 'entity'), turn, ports);
    case 'listEvents': {
      const about = textArgument(input, 'about', 'name');
      if (about !== '') return searchOutcome(`what happened ${about}`, ports);
      return outcome((await ports.recap())?.text ?? 'Nothing has happened yet.');
    }
    case 'rules':
      return outcome(answerRule(textArgument(input, 'topic', 'rule', 'query'), turn.system).text);
    case 'statBlock': {
      const found = blockFor(textArgument(input, 'role', 'name', 'subject'), turn.system);
      return outcome(found ? `${found.block.role}. ${blockLine(found.block)}` : 'This system has no stat blocks here.');
    }
    default:
      return outcome('There is no such tool.');
  }
};
