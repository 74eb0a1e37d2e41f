import {
  ACCOUNT_CARTS_MAX,
  ANSWERS_BYTES_MAX,
  ANSWERS_KEPT_MAX,
  CART_BYTES_MAX,
  DECLINE_PAUSE_SECONDS,
  DECLINE_PAUSE_SECONDS_MAX,
  DECLINES_FREE,
} from "#cart/bounds.rules";
import { FINGERPRINT_PREFIX_CHARS, MUTATION_ID_CHARS } from "#cart/mutation.rules";
import {
  accountKey,
  CART_PREFIX,
  CART_TTL_MS,
  erasedKey,
  NEW_CART_TTL_MS,
  PLACING_LAPSES_SECONDS,
  PLACING_LAPSES_WITH_ORDER_SECONDS,
} from "#cart/stored-cart.rules";
import { CART_LINES_MAX, LINE_QUANTITY_MAX } from "#contract/cart";
import type { Script } from "#kernel/vendors/redis.client";
import addLine from "./scripts/add-line.lua";
import awaitOrder from "./scripts/await-order.lua";
import begin from "./scripts/begin.lua";
import bounded from "./scripts/bounded.lua";
import change from "./scripts/change.lua";
import complete from "./scripts/complete.lua";
import create from "./scripts/create.lua";
import freeze from "./scripts/freeze.lua";
import keepAnswer from "./scripts/keep-answer.lua";
import mutation from "./scripts/mutation.lua";
import patch from "./scripts/patch.lua";
import peek from "./scripts/peek.lua";
import remove from "./scripts/remove.lua";
import setLine from "./scripts/set-line.lua";
import thaw from "./scripts/thaw.lua";
import thawLapsed from "./scripts/thaw-lapsed.lua";

/** How long an answer is stored for replay. */
export const ANSWER_TTL_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Constants that the Lua scripts use. Milliseconds are text, because some Lua engines have 32-bit integers.
 */
const CONSTANTS = {
  CART_LINES_MAX,
  LINE_QUANTITY_MAX,
  ACCOUNT_CARTS_MAX,
  ANSWERS_BYTES_MAX,
  ANSWERS_KEPT_MAX,
  CART_BYTES_MAX,
  DECLINE_PAUSE_SECONDS,
  DECLINE_PAUSE_SECONDS_MAX,
  DECLINES_FREE,
  FINGERPRINT_PREFIX_CHARS,
  MUTATION_ID_CHARS,
  /** How many mutations a cart remembers, and how many idempotency keys of its orders. */
  MUTATIONS_KEPT: 64,
  KEYS_KEPT: 8,
  PLACING_LAPSES_SECONDS,
  PLACING_LAPSES_WITH_ORDER_SECONDS,
  CART_PREFIX,
  ACCOUNT_PREFIX: accountKey(""),
  ERASED_PREFIX: erasedKey(""),
  CART_TTL_MS: String(CART_TTL_MS),
  CART_TTL_SECONDS: CART_TTL_MS / 1000,
  NEW_CART_TTL_MS: String(NEW_CART_TTL_MS),
  ANSWER_TTL_MS: String(ANSWER_TTL_MS),
  ANSWER_TTL_SECONDS: ANSWER_TTL_MS / 1000,
};

const constants = Object.entries(CONSTANTS)
  .map(([name, value]) => `local ${name} = ${JSON.stringify(value)}\n`)
  .join("");

const script = (...parts: string[]): Script => ({ text: [constants, begin, ...parts].join("") });

const changing = [mutation, change, thawLapsed];

/**
 * The Lua scripts that Redis runs. Every change of a cart is one script, so it is atomic and one round
 * trip. A script returns `{ code }` or `{ code, every field of the cart }`. The code of a refusal is the
 * error code of the problem document. The scripts use no cjson and whole numbers as text, to run on every
 * Redis. They use Redis keys of the account without declaring them, because the owner's id is stored in the
 * cart. Upstash allows that, because it locks the whole database for a script.
 */
export const SCRIPTS = {
  create: script(mutation, bounded, create),
  peek: script(mutation, change, peek),
  addLine: script(...changing, bounded, addLine),
  setLine: script(...changing, setLine),
  patch: script(...changing, bounded, patch),
  remove: script(...changing, remove),
  keepAnswer: script(keepAnswer),
  freeze: script(freeze),
  thaw: script(thaw),
  awaitOrder: script(awaitOrder),
  complete: script(complete),
} as const;
