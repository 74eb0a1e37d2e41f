// biome-ignore-all lint/performance/noBarrelFile: the entry of a published package
import { type Client, type ClientOptions, clientWith } from "./client.js";

export type { Client, ClientOptions } from "./client.js";
export type { ProblemCode, ProblemOf, RequestOptions, Schemas } from "./operation.js";
export type { Page, Pages } from "./pages.js";
export type { NoAnswer, Result } from "./result.js";
export { ShopError, unwrap } from "./result.js";
export type { RetryBounds } from "./send.js";
export type { TokenStore, Tokens, Transport } from "./session.js";

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });

/** Creates the client of a shop. It has a method for each operation of the API. */
export const createClient = (options: ClientOptions): Client =>
  clientWith(options, {
    fetch: (url, init) => (options.fetch ?? globalThis.fetch)(url, init),
    nowMs: Date.now,
    random: Math.random,
    wait,
  });
