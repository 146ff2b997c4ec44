// What a sentence denies is read as nothing that happened and as no relationship, however the denial is written (19.23).
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';

const knownEntities = [
  { id: 'k1', name: 'Mira Salt', type: 'npc', aliases: [] },
  { id: 'k2', name: 'Ash Corrow', type: 'npc', aliases: [] },
  { id: 'k3', name: 'The Tallow Men', type: 'faction', aliases: [] },
] as const;

/** Kinds of relationships and log entries that are read from a sentence, with their confidence. */
const found = (text: string): { type: string; confidence: number }[] =>
  analyse({ text, gameSystem: 'dnd-5e', stage: 'actual', knownEntities: [...knownEntities] }).flatMap((item) => {
    if (item.type === 'log_entry') return [{ type: 'log', confidence: item.confidence }];
    return item.type === 'relationship_suggestion'
      ? [{ type: item.proposal.relationType, confidence: item.confidence }]
      : [];
  });

describe('a denial', () => {
  it.each([
    ["Ash Corrow wasn't killed by Mira Salt.", 'Ash Corrow was killed by Mira Salt.'],
    ['Ash Corrow wasn’t wounded by The Tallow Men.', 'Ash Corrow was wounded by The Tallow Men.'],
    ['Mira Salt has not yet joined The Tallow Men.', 'Mira Salt has joined The Tallow Men.'],
    ['Mira Salt never betrayed Ash Corrow.', 'Mira Salt betrayed Ash Corrow.'],
    ['Ash Corrow was not arrested.', 'Ash Corrow was arrested.'],
  ])('%s says nothing of what “%s” says', (denied, said) => {
    expect(found(said)).not.toEqual([]);
    expect(found(denied)).toEqual([]);
  });

  it('makes what else its sentence says less sure', () => {
    const [plain] = found('Mira Salt hates The Tallow Men.');
    const [doubted] = found("Mira Salt doesn't love Ash Corrow but she hates The Tallow Men.");
    expect(doubted!.type).toBe(plain!.type);
    expect(doubted!.confidence).toBeLessThan(plain!.confidence);
  });

  it('that is none, such as a dislike, is read as what it says', () => {
    expect(found("Mira Salt can't stand Ash Corrow.")).toEqual(found('Mira Salt cannot stand Ash Corrow.'));
    expect(found("Mira Salt can't stand Ash Corrow.")).toEqual([{ type: 'enemy', confidence: 0.75 }]);
  });
});

it('words of any letters may stand between a role and its name', () => {
  const [kin] = found('Mira Salt’s brother, a señor called Ash Corrow, left.').filter(({ type }) => type !== 'log');
  expect(kin?.type).toBe('family');
});
