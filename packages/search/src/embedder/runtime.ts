// Sets up transformers.js for one model on this device. The caller provides the model's files, and the runtime comes
// from our own files, so no other host is ever contacted.
import { env } from '@huggingface/transformers';

/** Reads a file by its path below the model's folder; undefined where there is none. */
export type ModelFile = (path: string) => Promise<Response | undefined>;

/** The URLs of the runtime's own files, as the page caches them for offline use. */
export type RuntimeFiles = readonly [wasm: string, mjs: string];

export const openRuntime = (id: string, file: ModelFile, [wasm, mjs]: RuntimeFiles): void => {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = '/models/';
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.useCustomCache = true;
  env.customCache = {
    match: async (request: string) => {
      const path = request.split(`/models/${id}/`)[1];
      return path === undefined ? undefined : file(path.split('?')[0]!);
    },
    put: async () => undefined,
  };
  if (!env.backends.onnx.wasm) throw new Error('this build of the runtime has no WASM backend');
  // By default the runtime is fetched from a public host, which fails silently offline.
  env.backends.onnx.wasm.wasmPaths = { wasm, mjs };
  env.backends.onnx.wasm.numThreads = globalThis.crossOriginIsolated ? 2 : 1;
};
