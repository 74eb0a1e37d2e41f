import * as z from "zod";
import { Slug } from "#catalog/slug.contract";
import { CategoryTranslation } from "#catalog/translations.contract";
import { CategoryRef } from "#contract/catalog";
import { Id } from "#kernel/ids";
import { Line, Text } from "#kernel/text";

/** All categories of the shop. Each change reads the whole tree. */
export const CATEGORIES_MAX = 5000;
export const DEPTH_MAX = 10;
const NAME_CHARS_MAX = 255;
const DESCRIPTION_CHARS_MAX = 5000;

const Description = Text(DESCRIPTION_CHARS_MAX).nullable();

/** A category as staff see it. */
export const AdminCategory = z
  .strictObject({
    ...CategoryRef.shape,
    description: z.string().nullable(),
    parentId: Id("category").nullable().describe("Null for a root."),
    position: z.int().describe("Its place among the children of its parent."),
    path: z.array(CategoryRef).describe("From the root to this category."),
    version: z
      .int()
      .describe("Grows with each change of this category; the `ETag` begins with it."),
    translations: z.record(z.string(), CategoryTranslation).describe("By locale."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "AdminCategory" });
export type AdminCategory = z.infer<typeof AdminCategory>;

export const CategoryCreation = z.strictObject({
  name: Line(NAME_CHARS_MAX),
  slug: Slug.optional().describe("By default made from the name."),
  description: Description.default(null),
  parentId: Id("category").nullable().default(null).describe("Null for a root."),
});
export type CategoryCreation = z.infer<typeof CategoryCreation>;

/** A JSON merge patch (RFC 7396): null clears. */
export const CategoryPatch = z
  .strictObject({
    name: Line(NAME_CHARS_MAX),
    slug: Slug.describe("The former slug redirects to it."),
    description: Description,
  })
  .partial();
export type CategoryPatch = z.infer<typeof CategoryPatch>;

export const CategoryMove = z.strictObject({
  parentId: Id("category").nullable().describe("Null makes it a root."),
  before: Id("category")
    .optional()
    .describe("The child of the parent in front of which it comes; by default it comes last."),
});
export type CategoryMove = z.infer<typeof CategoryMove>;
