import type {
  ProductChange,
  ProductContent,
  VariantChange,
} from "#catalog/changes/product-change.rules";
import type { PlannedProduct, PlannedVariant } from "#catalog/import/import-plan.rules";
import { fieldsIn } from "#catalog/import/imported.rules";

const contentOf = ({ product, options, media }: PlannedProduct): ProductContent => ({
  slug: product.slug,
  ...Object.fromEntries(fieldsIn(product).map((field) => [field, product[field]])),
  ...(media === undefined ? {} : { media }),
  options,
});

const variantChangeOf = (
  { id, content, openingQuantity, counted, stockUpdate }: PlannedVariant,
  currency: string,
): VariantChange => {
  const { policy, amountMinor, compareAtMinor, kept, ...columns } = content;
  return {
    id,
    content: { ...columns, keptCells: kept, inventoryPolicy: policy },
    prices: amountMinor === null ? [] : [{ currency, amountMinor, compareAtMinor }],
    openingQuantity,
    counted,
    stockUpdate,
  };
};

const categoriesOf = ({
  product: { category },
  keepsCategories,
}: PlannedProduct): ProductChange["categories"] =>
  category === undefined || keepsCategories ? undefined : { named: category };

const eventOf = ({ visible, outcome }: PlannedProduct): ProductChange["event"] => {
  if (!visible) return null;
  return outcome === "created" ? "created" : "updated";
};

/** Returns a planned product as a change. A column that the file lacks stays, or gets its default. */
export const changeOf = (plan: PlannedProduct, currency: string): ProductChange => ({
  id: plan.id,
  fromVersion: plan.fromVersion,
  content: contentOf(plan),
  attributes: plan.product.attributes,
  keptCells: plan.product.kept,
  categories: categoriesOf(plan),
  variants: plan.variants
    .filter(({ outcome }) => outcome !== "unchanged")
    .map((variant) => variantChangeOf(variant, currency)),
  removedIds: plan.removedIds,
  event: eventOf(plan),
});
