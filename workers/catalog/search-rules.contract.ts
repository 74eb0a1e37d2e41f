import * as z from "zod";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";

export const SEARCH_RULE_KINDS = ["synonym", "curation"] as const;
export type SearchRuleKind = (typeof SEARCH_RULE_KINDS)[number];

/** The largest number of rules of each kind. */
export const SEARCH_RULES_MAX = 1000;
const SYNONYMS_MAX = 50;
const PINNED_MAX = 50;
const HIDDEN_MAX = 200;

const Words = Line(100);

const SYNONYM = {
  root: Words.nullable()
    .default(null)
    .describe("With a root, only a search for it finds the others; without one, each finds each."),
  synonyms: z.array(Words).min(1).max(SYNONYMS_MAX),
};
export const SynonymInput = z
  .strictObject(SYNONYM)
  .refine(({ root, synonyms }) => root !== null || synonyms.length > 1, {
    path: ["synonyms"],
    error: "must be two or more without a root",
    params: { code: "too_few" },
  })
  .meta({ id: "SynonymInput" });
export type SynonymInput = z.infer<typeof SynonymInput>;

const CURATION = {
  query: Line(200),
  match: z
    .enum(["exact", "contains"])
    .default("exact")
    .describe("Whether a search has these words only, or more beside them."),
  pinned: z
    .array(Id("product"))
    .max(PINNED_MAX)
    .default([])
    .describe("Shown first in this order, unless a filter excludes them."),
  hidden: z.array(Id("product")).max(HIDDEN_MAX).default([]),
};
export const CurationInput = z
  .strictObject(CURATION)
  .refine(({ pinned, hidden }) => pinned.length + hidden.length > 0, {
    path: ["pinned"],
    error: "must name a product, unless one is hidden",
    params: { code: "too_few" },
  })
  .refine(
    ({ pinned, hidden }) => new Set([...pinned, ...hidden]).size === pinned.length + hidden.length,
    {
      path: ["hidden"],
      error: "must not repeat a product",
      params: { code: "duplicate" },
    },
  )
  .meta({ id: "CurationInput" });
export type CurationInput = z.infer<typeof CurationInput>;

export type SearchRule = SynonymInput | CurationInput;

const STORED = { id: z.string(), updatedAt: z.iso.datetime() };
export const Synonym = z
  .strictObject({ ...STORED, root: z.string().nullable(), synonyms: z.array(z.string()) })
  .meta({ id: "Synonym" });
export type Synonym = z.infer<typeof Synonym>;

export const Curation = z
  .strictObject({
    ...STORED,
    query: z.string(),
    match: z.enum(["exact", "contains"]),
    pinned: z.array(z.string()),
    hidden: z.array(z.string()),
  })
  .meta({ id: "Curation" });
export type Curation = z.infer<typeof Curation>;

/** All rules of the shop, as the search engine receives them. */
export interface SearchRules {
  synonyms: readonly (SynonymInput & { id: string })[];
  curations: readonly (CurationInput & { id: string })[];
}
