import { sql } from "drizzle-orm";
import { existingProducts } from "#catalog/import/existing.store";
import type { PlannedProduct } from "#catalog/import/import-plan.rules";
import { fieldsIn, type ImportedProduct } from "#catalog/import/imported.rules";
import { categorise } from "#catalog/products/categories.store";
import { foldCase, titleKeyOf } from "#db/catalog/fold";
import { insertRows, replace } from "#db/catalog/rows";
import { products, variantPrices, variants } from "#db/catalog/schema";
import { reshelve } from "#db/catalog/shelving";
import { type Database, type Statement, statements } from "#db/client";
import type { Envelope } from "#kernel/events";
import type { Outbox } from "#kernel/outbox";
import { expectChanges } from "#kernel/sql";

/** Merges attributes: one without a column in the file stays, one with an empty cell is removed. */
const replaceProduct = (file: ImportedProduct) => {
  const fields = fieldsIn(file);
  const derived = [
    ...(fields.includes("title") ? (["titleKey"] as const) : []),
    ...(fields.includes("tags") ? (["tagKeys"] as const) : []),
  ];
  const plain = replace(
    products,
    ["id"],
    [...fields, ...derived, "options", "version", "updatedAt"],
  );
  return sql`${plain}, attributes = json_patch(products.attributes, excluded.attributes)`;
};

const REPLACE_VARIANT = replace(
  variants,
  ["id"],
  [
    ...(["position", "sku", "title", "options", "image", "inventoryPolicy"] as const),
    ...(["tracked", "counted", "removedAt"] as const),
  ],
);
const REPLACE_PRICE = replace(
  variantPrices,
  ["variantId", "currency"],
  ["amountMinor", "compareAtMinor"],
);

const filled = (attributes: Record<string, string | null>) =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));

/** A row with the defaults of a new product where the file has no column. */
const productRow = ({ id, product, options, fromVersion }: PlannedProduct, nowMs: number) => ({
  id,
  slug: product.slug,
  title: product.title ?? "",
  titleKey: titleKeyOf(product.title ?? ""),
  description: product.description ?? "",
  brand: product.brand ?? null,
  status: product.status ?? ("published" as const),
  media: product.media ?? [],
  options,
  tags: product.tags ?? [],
  tagKeys: (product.tags ?? []).map(foldCase),
  attributes: (fromVersion === 0 ? filled(product.attributes) : product.attributes) as Record<
    string,
    string
  >,
  seoTitle: product.seoTitle ?? null,
  seoDescription: product.seoDescription ?? null,
  version: fromVersion + 1,
  createdAt: nowMs,
  updatedAt: nowMs,
});

const changedVariants = ({ variants: all }: PlannedProduct) =>
  all.filter(({ outcome }) => outcome !== "unchanged");

const variantRows = (plan: PlannedProduct) =>
  changedVariants(plan).map(({ id, content, openingQuantity, counted }) => ({
    id,
    productId: plan.id,
    position: content.position,
    sku: content.sku,
    title: content.title,
    options: content.options,
    image: content.image,
    inventoryPolicy: content.policy,
    tracked: content.tracked,
    inStock: counted && (openingQuantity ?? 0) > 0,
    openingQuantity: openingQuantity ?? 0,
    counted,
    removedAt: null,
  }));

const priceRows = (plan: PlannedProduct, currency: string) =>
  changedVariants(plan).flatMap(({ id, content: { amountMinor, compareAtMinor } }) =>
    amountMinor === null ? [] : [{ variantId: id, currency, amountMinor, compareAtMinor }],
  );

const placeOf = ({ id, product: { category } }: PlannedProduct) => ({ productId: id, category });

interface Writing {
  plans: readonly PlannedProduct[];
  currency: string;
  events: readonly Envelope[];
  nowMs: number;
}

export const importStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const { write } = db;

  /** Raises unless each product still has the version that its plan was made upon. */
  const guard = (plans: readonly PlannedProduct[]): Statement[] => {
    const known = plans.filter(({ fromVersion }) => fromVersion > 0);
    if (known.length === 0) return [];
    const pairs = JSON.stringify(known.map(({ id, fromVersion }) => [id, fromVersion]));
    return [
      write.run(sql`update products set version = products.version from json_each(${pairs}) pair
        where products.id = pair.value ->> 0 and products.version = pair.value ->> 1`),
      write.run(expectChanges(known.length)),
    ];
  };

  const writeProducts = ({ plans, nowMs }: Writing): Statement[] =>
    plans.slice(0, 1).map(({ product }) =>
      insertRows(
        db,
        products,
        plans.map((plan) => productRow(plan, nowMs)),
        replaceProduct(product),
      ),
    );

  const removal = (ids: readonly string[], nowMs: number) =>
    write.run(sql`update variants set removed_at = ${nowMs}
      where id in (select value from json_each(${JSON.stringify(ids)}))`);

  const writeVariants = ({ plans, currency, nowMs }: Writing): Statement[] => {
    const variant = plans.flatMap(variantRows);
    const price = plans.flatMap((plan) => priceRows(plan, currency));
    const removed = plans.flatMap(({ removedIds }) => removedIds);
    return [
      ...(variant.length > 0 ? [insertRows(db, variants, variant, REPLACE_VARIANT)] : []),
      ...(price.length > 0 ? [insertRows(db, variantPrices, price, REPLACE_PRICE)] : []),
      ...(removed.length > 0 ? [removal(removed, nowMs)] : []),
    ];
  };

  /** Schedules an update of the stock for variants it holds: counting begins, or the SKU changes. */
  const retellStock = ({ plans }: Writing): Statement[] => {
    const retold = plans
      .flatMap(changedVariants)
      .filter((variant) => variant.retold !== null)
      .map(({ id, retold: what, openingQuantity }) => {
        const begins = what === "opening";
        return { id, begins, quantity: begins ? openingQuantity : null };
      });
    if (retold.length === 0) return [];
    const opening = sql`coalesce(entry.value ->> 'quantity', opening_quantity)`;
    return [
      write.run(sql`update variants set stock_opened_at = null, opening_quantity = ${opening},
          in_stock = in_stock or (entry.value ->> 'begins' and ${opening} > 0)
        from json_each(${JSON.stringify(retold)}) entry where variants.id = entry.value ->> 'id'`),
    ];
  };

  return {
    /** Returns the stored state of these products, by slug. */
    existing: (batch: readonly ImportedProduct[], currency: string) =>
      existingProducts(db, batch, currency),

    /**
     * Writes what was planned, all or nothing, and announces it. Raises when a product has changed since
     * it was read (`violatesGuard`), or has been created (`violatesUnique`).
     */
    async write(writing: Writing) {
      await write.batch(
        statements([
          ...guard(writing.plans),
          ...writeProducts(writing),
          ...writeVariants(writing),
          ...retellStock(writing),
          ...categorise(db, writing.plans.map(placeOf), writing.nowMs),
          ...reshelve(
            db,
            writing.plans.map(({ id }) => id),
          ),
          ...(writing.events.length > 0 ? [outbox.announce(writing.events)] : []),
        ]),
      );
    },
  };
};
export type ImportStore = ReturnType<typeof importStore>;
