import { test, openSample } from './journey.ts';
const SIZES = { landscape: { width: 1180, height: 820 }, portrait: { width: 820, height: 1180 }, phone: { width: 390, height: 844 } } as const;
test('look', async ({ page, server }) => {
  test.setTimeout(300_000);
  const campaign = await openSample(page, server);
  const base = `${server.url}/campaigns/${campaign}`;
  const session = /sessions\/([\w-]+)/.exec((await page.getByRole('link', { name: 'Continue prep' }).getAttribute('href')) ?? '')?.[1] ?? '';
  await page.goto(`${base}/sessions`);
  const done = /sessions\/([\w-]+)/.exec((await page.getByRole('link', { name: /Wet Hair/ }).getAttribute('href')) ?? '')?.[1] ?? '';
  const ids: Record<string, string> = {};
  for (const name of ['Brotherhood of the Wick', 'Mirabel Thorne']) {
    await page.goto(`${base}/entities`);
    ids[name] = /entities\/([\w-]+)/.exec((await page.getByRole('link', { name: new RegExp(name) }).first().getAttribute('href')) ?? '')?.[1] ?? '';
  }
  const pages: Record<string, string> = { overview: base, sessions: `${base}/sessions`, log: `${base}/sessions/${done}/log`, 'log-new': `${base}/sessions/${session}/log`, record: `${base}/sessions/${done}/record`, 'record-new': `${base}/sessions/${session}/record`, entities: `${base}/entities`, faction: `${base}/entities/${ids['Brotherhood of the Wick']}`, pc: `${base}/entities/${ids['Mirabel Thorne']}`, clocks: `${base}/clocks`, goals: `${base}/goals`, timeline: `${base}/timeline`, calendar: `${base}/calendar`, notebook: `${base}/notebook`, people: `${base}/people`, chapters: `${base}/chapters`, graph: `${base}/graph`, rules: `${base}/rules`, deleted: `${base}/deleted` };
  for (const [name, url] of Object.entries(pages)) for (const [size, viewport] of Object.entries(SIZES)) {
    if (process.env.ONLY && !process.env.ONLY.split(',').includes(name)) continue;
    await page.setViewportSize(viewport);
    await page.goto(url);
    await page.waitForTimeout(size === 'landscape' ? 1500 : 700);
    if (name === 'graph') { await page.getByRole('button', { name: 'Draw as a graph' }).click(); await page.waitForTimeout(1200); }
    if (name === 'clocks' || name === 'goals') { await page.locator('button.open').first().click(); await page.waitForTimeout(200); }
    if (name === 'log-new') { await page.getByRole('button', { name: 'Dice roll' }).click(); await page.waitForTimeout(200); }
    await page.screenshot({ path: `/tmp/look/${name}-${size}.png` });
    if (size === 'landscape') { const h = await page.evaluate(() => { const m = document.querySelector('main'); return m ? m.scrollHeight : 0; }); if (h > 900) { await page.setViewportSize({ width: 1180, height: Math.min(2600, h + 60) }); await page.waitForTimeout(200); await page.screenshot({ path: `/tmp/look/${name}-full.png` }); } }
  }
});
