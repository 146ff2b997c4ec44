// Owns setting transformers.js up for one model on this device, whatever it is for: its files by the means of the caller, its runtime
// from our own files. Nothing is ever asked of another host: what is not in `file` is not there.
import { env } from '@huggingface/transformers';

/** A file of the model by its path below the model's folder; undefined where there is none. */
export type ModelFile = (path: string) => Promise<Response | undefined>;

/** The runtime's own files, by address: the page's, which it keeps for airplane mode. A worker's build has copies under other names. */
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
  if (!env.backends.onnx.wasm) throw new Error('this build of the runtime has no WASM');
  // By default it reaches for a public host, and offline that fails silently.
  env.backends.onnx.wasm.wasmPaths = { wasm, mjs };
  env.backends.onnx.wasm.numThreads = globalThis.crossOriginIsolated ? 2 : 1;
};
