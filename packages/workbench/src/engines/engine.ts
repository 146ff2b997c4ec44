// What the smoke journey needs of a browser engine, and waiting inside its page.

export interface Engine {
  name: string;
  goto(url: string): Promise<void>;
  /** Runs the body of an async function in the page; resolves with what it returns. */
  evaluate<T>(body: string): Promise<T>;
  type(text: string): Promise<void>;
  /** Closes the tab and opens another one in the same profile. */
  newTab(): Promise<void>;
  close(): Promise<void>;
}

/** Polls inside the page for up to 30 seconds until `condition`, the body of an async function, returns true. */
export const waitUntil = async (engine: Engine, condition: string, what: string): Promise<void> => {
  const isMet = await engine.evaluate<boolean>(`
    for (let i = 0; i < 300; i++) {
      if (await (async () => { ${condition} })()) return true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;`);
  if (!isMet) throw new Error(`${engine.name}: timed out waiting until ${what}`);
};

/** Clicks the first element that matches the selector and contains the text, once there is one. */
export const click = (engine: Engine, selector: string, text: string): Promise<void> =>
  waitUntil(
    engine,
    `
    const elements = [...document.querySelectorAll(${JSON.stringify(selector)})];
    const element = elements.find((each) => each.textContent.includes(${JSON.stringify(text)}));
    element?.click();
    return Boolean(element);`,
    `${text} is there`,
  );

export const waitForNote = (engine: Engine, text: string, what: string): Promise<void> =>
  waitUntil(
    engine,
    `
    const note = document.querySelector('.note[contenteditable="true"]');
    return note?.textContent.includes(${JSON.stringify(text)}) ?? false;`,
    what,
  );
