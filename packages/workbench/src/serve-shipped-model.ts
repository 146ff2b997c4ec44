// Serves the shipped sentence model to tests in the browser, built as the app's build does, at the app's own path.
import { SHIPPED_MODEL } from '@emberkeep/search';
import { encoderFiles } from '@emberkeep/search/sentence-encoder';
import type { Plugin } from 'vite';

/** Where the files are served. */
const BASE = `/models/${SHIPPED_MODEL.id}/`;

export const serveShippedModel = (): Plugin => {
  let files: Map<string, Uint8Array> | null = null;
  return {
    name: 'shipped-model',
    configureServer: ({ middlewares }) => {
      middlewares.use((request, response, next) => {
        if (!request.url?.startsWith(BASE)) return next();
        files ??= encoderFiles();
        const file = files.get(request.url.slice(BASE.length));
        response.statusCode = file ? 200 : 404;
        response.end(file);
      });
    },
  };
};
