// The relay's log for operators: one line of JSON per event, with ids of grants and rooms, codes and counts. It never
// contains content or a secret.

type Facts = Readonly<Record<string, string | number>>;

export interface EventLog {
  info(event: string, facts?: Facts): void;
  error(event: string, facts?: Facts): void;
}

export const createEventLog = (minimum: 'info' | 'error', writeLine: (line: string) => void): EventLog => {
  const write = (level: 'info' | 'error', event: string, facts: Facts = {}): void =>
    writeLine(JSON.stringify({ at: new Date().toISOString(), level, event, ...facts }));
  return {
    info: (event, facts) => {
      if (minimum === 'info') write('info', event, facts);
    },
    error: (event, facts) => write('error', event, facts),
  };
};
