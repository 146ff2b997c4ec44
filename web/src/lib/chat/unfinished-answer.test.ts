// M-410: which part of an answer is brought back after the tab was killed.
import type { ChatMessage } from '@emberkeep/domain';
import { describe, expect, it } from 'vitest';
import { isStillMissing, readUnfinishedAnswer } from './unfinished-answer.ts';

const message = (id: string, role: 'user' | 'assistant', content: string): ChatMessage =>
  ({ id, role, content }) as ChatMessage;
const part = { questionId: 'q', engine: 'a model', text: 'The reef is' };
const question = message('q', 'user', 'Where is the reef?');

describe('M-410 the part of an answer that a killed tab leaves', () => {
  it('is missing where nothing answers its question, also when a co-GM asked since', () => {
    expect(isStillMissing(part, [question])).toBe(true);
    expect(isStillMissing(part, [question, message('r', 'user', 'Who?'), message('s', 'assistant', 'Tam.')])).toBe(
      true,
    );
  });

  it('is not missing once its question has an answer, this part of one, or is gone', () => {
    expect(isStillMissing(part, [question, message('a', 'assistant', 'The reef is south.')])).toBe(false);
    const late = [question, message('r', 'user', 'Who?'), message('a', 'assistant', part.text)];
    expect(isStillMissing(part, late)).toBe(false);
    expect(isStillMissing(part, [])).toBe(false);
  });

  it('reads what it stored and nothing else', () => {
    expect(readUnfinishedAnswer(JSON.stringify(part))).toEqual(part);
    for (const stored of ['', '{', 'null', '[]', '7', '{"questionId":"q"}', JSON.stringify({ ...part, text: ' ' })])
      expect(readUnfinishedAnswer(stored)).toBeNull();
  });
});
