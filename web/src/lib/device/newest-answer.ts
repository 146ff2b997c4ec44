// Answers that come later than their questions.

/**
 * Takes the answers to questions that are asked one after the other: only that to the newest, however late an older one
 * comes. Where a question fails, nothing is taken.
 */
export const newestAnswer = <T>(take: (answer: T) => void): ((question: Promise<T>) => void) => {
  let asked = 0;
  return (question) => {
    const own = (asked += 1);
    void question.then(
      (answer) => {
        if (own === asked) take(answer);
      },
      (error: unknown) => console.warn('could not be read', error),
    );
  };
};
