// Words that were typed in the assistant's box and not sent, by session. They are in localStorage, so that a reload
// keeps them, and in this page where the browser refuses storage.
const inPage = new Map<string, string>();

const keyOf = (room: string): string => `emberkeep-ask:${room}`;

/** `room`: the session's document. */
export const unsentWords = (room: string): string => {
  const key = keyOf(room);
  try {
    return localStorage.getItem(key) ?? inPage.get(key) ?? '';
  } catch {
    return inPage.get(key) ?? '';
  }
};

export const keepUnsentWords = (room: string, text: string): void => {
  const key = keyOf(room);
  inPage.set(key, text);
  try {
    if (text === '') localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // The browser refuses storage: the words stay in this page.
  }
};
