// Owns one analysis of one text: everything found in it as items of one model, each with its place, the words it stands on,
// the rule, a reason in words and a confidence. Pure: the same text gives the same items on every device.
import { sentenceAround, type AnalysisInput, type AnalysisItem } from '@emberkeep/domain';
import { findHappenings } from './events.ts';
import { findKnown, findNew, playersIn, termsOf, type Named } from './names.ts';
import { findTies, type Someone } from './relations.ts';
import { findScenes, partsOf } from './segment.ts';
import { sceneTypeOf } from './scene-type.ts';
import { cutSentences } from './text.ts';

const QUOTE_LENGTH = 240;
const quoted = (text: string): string =>
  text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH).replace(/\s+\S*$/, '')}…` : text;

/** `onProgress` is told how much is done, 0 to 1; long texts are read in a worker. */
export const analyse = (input: AnalysisInput, onProgress: (done: number) => void = () => undefined): AnalysisItem[] => {
  const { text, gameSystem } = input;
  const items: AnalysisItem[] = [];
  onProgress(0);
  const { admin, headings } = partsOf(text);
  const known = findKnown(text, input.knownEntities);
  const players = new Set([...playersIn(text), ...(input.players ?? []).map((p) => p.toLowerCase())]);
  const { names, at } = findNew(text, known, admin, headings, players, termsOf(gameSystem));
  onProgress(0.5);
  for (const scene of findScenes(text, gameSystem)) {
    const words = text.slice(scene.start, scene.end);
    const { type, words: told } = sceneTypeOf(words, scene.title, gameSystem, scene.rule);
    items.push({
      type: 'scene_suggestion',
      start: scene.start,
      end: scene.end,
      quote: quoted(words),
      title: scene.title,
      rule: scene.rule,
      reason: `${scene.reason}${told.length > 0 ? `; ${told.slice(0, 3).join(', ')}` : ''}`,
      confidence: scene.confidence,
      proposal: {
        title: scene.title,
        sceneType: type,
        brief: quoted(
          cutSentences(words)
            .slice(0, 3)
            .map((s) => s.text)
            .join(' '),
        ),
        entityIds: [],
      },
    });
  }
  onProgress(0.7);
  const sentence = (start: number, end: number): string =>
    quoted(
      sentenceAround(
        text.slice(
          text.lastIndexOf('\n', start) + 1,
          text.indexOf('\n', end) === -1 ? text.length : text.indexOf('\n', end),
        ),
        start - (text.lastIndexOf('\n', start) + 1),
        end - (text.lastIndexOf('\n', start) + 1),
      ),
    );
  const byId = new Map(input.knownEntities.map((e) => [e.id, e]));
  for (const { start, end, who } of known) {
    const entity = byId.get(who)!;
    items.push({
      type: 'entity_mention',
      start,
      end,
      quote: sentence(start, end),
      title: entity.name,
      rule: 'name',
      reason:
        text.slice(start, end) === entity.name ? 'Named in the notes' : `“${text.slice(start, end)}” in the notes`,
      confidence: 0.9,
      proposal: { entityId: who, name: entity.name },
    });
  }
  for (const { name, type, rule, reason, confidence, start, end } of names)
    items.push({
      type: 'entity_suggestion',
      start,
      end,
      quote: sentence(start, end),
      title: name,
      rule,
      reason,
      confidence,
      proposal: { name, entityType: type },
    });
  const byName = new Map(names.map((e) => [e.name, e]));
  const nameOf = (n: Named): Someone => {
    const entity = n.isKnown ? byId.get(n.who)! : byName.get(n.who)!;
    return { ...n, name: entity.name, type: entity.type };
  };
  const everyone = [...known, ...at].sort((a, b) => a.start - b.start).map(nameOf);
  const sentences = cutSentences(text).filter((s) => !admin.some((a) => s.start < a.end && s.end > a.start));
  onProgress(0.8);
  for (const { from, to, type, tone, start, end, rule, confidence } of findTies(text, sentences, everyone)) {
    items.push({
      type: 'relationship_suggestion',
      start,
      end,
      quote: quoted(text.slice(start, end)),
      title: `${from} – ${type.replaceAll('_', ' ')} – ${to}`,
      rule,
      reason: 'Said in this sentence',
      confidence,
      proposal: { from, to, relationType: type, tone },
    });
  }
  if (input.stage === 'actual') {
    for (const { about, text: words, logKind, start, end, confidence } of findHappenings(text, sentences, everyone)) {
      items.push({
        type: 'log_entry',
        start,
        end,
        quote: quoted(text.slice(start, end)),
        title: words,
        rule: logKind || 'deed',
        reason: `Something that happened to ${about}, or that they did`,
        confidence,
        proposal: { about, text: words, logKind },
      });
    }
  }
  onProgress(1);
  return items;
};
