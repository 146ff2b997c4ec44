// The URLs of the model runtime's own files. In a module of its own, so that a page can cache them for offline use
// without loading the runtime, and can pass them to its workers: a worker's build contains copies under other names.
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { RuntimeFiles } from './runtime.ts';

export const RUNTIME_FILES: RuntimeFiles = [wasm, mjs];
