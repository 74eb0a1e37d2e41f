import { mock } from "bun:test";
import { RUNTIME, RUNTIME_GLOBALS } from "./runtime-module";

/** Replaces the runtime's own module in bun:test, as far as entrypoints use it. */
mock.module("cloudflare:workers", () => RUNTIME);
Object.assign(globalThis, RUNTIME_GLOBALS);
