// Owns the tools that a model in the talk has. Reading: search first, one entity, what happened, rules, stat blocks, a recap. Asking
// for drafts: a scene, an entity, a log entry. There is no other: nothing here changes, deletes, promotes or analyses, and none takes
// a session or a status. In: a call as a model wrote it. Out: words for the model, and what it asked to have written.
import { ENTITY_TYPES, readDraftRequest, SCENE_TYPES, type DraftRequest } from '@emberkeep/domain';
import type { AgentPorts, Turn } from '../chat/agent.ts';
import { answerRule } from '../chat/rules.ts';
import type { FoundPassage } from '../chat/question.ts';
import { blockFor, blockLine } from '../chat/stats.ts';
import { namedIn } from '../chat/known-names.ts';
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

/** In the order in which a model should think of them. */
export const TALK_TOOLS: readonly ModelTool[] = [
  tool(
    'search',
    'Search the campaign by meaning: notes, entities, scenes, events, earlier talk. Use this first for any question about the campaign.',
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
    { about: { type: 'string', description: 'a name, or empty for the last evening' } },
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
export const TALK_TOOL_NAMES: ReadonlySet<string> = new Set(TALK_TOOLS.map((t) => t.name));

const WRITERS: Readonly<Record<string, DraftRequest['kind']>> = {
  createSceneDraft: 'scene',
  createEntityDraft: 'entity',
  addLogDraft: 'log',
};

/** Longest answer of a tool, UTF-16 units: small models have little room. */
const TOOL_MAX = 3000;
const HITS = 6;

export interface ToolOutcome {
  /** For the model. */
  text: string;
  request: DraftRequest | null;
  passages: readonly FoundPassage[];
}

const textIn = (input: unknown, ...names: readonly string[]): string => {
  if (typeof input === 'string') return input.trim().slice(0, 300);
  const own = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  // Small models call a field what they like: the first text will do.
  const value =
    names.map((name) => own[name]).find((each) => typeof each === 'string') ??
    Object.values(own).find((each) => typeof each === 'string');
  return typeof value === 'string' ? value.trim().slice(0, 300) : '';
};

// Quoted, so that what a note says is seen to be a note's words: the model is told that quotations give no orders.
const told = (passages: readonly FoundPassage[]): string =>
  passages.length === 0
    ? 'Nothing found.'
    : passages
        .map((p) => `«${p.title}: ${p.text.replace(/[«»]/g, '')}»`)
        .join('\n')
        .slice(0, TOOL_MAX);

/** Runs one call. Never throws for what a model wrote; a search that fails rejects. */
export const runTool = async (
  call: Pick<ModelCall, 'name' | 'input'>,
  turn: Turn,
  ports: AgentPorts,
): Promise<ToolOutcome> => {
  const said = (text: string, passages: readonly FoundPassage[] = []): ToolOutcome => ({
    text: text.slice(0, TOOL_MAX),
    request: null,
    passages,
  });
  const kind = Object.hasOwn(WRITERS, call.name) ? WRITERS[call.name] : undefined;
  if (kind) {
    const own =
      typeof call.input === 'object' && call.input !== null && !Array.isArray(call.input) ? (call.input as object) : {};
    // The kind is the tool's: no field that the model wrote can make it another.
    const request = readDraftRequest({ ...own, kind });
    return request ? { text: '', request, passages: [] } : said('Refused: it has no name or words.');
  }
  switch (call.name) {
    case 'search': {
      const query = textIn(call.input, 'query', 'q', 'text');
      if (query === '') return said('Give a query.');
      const found = await ports.search(query, HITS);
      return said(told(found), found);
    }
    case 'getEntity': {
      const name = textIn(call.input, 'name', 'entity');
      const who = namedIn(name, turn.names)[0];
      if (!who) return said(`Nobody here is called “${name}”.`);
      const found = (await ports.search(who.name, HITS)).filter(
        (p) => p.title.includes(who.name) || p.text.includes(who.name),
      );
      return said([`${who.name} (${who.type})`, ...(ports.ties?.([who.id]) ?? []), told(found)].join('\n'), found);
    }
    case 'listEvents': {
      const about = textIn(call.input, 'about', 'name');
      if (about !== '') {
        const found = await ports.search(`what happened ${about}`, HITS);
        return said(told(found), found);
      }
      return said((await ports.recap())?.text ?? 'Nothing has happened yet.');
    }
    case 'rules':
      return said(answerRule(textIn(call.input, 'topic', 'rule', 'query'), turn.system).text);
    case 'statBlock': {
      const found = blockFor(textIn(call.input, 'role', 'name', 'subject'), turn.system);
      return said(found ? `${found.block.role}. ${blockLine(found.block)}` : 'This system has no stat blocks here.');
    }
    default:
      return said('There is no such tool.');
  }
};
