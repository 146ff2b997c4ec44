// Tests that the label of a campaign is one harmless line in an operator's terminal, whatever the campaign is called.
import { describe, expect, it } from 'vitest';
import { campaignLabel } from './campaign-label.ts';
import { LABEL_MAX } from './http.ts';

/** Numbers below `end`, the same for the same seed. */
const numbersFrom = (start: number) => {
  let state = start;
  return (end: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
};
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 24);

describe('the label of a campaign', () => {
  it.each([
    ['The Salt Choir', 'The Salt Choir'],
    ['  Zoë’s 塩の合唱 – “Brine” 🔥 ', 'Zoë’s 塩の合唱 – “Brine” 🔥'],
    ['Salt\u001b[2J\u001b]0;owned\u0007 Choir', 'Salt[2J]0;owned Choir'],
    ['a\r\nb\u2028c\u0085d\te', 'a b cd e'],
    ['Salt  Choir  3 entries', 'Salt Choir 3 entries'],
    ['evil\u202egnp.exe\u2066', 'evilgnp.exe'],
    ['\u200b\u2060\ufeff\u00ad\u3164', ''],
    [' \u200b ', ''],
    ['\u2800Salt\uffff\u0378', 'Salt'],
    ['a\u0301\u0302\u0303\u0304\u0305', 'a\u0301\u0302'],
    ['x'.repeat(200), `${'x'.repeat(LABEL_MAX - 1)}…`],
    ['🔥'.repeat(200), `${'🔥'.repeat(LABEL_MAX - 1)}…`],
    ['\ud800lone\udc00', 'lone'],
  ])('of %j is %j', (name, label) => expect(campaignLabel(name)).toBe(label));

  it(`is one short line without anything that moves a cursor, and its own label (seed ${seed})`, () => {
    const below = numbersFrom(seed);
    const parts = ['\u001b[31m', '\u009b', '\u202e', '\u200d', '\n', '  ', 'é', '🔥', '\u0301', '\ud83d', '“', 'Salt'];
    for (let i = 0; i < 3000; i++) {
      const name = Array.from({ length: below(90) }, () =>
        below(2) ? parts[below(parts.length)]! : String.fromCodePoint(below(0x11_0000)),
      ).join('');
      const label = campaignLabel(name);
      expect(label, JSON.stringify(name)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]| {2}|\p{M}{3}/u);
      expect(Array.from(label).length).toBeLessThanOrEqual(LABEL_MAX);
      expect(campaignLabel(label), JSON.stringify(name)).toBe(label);
    }
  });
});
