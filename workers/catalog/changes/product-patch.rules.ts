import type { AdminProduct, ProductPatch } from "#catalog/admin-products.contract";
import { attributeErrors } from "#catalog/attributes/attribute-values.rules";
import type { Known, StoredProduct } from "#catalog/changes/admin-products.store";
import { given } from "#catalog/changes/given.rules";
import { optionPatchErrors, withPatchedOptions } from "#catalog/changes/option-patch.rules";
import { duplicateNames, optionErrors, shownOptions } from "#catalog/changes/options.rules";
import {
  eventOf,
  type ProductChange,
  type ProductContent,
} from "#catalog/changes/product-change.rules";
import { descriptionContent } from "#catalog/changes/product-creation.rules";
import type { WithMedia } from "#catalog/changes/product-media.rules";
import {
  nextSchedule,
  type Schedule,
  scheduleErrors,
  unsellableErrors,
} from "#catalog/changes/product-schedule.rules";
import { categoryErrors } from "#catalog/changes/references.rules";
import { changedVariant } from "#catalog/changes/variant.rules";
import type { FieldError } from "#kernel/errors";

const msOf = (time: string | null) => (time === null ? null : Date.parse(time));

/** Returns the schedule of a stored product. */
export const scheduleOf = ({ status, publishAt, unpublishAt }: AdminProduct): Schedule => ({
  status,
  publishAt: msOf(publishAt),
  unpublishAt: msOf(unpublishAt),
});

const namesOf = ({ options }: AdminProduct) => options.map(({ name }) => name);

/** Returns the options of the product after the patch, and its variants with their values. */
const optionsAfter = (product: AdminProduct, { options }: Pick<ProductPatch, "options">) => {
  if (options === undefined) return undefined;
  const variants = product.variants.map((variant) =>
    withPatchedOptions(variant, options, namesOf(product)),
  );
  return { options, variants };
};

/** Returns what is wrong with a patch beyond its schema. */
export const patchErrors = (
  patch: ProductPatch,
  { product, known }: StoredProduct & { known: Known },
): FieldError[] => {
  const schedule = nextSchedule(patch, scheduleOf(product));
  const after = optionsAfter(product, patch);
  return [
    ...(after
      ? [
          ...duplicateNames(after.options),
          ...optionPatchErrors(after.options, namesOf(product), product.variants),
          ...optionErrors(after.options, after.variants),
        ]
      : []),
    ...categoryErrors(patch.categories ?? [], known.categoryIds),
    ...attributeErrors(patch.attributes ?? {}, known.definitions),
    ...scheduleErrors(schedule),
    ...unsellableErrors(schedule, product),
  ];
};

const contentOf = (product: AdminProduct, patch: WithMedia<ProductPatch>): ProductContent => {
  const after = optionsAfter(product, patch);
  return {
    // Always written, because a row that is inserted needs a slug that no other product has.
    slug: patch.slug ?? product.slug,
    ...given({
      title: patch.title,
      brand: patch.brand,
      media: patch.media,
      tags: patch.tags && [...new Set(patch.tags)],
      taxClass: patch.taxClass,
      returnable: patch.returnPolicy?.returnable,
      returnWindowDays: patch.returnPolicy?.windowDays,
      seoTitle: patch.seo?.title,
      seoDescription: patch.seo?.description,
      options: after && shownOptions(after.options, after.variants),
    }),
    ...(patch.descriptionHtml === undefined ? {} : descriptionContent(patch.descriptionHtml)),
    ...nextSchedule(patch, scheduleOf(product)),
  };
};

/** Returns the variants whose values change with the options. */
const variantsAfter = (
  { product, states }: StoredProduct,
  patch: Pick<ProductPatch, "options">,
) => {
  const after = optionsAfter(product, patch);
  if (!after) return [];
  return after.variants.map((variant) => {
    const { position = 0, counted = false } = states[variant.id] ?? {};
    return changedVariant({ variant, options: after.options, position }, { counted });
  });
};

/** Returns the event of a change of a stored product that leaves it in this status. */
export const eventAfter = (product: AdminProduct, status = product.status) =>
  eventOf(
    { published: product.status === "published", everPublished: product.publishedAt !== null },
    status === "published",
  );

/** Returns a patch of a product as a change. */
export const patchOf = (stored: StoredProduct, patch: WithMedia<ProductPatch>): ProductChange => {
  const { product } = stored;
  const renamed = patch.slug !== undefined && patch.slug !== product.slug;
  return {
    id: product.id,
    fromVersion: product.version,
    content: contentOf(product, patch),
    attributes: patch.attributes ?? {},
    categories: patch.categories && { ids: patch.categories },
    variants: variantsAfter(stored, patch),
    removedIds: [],
    ...(renamed ? { formerSlug: product.slug } : {}),
    event: eventAfter(product, patch.status),
  };
};
