// Owns the addresses of the model runtime's own files. A module of its own: a page knows where they are, to keep them for
// airplane mode, without loading the runtime.
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

export const RUNTIME_FILES: readonly [wasm: string, mjs: string] = [wasm, mjs];
