import { z } from "zod";
import { emptyable } from "./params";
import { invalidRequest } from "./refusal";

export type Metadata = Record<string, string>;

const KEYS_MAX = 50;
const KEY_CHARACTERS_MAX = 40;
const VALUE_CHARACTERS_MAX = 500;

const tooLong = (what: string, text: string, max: number) =>
  `Metadata ${what}s can have up to ${max} characters, but you passed in a ${what} that is ${text.length} characters. Invalid ${what}: ${text}`;

/**
 * The schema of the parameter: entries to set. An empty value removes its entry, an empty string removes all
 * entries.
 */
export const metadata = emptyable(
  z.record(z.string(), z.string()).superRefine((entries, context) => {
    const refuse = (key: string, message: string) =>
      context.addIssue({ code: "custom", path: [key], message });
    for (const [key, value] of Object.entries(entries)) {
      if (key.length > KEY_CHARACTERS_MAX) refuse(key, tooLong("key", key, KEY_CHARACTERS_MAX));
      if (value.length > VALUE_CHARACTERS_MAX)
        refuse(key, tooLong("value", value, VALUE_CHARACTERS_MAX));
    }
  }),
).optional();

/** Returns the entries after an update. */
export const mergeMetadata = (current: Metadata, change: Metadata | null | undefined): Metadata => {
  if (change === undefined) return current;
  const entries = Object.entries({ ...(change && current), ...change });
  const remaining = entries.filter(([, value]) => value !== "");
  if (remaining.length > KEYS_MAX) {
    throw invalidRequest(`You can only set up to ${KEYS_MAX} metadata keys.`, {
      param: "metadata",
    });
  }
  return Object.fromEntries(remaining);
};
