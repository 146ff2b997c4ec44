// What axe finds wrong on a page. Its source, of half a megabyte, is read once a document, and only what it finds wrong
// is described: to name every element that is right takes a third of the time of a look.
import type { Page } from '@playwright/test';
import axe, { type AxeResults, type RunOptions } from 'axe-core';

type Violation = AxeResults['violations'][number];

/** What axe finds wrong by the rules, or by the rules with the tags, of `runOnly`. Our pages have no frames. */
export const axeViolations = async (
  page: Page,
  runOnly: { type: 'tag' | 'rule'; values: string[] },
): Promise<Violation[]> => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const options: RunOptions = {
    runOnly,
    resultTypes: ['violations'],
    // Style sheets are read for one rule only, which is an experiment of axe's and not among ours.
    preload: { assets: ['media'] },
  };
  return page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }; // put there by the source
    return (await axe.run(document, options)).violations;
  }, options);
};
