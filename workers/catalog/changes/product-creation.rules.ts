import type { ProductCreation } from "#catalog/admin-products.contract";
import { attributeErrors } from "#catalog/attributes/attribute-values.rules";
import type { Known } from "#catalog/changes/admin-products.store";
import { duplicateNames, optionErrors, shownOptions } from "#catalog/changes/options.rules";
import {
  eventOf,
  type ProductChange,
  type ProductContent,
} from "#catalog/changes/product-change.rules";
import type { WithMedia } from "#catalog/changes/product-media.rules";
import {
  nextSchedule,
  scheduleErrors,
  unsellableErrors,
} from "#catalog/changes/product-schedule.rules";
import { categoryErrors } from "#catalog/changes/references.rules";
import { newVariant, partErrors, skuErrors } from "#catalog/changes/variant.rules";
import { plainText } from "#catalog/descriptions/plain-text.rules";
import { safeHtml } from "#catalog/descriptions/safe-html.rules";
import { slugOf } from "#catalog/products/slug.rules";
import type { FieldError } from "#kernel/errors";

type NewId = (kind: "product" | "variant") => string;

const UNPUBLISHED = { status: "draft", publishAt: null, unpublishAt: null } as const;

const scheduleOf = ({
  status,
  publishAt,
  unpublishAt,
}: Pick<ProductCreation, "status" | "publishAt" | "unpublishAt">) =>
  nextSchedule({ status, publishAt, unpublishAt }, UNPUBLISHED);

/** Returns the columns of a description. */
export const descriptionContent = (html: string) => {
  const descriptionHtml = safeHtml(html);
  return { descriptionHtml, description: plainText(descriptionHtml) };
};

const contentOf = (input: WithMedia<ProductCreation>, slug: string): ProductContent => ({
  slug,
  title: input.title,
  ...descriptionContent(input.descriptionHtml),
  brand: input.brand,
  type: input.type,
  media: input.media ?? [],
  options: shownOptions(input.options, input.variants),
  tags: [...new Set(input.tags)],
  taxClass: input.taxClass,
  returnable: input.returnPolicy?.returnable ?? input.type !== "digital",
  returnWindowDays: input.returnPolicy?.windowDays ?? null,
  seoTitle: input.seo.title ?? null,
  seoDescription: input.seo.description ?? null,
  ...scheduleOf(input),
});

/** Returns the slug that is asked for, or one made from the title; empty if the title has no letter or digit. */
export const slugFor = ({ slug, title }: Pick<ProductCreation, "slug" | "title">) =>
  slug ?? slugOf(title);

const slugErrors = (input: ProductCreation): FieldError[] =>
  slugFor(input) === ""
    ? [
        {
          pointer: "/slug",
          code: "required",
          message: "The title has no letters to make one from.",
        },
      ]
    : [];

/** Returns what is wrong with a new product beyond the schema of its request. */
export const creationErrors = (input: ProductCreation, known: Known): FieldError[] => {
  const at = (index: number, member: string) => `/variants/${index}/${member}`;
  return [
    ...slugErrors(input),
    ...duplicateNames(input.options),
    ...optionErrors(
      input.options,
      input.variants.map(({ options }, index) => ({ options, pointer: at(index, "options") })),
    ),
    ...skuErrors(input.variants.map(({ sku }, index) => ({ sku, pointer: at(index, "sku") }))),
    ...input.variants.flatMap(({ parts }, index) =>
      partErrors({ type: input.type, parts, pointer: at(index, "parts") }, known.partIds),
    ),
    ...categoryErrors(input.categories, known.categoryIds),
    ...attributeErrors(input.attributes, known.definitions),
    ...scheduleErrors(scheduleOf(input)),
    ...unsellableErrors(scheduleOf(input), input),
  ];
};

/** Returns a new product as a change. */
export const creationOf = (input: WithMedia<ProductCreation>, newId: NewId): ProductChange => {
  const published = input.status === "published";
  return {
    id: newId("product"),
    fromVersion: 0,
    content: contentOf(input, slugFor(input)),
    attributes: input.attributes,
    categories: { ids: input.categories },
    variants: input.variants.map((variant, position) =>
      newVariant(
        { variant, options: input.options, position },
        { id: newId("variant"), type: input.type },
      ),
    ),
    removedIds: [],
    event: eventOf({ published: false, everPublished: false }, published),
  };
};
