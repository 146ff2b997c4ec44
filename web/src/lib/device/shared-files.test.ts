// Tests whose forms the share target takes.
import { expect, it } from 'vitest';
import { isFromOtherSite } from './shared-files.ts';

it('18.14 a form that a page of another site posted is refused; the share sheet and the app itself are not', () => {
  const own = 'https://table.example';
  for (const referrer of ['https://evil.example/', 'http://table.example/', 'https://table.example.evil.example/x'])
    expect(isFromOtherSite(referrer, own), referrer).toBe(true);
  for (const referrer of ['', 'about:client', 'android-app://com.example.notes/', `${own}/`, `${own}/import`])
    expect(isFromOtherSite(referrer, own), referrer).toBe(false);
});
