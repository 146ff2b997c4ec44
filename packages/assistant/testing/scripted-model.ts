// A language model that answers from a script and keeps what it was asked.
import { err, ok } from '@emberkeep/domain';
import type { LanguageModel, ModelProblem, ModelRequest } from '../src/index.ts';

/** The text of an answer, or the tools it calls, or how it fails. */
export type Scripted =
  string | { calls: { name: string; input: unknown }[]; text?: string } | { problem: ModelProblem; text?: string };

/** Gives the scripted answers in order, and the last one to every further request. */
export const scriptedModel = (...script: readonly Scripted[]): LanguageModel & { asked: ModelRequest[] } => {
  const asked: ModelRequest[] = [];
  return {
    name: 'parrot at test',
    callsTools: true,
    asked,
    generate: async (request) => {
      const next = script[Math.min(asked.length, script.length - 1)] ?? '';
      asked.push({ ...request, messages: [...request.messages] });
      if (typeof next === 'string') {
        request.onText?.(next);
        return ok({ text: next, calls: [], isPartial: false });
      }
      if ('problem' in next) return err({ type: 'ModelFailed', problem: next.problem, text: next.text ?? '' });
      return ok({
        text: next.text ?? '',
        calls: next.calls.map((call, n) => ({ ...call, id: `c${asked.length}-${n}` })),
        isPartial: false,
      });
    },
  };
};
