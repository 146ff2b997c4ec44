// Owns the route table for the checks that run on every page: how to get to each, with the sample loaded.
import type { Page } from '@playwright/test';
import { openSample, prepNote, type Server } from './journey.ts';

export interface RouteCheck {
  name: string;
  path: (ids: { campaign: string; session: string; entity: string }) => string;
  ready: (page: Page) => Promise<void>;
}

const heading =
  (name: string | RegExp) =>
  (page: Page): Promise<void> =>
    page.getByRole('heading', { name, level: 1 }).first().waitFor({ state: 'attached' });

export const ROUTES: readonly RouteCheck[] = [
  { name: 'home', path: () => '/', ready: heading('Emberkeep') },
  { name: 'join', path: () => '/join', ready: heading('Join a campaign') },
  { name: 'settings', path: () => '/settings', ready: heading('Settings') },
  { name: 'overview', path: ({ campaign }) => `/campaigns/${campaign}`, ready: heading('The Drowned Lantern') },
  { name: 'sessions', path: ({ campaign }) => `/campaigns/${campaign}/sessions`, ready: heading('Sessions') },
  {
    name: 'prep',
    path: ({ campaign, session }) => `/campaigns/${campaign}/sessions/${session}/prep`,
    ready: (page) => prepNote(page).waitFor(),
  },
  {
    name: 'play',
    path: ({ campaign, session }) => `/campaigns/${campaign}/sessions/${session}/play`,
    ready: (page) => page.getByRole('region', { name: 'Scene', exact: true }).getByRole('heading').first().waitFor(),
  },
  {
    name: 'wrap-up',
    path: ({ campaign, session }) => `/campaigns/${campaign}/sessions/${session}/wrapup`,
    ready: (page) => page.getByRole('textbox', { name: 'Actual notes' }).waitFor(),
  },
  {
    name: 'review',
    path: ({ campaign, session }) => `/campaigns/${campaign}/sessions/${session}/review`,
    ready: (page) => page.getByRole('heading', { name: 'Prep notes' }).waitFor(),
  },
  {
    name: 'investigation map',
    path: ({ campaign }) => `/campaigns/${campaign}/map`,
    ready: (page) => page.getByRole('heading', { name: 'Clues of this session' }).waitFor(),
  },
  { name: 'quick note', path: () => '/capture', ready: heading('Quick note') },
  { name: 'maps', path: ({ campaign }) => `/campaigns/${campaign}/maps`, ready: heading('Maps') },
  { name: 'tables', path: ({ campaign }) => `/campaigns/${campaign}/tables`, ready: heading('Random tables') },
  { name: 'templates', path: ({ campaign }) => `/campaigns/${campaign}/templates`, ready: heading('Templates') },
  { name: 'handouts', path: ({ campaign }) => `/campaigns/${campaign}/handouts`, ready: heading('Handouts') },
  { name: 'entities', path: ({ campaign }) => `/campaigns/${campaign}/entities`, ready: heading('Entities') },
  {
    name: 'entity',
    path: ({ campaign, entity }) => `/campaigns/${campaign}/entities/${entity}`,
    ready: (page) => page.getByRole('textbox', { name: /^GM notes on/ }).waitFor(),
  },
  {
    name: 'log',
    path: ({ campaign, session }) => `/campaigns/${campaign}/sessions/${session}/log`,
    ready: (page) => page.getByRole('region', { name: 'Quick log' }).waitFor(),
  },
  {
    name: 'record',
    path: ({ campaign, session }) => `/campaigns/${campaign}/sessions/${session}/record`,
    ready: (page) => page.getByLabel('Number', { exact: true }).waitFor(),
  },
  {
    name: 'clocks',
    path: ({ campaign }) => `/campaigns/${campaign}/clocks`,
    ready: (page) => page.getByRole('spinbutton').first().waitFor(),
  },
  { name: 'goals', path: ({ campaign }) => `/campaigns/${campaign}/goals`, ready: heading('Goals') },
  {
    name: 'timeline',
    path: ({ campaign }) => `/campaigns/${campaign}/timeline`,
    ready: (page) => page.getByRole('list', { name: 'Events' }).waitFor(),
  },
  { name: 'search', path: ({ campaign }) => `/campaigns/${campaign}/search`, ready: heading('Search') },
  {
    name: 'previously',
    path: ({ campaign }) => `/campaigns/${campaign}/previously`,
    ready: heading(/CAMPAIGN SUMMARY/),
  },
  { name: 'analytics', path: ({ campaign }) => `/campaigns/${campaign}/analytics`, ready: heading('Analytics') },
  { name: 'questions', path: ({ campaign }) => `/campaigns/${campaign}/questions`, ready: heading('Reports') },
  { name: 'calendar', path: ({ campaign }) => `/campaigns/${campaign}/calendar`, ready: heading('Calendar') },
  { name: 'notebook', path: ({ campaign }) => `/campaigns/${campaign}/notebook`, ready: heading('Notebook') },
  {
    name: 'people',
    path: ({ campaign }) => `/campaigns/${campaign}/people`,
    ready: (page) => page.getByRole('table').waitFor(),
  },
  { name: 'chapters', path: ({ campaign }) => `/campaigns/${campaign}/chapters`, ready: heading('Chapters') },
  {
    name: 'relationships',
    path: ({ campaign }) => `/campaigns/${campaign}/graph`,
    ready: (page) => page.getByRole('list', { name: 'Relationships' }).waitFor(),
  },
  { name: 'rules', path: ({ campaign }) => `/campaigns/${campaign}/rules`, ready: heading('Rules') },
  {
    name: 'import and export',
    path: ({ campaign }) => `/campaigns/${campaign}/files`,
    ready: heading('Import & export'),
  },
  {
    name: 'on paper',
    path: ({ campaign, session }) => `/campaigns/${campaign}/paper/session/${session}`,
    ready: (page) => page.getByRole('article').getByRole('heading').first().waitFor(),
  },
  {
    name: 'what players read',
    path: ({ campaign }) => `/campaigns/${campaign}/players`,
    ready: (page) => page.getByRole('region', { name: 'Sessions' }).waitFor(),
  },
  { name: 'follow a campaign', path: () => '/players', ready: heading('Follow a campaign') },
  { name: 'import', path: () => '/import', ready: heading('Import') },
  { name: 'deleted', path: ({ campaign }) => `/campaigns/${campaign}/deleted`, ready: heading('Trash') },
  {
    name: 'campaign settings',
    path: ({ campaign }) => `/campaigns/${campaign}/settings`,
    ready: heading('Campaign settings'),
  },
  {
    name: 'unknown campaign',
    path: () => '/campaigns/00000000-0000-7000-8000-000000000000',
    ready: heading(/isn’t on this device/),
  },
  { name: 'unknown page', path: () => '/nowhere', ready: heading('Page not found') },
];

/** Loads the sample and gives the ids that the route table needs. */
export const sampleIds = async (
  page: Page,
  server: Server,
): Promise<{ campaign: string; session: string; entity: string }> => {
  const campaign = await openSample(page, server);
  const session =
    /sessions\/([\w-]+)/.exec(
      (await page.getByRole('link', { name: 'Continue prep' }).getAttribute('href')) ?? '',
    )?.[1] ?? '';
  await page.goto(`${server.url}/campaigns/${campaign}/entities`);
  const entity =
    /entities\/([\w-]+)/.exec(
      (await page.getByRole('link', { name: /Madame Lefevre/ }).getAttribute('href')) ?? '',
    )?.[1] ?? '';
  return { campaign, session, entity };
};
