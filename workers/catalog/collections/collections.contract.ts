import * as z from "zod";
import { Slug } from "#catalog/slug.contract";
import { CollectionTranslation } from "#catalog/translations.contract";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";
import { PageQuery } from "#kernel/routes/page";
import { Line, Text } from "#kernel/text";

export const COLLECTIONS_MAX = 1000;
/** The products of a collection that is picked by hand. */
export const PICKED_MAX = 1000;
const RULES_MAX = 20;
const TITLE_CHARS_MAX = 255;
const DESCRIPTION_CHARS_MAX = 5000;

export const COLLECTION_KINDS = ["manual", "rule"] as const;
export const RULE_FIELDS = [
  ...(["tag", "category", "brand", "price", "title", "createdAt", "inStock"] as const),
] as const;
export const RULE_OPS = [
  "is",
  "isNot",
  "lessThan",
  "greaterThan",
  "contains",
  "startsWith",
] as const;

const Equal = z.enum(["is", "isNot"]);
const Compared = z.enum(["lessThan", "greaterThan"]);
const Value = Line(TITLE_CHARS_MAX);

export const CollectionRule = z
  .discriminatedUnion("field", [
    z.strictObject({ field: z.literal("tag"), op: Equal, value: Value }),
    z.strictObject({ field: z.literal("brand"), op: Equal, value: Value }),
    z.strictObject({
      field: z.literal("category"),
      op: Equal,
      value: Id("category").describe("Products of categories below it match too."),
    }),
    z.strictObject({
      field: z.literal("price"),
      op: Compared,
      value: Money.describe("Compared with the lowest price of the product in this currency."),
    }),
    z.strictObject({
      field: z.literal("title"),
      op: z.enum(["is", "contains", "startsWith"]),
      value: Value,
    }),
    z.strictObject({ field: z.literal("createdAt"), op: Compared, value: z.iso.datetime() }),
    z.strictObject({ field: z.literal("inStock"), op: z.literal("is"), value: z.boolean() }),
  ])
  .meta({ id: "CollectionRule" });
export type CollectionRule = z.infer<typeof CollectionRule>;

/** A collection as shoppers see it. Its products are listed by `GET /v1/products?collection=`. */
export const Collection = z
  .strictObject({
    id: Id("collection"),
    slug: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    kind: z.enum(COLLECTION_KINDS),
  })
  .meta({ id: "Collection" });
export type Collection = z.infer<typeof Collection>;

const Match = z.enum(["all", "any"]);

/** A collection as staff see it. */
export const AdminCollection = z
  .strictObject({
    ...Collection.shape,
    match: Match.nullable().describe("Null for `manual`."),
    rules: z.array(CollectionRule).nullable().describe("Null for `manual`."),
    filled: z
      .boolean()
      .describe("Whether all products have been compared with the rules as they are now."),
    version: z
      .int()
      .describe("Grows with each change of the collection; the `ETag` begins with it."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "AdminCollection" });
export type AdminCollection = z.infer<typeof AdminCollection>;

const PickedIds = z
  .array(Id("product"))
  .max(PICKED_MAX)
  .refine((ids) => new Set(ids).size === ids.length, {
    error: "must not repeat a product",
    params: { code: "repeated" },
  });

/** A collection with the products that staff picked, in their order, and its texts in other languages. */
export const CollectionWithProducts = z
  .strictObject({
    ...AdminCollection.shape,
    productIds: z.array(Id("product")).describe("In their order; empty for `rule`."),
    translations: z.record(z.string(), CollectionTranslation).describe("By locale."),
  })
  .meta({ id: "CollectionWithProducts" });
export type CollectionWithProducts = z.infer<typeof CollectionWithProducts>;

const NAMED = {
  title: Line(TITLE_CHARS_MAX),
  description: Text(DESCRIPTION_CHARS_MAX).nullable(),
};
const Rules = z.array(CollectionRule).min(1).max(RULES_MAX);

export const CollectionCreation = z.strictObject({
  kind: z.enum(COLLECTION_KINDS).describe("Never changes."),
  title: NAMED.title,
  slug: Slug.optional().describe("By default made from the title."),
  description: NAMED.description.default(null),
  match: Match.optional().describe("Of a rule collection, by default `all`."),
  rules: Rules.optional().describe("Required for `rule`."),
});
export type CollectionCreation = z.infer<typeof CollectionCreation>;

/** A JSON merge patch (RFC 7396): null clears. `kind` never changes. */
export const CollectionPatch = z
  .strictObject({
    ...NAMED,
    slug: Slug.describe("The former slug redirects to it."),
    match: Match.describe("Of a rule collection."),
    rules: Rules.describe("Of a rule collection. Replaces all of them."),
  })
  .partial();
export type CollectionPatch = z.infer<typeof CollectionPatch>;

export const PickedProducts = z.strictObject({
  productIds: PickedIds.describe("All products, in their order."),
});

export const CollectionQuery = z.strictObject(PageQuery);
