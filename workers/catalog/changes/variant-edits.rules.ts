import { VARIANTS_MAX } from "#catalog/admin-products.contract";
import type { VariantCreation, VariantPatch } from "#catalog/admin-variants.contract";
import type { Known, StoredProduct } from "#catalog/changes/admin-products.store";
import { optionErrors, shownOptions } from "#catalog/changes/options.rules";
import type { ProductChange, VariantChange } from "#catalog/changes/product-change.rules";
import { eventAfter, scheduleOf } from "#catalog/changes/product-patch.rules";
import { unsellableErrors } from "#catalog/changes/product-schedule.rules";
import {
  changedVariant,
  newVariant,
  partErrors,
  priceContent,
  type StoredVariant,
} from "#catalog/changes/variant.rules";
import type { VariantPrice } from "#catalog/prices.contract";
import type { FieldError } from "#kernel/errors";

type Found = StoredProduct & { known: Known };

/** A change, or what is wrong with it. */
export interface Edit {
  errors: FieldError[];
  change: ProductChange;
}

interface Outcome {
  variants?: readonly VariantChange[];
  removedIds?: readonly string[];
  /** The variants of the product afterwards, with their option values. */
  after: readonly { options: Record<string, string> }[];
}

const changeOf = (
  { product }: StoredProduct,
  { variants = [], removedIds = [], after }: Outcome,
): ProductChange => ({
  id: product.id,
  fromVersion: product.version,
  content: { slug: product.slug, options: shownOptions(product.options, after) },
  attributes: {},
  variants,
  removedIds,
  event: eventAfter(product),
});

const others = ({ product }: StoredProduct, variantId: string) =>
  product.variants.filter(({ id }) => id !== variantId);

const variantIn = ({ product }: StoredProduct, variantId: string): StoredVariant => {
  const variant = product.variants.find(({ id }) => id === variantId);
  if (!variant) throw new Error(`The product has no variant ${variantId}`);
  return variant;
};

const stateOf = ({ states }: StoredProduct, variantId: string) =>
  states[variantId] ?? { position: 0, counted: false };

const tooMany = ({ product }: StoredProduct): FieldError[] =>
  product.variants.length < VARIANTS_MAX
    ? []
    : [
        {
          pointer: "",
          code: "too_many",
          message: `A product has at most ${VARIANTS_MAX} variants.`,
          max: VARIANTS_MAX,
        },
      ];

/** Adds a variant behind the others. */
export const addition = (found: Found, input: VariantCreation, id: string): Edit => {
  const { product, states, known } = found;
  const { type, options } = product;
  const positions = Object.values(states).map((state) => state.position);
  const added = newVariant(
    { variant: input, options, position: Math.max(-1, ...positions) + 1 },
    { id, type },
  );
  const after = [...product.variants, input];
  const pointed = [...product.variants, { options: input.options, pointer: "/options" }];
  return {
    errors: [
      ...tooMany(found),
      ...optionErrors(options, pointed),
      ...partErrors({ type, parts: input.parts, pointer: "/parts" }, known.partIds),
    ],
    change: changeOf(found, { variants: [added], after }),
  };
};

/** Changes members of a variant. */
export const alteration = (found: Found, variantId: string, patch: VariantPatch): Edit => {
  const { product, known } = found;
  const variant = variantIn(found, variantId);
  const { position, counted } = stateOf(found, variantId);
  const tracked = product.type === "bundle" ? { tracked: false } : {};
  const changed = changedVariant(
    { variant, options: product.options, position },
    { counted, patch: { ...patch, ...tracked } },
  );
  const options = { ...variant.options, ...patch.options };
  const after = [...others(found, variantId), { options, pointer: "/options" }];
  const parts = patch.parts ?? variant.parts;
  const knownParts = patch.parts ? known.partIds : parts.map((part) => part.variantId);
  return {
    errors: [
      ...optionErrors(product.options, after),
      ...partErrors({ type: product.type, parts, pointer: "/parts" }, knownParts),
    ],
    change: changeOf(found, { variants: [changed], after }),
  };
};

/** Removes a variant. */
export const removal = (found: Found, variantId: string): Edit => {
  const after = others(found, variantId);
  return {
    errors: unsellableErrors(scheduleOf(found.product), { ...found.product, variants: after }),
    change: changeOf(found, { removedIds: [variantId], after }),
  };
};

/** Replaces the prices of a variant. */
export const pricing = (found: Found, variantId: string, prices: readonly VariantPrice[]): Edit => {
  const variant = variantIn(found, variantId);
  const { position, counted } = stateOf(found, variantId);
  const kept = changedVariant({ variant, options: found.product.options, position }, { counted });
  const priced = { ...kept, prices: prices.map(priceContent), replacesPrices: true };
  const after = [...others(found, variantId), { ...variant, prices }];
  return {
    errors: unsellableErrors(scheduleOf(found.product), { ...found.product, variants: after }).map(
      (error) => ({
        ...error,
        pointer: "/prices",
      }),
    ),
    change: changeOf(found, { variants: [priced], after: found.product.variants }),
  };
};
