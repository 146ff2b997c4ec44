// Owns the addresses of the model runtime's own files. A module of its own: a page knows where they are, to keep them for
// airplane mode, without loading the runtime, and tells them to its workers: in a worker's own build they are copies under other names.
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { RuntimeFiles } from './runtime.ts';

export const RUNTIME_FILES: RuntimeFiles = [wasm, mjs];
