import wasm from "harfbuzzjs/dist/harfbuzz.wasm";
import type { ShapedGlyph, Shaper } from "./shaper.port";

/** The functions of HarfBuzz that are used here; pointers and tags are numbers. */
interface HarfBuzz {
  memory: WebAssembly.Memory;
  __wasm_call_ctors(): void;
  malloc(bytes: number): number;
  free(pointer: number): void;
  hb_blob_create(data: number, bytes: number, mode: number, user: number, free: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_get_upem(face: number): number;
  hb_font_create(face: number): number;
  hb_font_get_nominal_glyph(font: number, codePoint: number, result: number): number;
  hb_buffer_create(): number;
  hb_buffer_clear_contents(buffer: number): void;
  hb_buffer_add_utf16(buffer: number, text: number, length: number, at: number, n: number): void;
  hb_buffer_set_direction(buffer: number, direction: number): void;
  hb_buffer_set_script(buffer: number, script: number): void;
  hb_buffer_guess_segment_properties(buffer: number): void;
  hb_buffer_get_length(buffer: number): number;
  hb_buffer_get_glyph_infos(buffer: number, length: number): number;
  hb_buffer_get_glyph_positions(buffer: number, length: number): number;
  hb_shape(font: number, buffer: number, features: number, count: number): void;
}

const READ_ONLY = 1;
const LEFT_TO_RIGHT = 4;
const PAGE_BYTES = 65_536;
/** The size of `hb_glyph_info_t`, and of `hb_glyph_position_t`. */
const GLYPH_BYTES = 20;

const aborted = () => {
  throw new Error("HarfBuzz aborted.");
};

/**
 * Starts HarfBuzz without the loader of its package, which looks for the wasm file on a disk or by fetch. Workers
 * get the compiled module from the bundle.
 */
const startHarfBuzz = (): HarfBuzz => {
  const grow = (bytes: number) => {
    const missing = bytes - harfBuzz.memory.buffer.byteLength;
    harfBuzz.memory.grow(Math.ceil(missing / PAGE_BYTES));
    return 1;
  };
  const nothing = () => 0;
  const { exports } = new WebAssembly.Instance(wasm, {
    wasi_snapshot_preview1: { proc_exit: aborted },
    env: {
      _abort_js: aborted,
      emscripten_resize_heap: grow,
      _emscripten_runtime_keepalive_clear: nothing,
      _setitimer_js: nothing,
    },
  });
  const harfBuzz = exports as unknown as HarfBuzz;
  harfBuzz.__wasm_call_ctors();
  return harfBuzz;
};

const tagOf = (script: string) =>
  [...script].reduce((tag, letter) => (tag << 8) | letter.charCodeAt(0), 0) >>> 0;

/** Copies bytes into the memory of HarfBuzz, which keeps them. */
const copied = ({ malloc, memory }: HarfBuzz, bytes: Uint8Array) => {
  const pointer = malloc(bytes.length);
  new Uint8Array(memory.buffer).set(bytes, pointer);
  return pointer;
};

const openFont = (hb: HarfBuzz, bytes: ArrayBuffer) => {
  const data = copied(hb, new Uint8Array(bytes));
  const face = hb.hb_face_create(hb.hb_blob_create(data, bytes.byteLength, READ_ONLY, 0, 0), 0);
  return { font: hb.hb_font_create(face), unitsPerEm: hb.hb_face_get_upem(face) };
};

const fill = (hb: HarfBuzz, buffer: number, text: string, script: string) => {
  const units = Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  const pointer = copied(hb, new Uint8Array(units.buffer));
  hb.hb_buffer_clear_contents(buffer);
  hb.hb_buffer_add_utf16(buffer, pointer, units.length, 0, units.length);
  hb.free(pointer);
  hb.hb_buffer_set_direction(buffer, LEFT_TO_RIGHT);
  hb.hb_buffer_set_script(buffer, tagOf(script));
  hb.hb_buffer_guess_segment_properties(buffer);
};

const glyphsOf = (hb: HarfBuzz, buffer: number, scale: number): ShapedGlyph[] => {
  const count = hb.hb_buffer_get_length(buffer);
  const infos = hb.hb_buffer_get_glyph_infos(buffer, 0);
  const positions = hb.hb_buffer_get_glyph_positions(buffer, 0);
  const memory = new DataView(hb.memory.buffer);
  return Array.from({ length: count }, (_, at) => {
    const length = (field: number) =>
      Math.round(memory.getInt32(positions + at * GLYPH_BYTES + field * 4, true) * scale);
    return {
      glyph: memory.getUint32(infos + at * GLYPH_BYTES, true),
      cluster: memory.getUint32(infos + at * GLYPH_BYTES + 8, true),
      advance: length(0),
      dx: length(2),
      dy: length(3),
    };
  });
};

/** Returns a function that opens fonts for shaping. HarfBuzz starts with the first font. */
export const harfBuzz = () => {
  let started: HarfBuzz | undefined;

  return (bytes: ArrayBuffer): Shaper => {
    started ??= startHarfBuzz();
    const hb = started;
    const { font, unitsPerEm } = openFont(hb, bytes);
    const buffer = hb.hb_buffer_create();
    const result = hb.malloc(4);
    return {
      covers: (codePoint) => hb.hb_font_get_nominal_glyph(font, codePoint, result) !== 0,
      shape: (text, script) => {
        fill(hb, buffer, text, script);
        hb.hb_shape(font, buffer, 0, 0);
        return glyphsOf(hb, buffer, 1000 / unitsPerEm);
      },
    };
  };
};
