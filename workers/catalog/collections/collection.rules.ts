import { type LocaleText, type Spoken, textIn } from "#catalog/texts/text.rules";
import type { CollectionTranslation } from "#catalog/translations.contract";
import type { collectionRules, collections } from "#db/catalog/collection.schema";
import { foldCase, titleKeyOf } from "#kernel/fold";
import type {
  AdminCollection,
  Collection,
  CollectionCreation,
  CollectionPatch,
  CollectionRule,
  CollectionWithProducts,
} from "./collections.contract";

export type CollectionRow = typeof collections.$inferSelect;
/** A collection with its texts in the locales that may be shown. */
export interface ReadCollection extends CollectionRow {
  texts: LocaleText[];
}
export interface PickedRow extends CollectionRow {
  productIds: string[];
  /** By locale. */
  translations: Record<string, CollectionTranslation>;
}
type RuleRow = typeof collectionRules.$inferInsert;

/** Lower case of ASCII letters, as SQLite makes it of a brand. */
const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const operandOf = (rule: CollectionRule): Pick<RuleRow, "value" | "number"> => {
  switch (rule.field) {
    case "tag":
      return { value: foldCase(rule.value), number: 0 };
    case "brand":
      return { value: asciiLower(rule.value), number: 0 };
    case "title":
      return { value: titleKeyOf(rule.value), number: 0 };
    case "category":
      return { value: rule.value, number: 0 };
    case "inStock":
      return { value: String(rule.value), number: 0 };
    case "price":
      return { value: rule.value.currency, number: rule.value.amount };
    case "createdAt":
      return { value: "", number: Date.parse(rule.value) };
  }
};

/** Returns the rules of a collection in the form in which the facts of a product find them. */
export const ruleRows = (
  collectionId: string,
  rules: readonly CollectionRule[] | null,
): RuleRow[] =>
  (rules ?? []).map((rule, position) => ({
    collectionId,
    position,
    field: rule.field,
    op: rule.op,
    ...operandOf(rule),
  }));

type Written = Pick<
  CollectionRow,
  "slug" | "title" | "description" | "match" | "rules" | "needed" | "rulesVersion"
>;

const neededOf = ({ match, rules }: Pick<CollectionRow, "match" | "rules">) =>
  match === "all" ? (rules?.length ?? 0) : 1;

/** Returns the row of a new collection. */
export const newCollection = (
  id: string,
  input: Omit<CollectionCreation, "slug"> & { slug: string },
  nowMs: number,
): CollectionRow => {
  const { kind, slug, title, description } = input;
  const rules =
    kind === "rule"
      ? { match: input.match ?? ("all" as const), rules: input.rules ?? [] }
      : { match: null, rules: null };
  return {
    ...{ id, kind, slug, title, description, ...rules },
    needed: neededOf(rules),
    version: 1,
    rulesVersion: 1,
    filledVersion: kind === "rule" ? 0 : 1,
    deletedAt: null,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
};

/** Returns the columns that a merge patch changes, or null if it changes none. */
export const patchedCollection = (row: CollectionRow, patch: CollectionPatch): Written | null => {
  const { slug = row.slug, title = row.title, match = row.match, rules = row.rules } = patch;
  const description = patch.description === undefined ? row.description : patch.description;
  const ruled = JSON.stringify([match, rules]) !== JSON.stringify([row.match, row.rules]);
  const rulesVersion = row.rulesVersion + (ruled ? 1 : 0);
  const next = { slug, title, description, match, rules, rulesVersion };
  const same =
    !ruled && slug === row.slug && title === row.title && description === row.description;
  return same ? null : { ...next, needed: neededOf(next) };
};

const shownCollection = ({ id, slug, title, description, kind }: Collection): Collection => ({
  ...{ id, slug, title, description, kind },
});

/** Returns a collection as shoppers see it in a language. */
export const collectionIn =
  (spoken: Spoken) =>
  ({ texts, ...row }: ReadCollection): Collection => {
    const { slug, title, description } = textIn(texts, spoken);
    return {
      ...shownCollection(row),
      slug: slug ?? row.slug,
      title: title ?? row.title,
      description: description ?? row.description,
    };
  };

export const adminCollection = (row: CollectionRow): AdminCollection => ({
  ...shownCollection(row),
  match: row.match,
  rules: row.rules,
  filled: row.filledVersion === row.rulesVersion,
  version: row.version,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});

export const collectionWithProducts = (row: PickedRow): CollectionWithProducts => ({
  ...adminCollection(row),
  productIds: row.productIds,
  translations: row.translations,
});
