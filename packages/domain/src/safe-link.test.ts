// Tests which addresses a note links to.
import { expect, it } from 'vitest';
import { isSafeLink, MAX_ADDRESS } from './safe-link.ts';

it('a note links to the web and to mail, by addresses of any sane length', () => {
  for (const address of ['https://a.example/b?c#d', 'HTTP://a.example', 'mailto:nell@example.org'])
    expect(isSafeLink(address), address).toBe(true);
  const long = `https://a.example/${'b'.repeat(MAX_ADDRESS)}`;
  for (const address of [
    'javascript:alert(1)',
    'data:text/html,x',
    ' https://a.example',
    '//a.example',
    '',
    null,
    7,
    long,
  ])
    expect(isSafeLink(address), String(address).slice(0, 40)).toBe(false);
  expect(isSafeLink(long.slice(0, MAX_ADDRESS))).toBe(true);
});
