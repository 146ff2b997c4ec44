// Shows that the lexicon is large enough, and that the static model made of it is deterministic and knows phrases.
import { describe, expect, it } from 'vitest';
import { lexiconConcepts } from './lexicon-files.ts';
import { buildModel } from './build-model.ts';
import { lexiconModel } from '../../testing/lexicon-model.ts';

describe('the lexicon', () => {
  it('has at least 600 concepts with four forms or more, many of them phrases, each name once', () => {
    const concepts = lexiconConcepts();
    expect(concepts.length).toBeGreaterThanOrEqual(600);
    expect(concepts.filter((c) => c.forms.length < 4).map((c) => c.name)).toEqual([]);
    expect(new Set(concepts.map((c) => c.name)).size).toBe(concepts.length);
    expect(concepts.filter((c) => c.forms.some((f) => f.includes(' '))).length).toBeGreaterThan(300);
  });
  it('reads a phrase as one word, and builds the same file twice', () => {
    const model = lexiconModel();
    expect(model.prepare('Two grave robbers hid')).toBe('two graverobbers hid');
    expect(model.synonyms('grave robbers')[0]?.others).toContain('body snatcher');
    const table = () => buildModel(lexiconConcepts(), 'test').files.get('onnx/model_int8.onnx');
    expect(table()).toEqual(table());
    expect(model.embed('xyzzy plugh')).toBeNull();
  });
});
