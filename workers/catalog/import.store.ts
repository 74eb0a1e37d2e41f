import { inArray, sql } from "drizzle-orm";
import { keyOf } from "#db/catalog/key";
import { insertRows, keep, replace } from "#db/catalog/rows";
import {
  categories,
  productCategories,
  products,
  variantPrices,
  variants,
} from "#db/catalog/schema";
import { reshelve } from "#db/catalog/shelving";
import { type Database, type Statement, statements } from "#db/client";
import type { Envelope } from "#kernel/events";
import { newId } from "#kernel/ids";
import type { Outbox } from "#kernel/outbox";
import { expectChanges } from "#kernel/sql";
import type { ExistingProduct, ExistingVariant, PlannedProduct } from "./import-plan";

const REPLACE_PRODUCT = replace(
  products,
  ["id"],
  [
    ...(["title", "titleKey", "description", "brand", "status", "media", "options"] as const),
    ...(["tags", "attributes", "seoTitle", "seoDescription"] as const),
    ...(["importDigest", "version", "updatedAt"] as const),
  ],
);
const REPLACE_VARIANT = replace(
  variants,
  ["id"],
  [
    ...(["position", "sku", "title", "options", "image", "inventoryPolicy"] as const),
    ...(["importDigest", "removedAt"] as const),
  ],
);
const REPLACE_PRICE = replace(
  variantPrices,
  ["variantId", "currency"],
  ["amountMinor", "compareAtMinor"],
);

const productRow = ({ id, product, digest, fromVersion }: PlannedProduct, nowMs: number) => ({
  id,
  slug: product.slug,
  title: product.title ?? "",
  titleKey: keyOf(product.title ?? ""),
  description: product.description ?? "",
  brand: product.brand,
  status: product.status ?? "published",
  media: product.media ?? [],
  options: product.options ?? [],
  tags: product.tags ?? [],
  attributes: Object.fromEntries(
    Object.entries(product.attributes).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  ),
  seoTitle: product.seoTitle,
  seoDescription: product.seoDescription,
  importDigest: digest,
  version: fromVersion + 1,
  createdAt: nowMs,
  updatedAt: nowMs,
});

const variantRows = ({ id: productId, variants: all }: PlannedProduct) =>
  all
    .filter(({ outcome }) => outcome !== "unchanged")
    .map(({ id, position, variant, digest }) => ({
      id,
      productId,
      position,
      sku: variant.sku,
      title: variant.title ?? "Default",
      options: variant.options ?? {},
      image: variant.image,
      inventoryPolicy: variant.policy ?? "deny",
      inStock: (variant.quantity ?? 0) > 0,
      openingQuantity: variant.quantity ?? 0,
      importDigest: digest,
      removedAt: null,
    }));

const priceRows = ({ variants: all }: PlannedProduct, currency: string) =>
  all
    .filter(({ outcome }) => outcome !== "unchanged")
    .map(({ id, variant }) => ({
      variantId: id,
      currency,
      amountMinor: variant.priceMinor ?? 0,
      compareAtMinor: variant.compareAtMinor,
    }));

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

  const writeContent = ({ plans, currency, nowMs }: Writing): Statement[] => {
    const product = plans.map((plan) => productRow(plan, nowMs));
    const variant = plans.flatMap(variantRows);
    const price = plans.flatMap((plan) => priceRows(plan, currency));
    const removed = plans.flatMap(({ removedIds }) => removedIds);
    return [
      insertRows(db, products, product, REPLACE_PRODUCT),
      ...(variant.length > 0 ? [insertRows(db, variants, variant, REPLACE_VARIANT)] : []),
      ...(price.length > 0 ? [insertRows(db, variantPrices, price, REPLACE_PRICE)] : []),
      write.run(sql`update variants set removed_at = ${nowMs}
        where id in (select value from json_each(${JSON.stringify(removed)}))`),
    ];
  };

  /** Categories come to be as products name them, as roots; where they stand in the tree is for staff. */
  const writeCategories = ({ plans, nowMs }: Writing): Statement[] => {
    const named = plans.flatMap(({ product }) => (product.category ? [product.category] : []));
    const rows = [...new Map(named.map((category) => [category.slug, category])).values()].map(
      ({ slug, name }) => ({
        id: newId("category", nowMs),
        slug,
        name,
        path: [slug],
        createdAt: nowMs,
        updatedAt: nowMs,
      }),
    );
    const members = plans.flatMap(({ id, product }) =>
      product.category ? [[id, product.category.slug]] : [],
    );
    const ids = plans.map(({ id }) => id);
    return [
      ...(rows.length > 0 ? [insertRows(db, categories, rows, keep)] : []),
      write.delete(productCategories).where(inArray(productCategories.productId, ids)),
      write.run(sql`
        insert into product_categories (product_id, category_id, position)
        select member.value ->> 0, c.id, 0
        from json_each(${JSON.stringify(members)}) member
        join categories c on c.slug = member.value ->> 1`),
    ];
  };

  return {
    /** What is known of these slugs, with their variants. */
    async existing(slugs: readonly string[]): Promise<Map<string, ExistingProduct>> {
      const rows = await db.read.all<Omit<ExistingProduct, "variants"> & { variants: string }>(sql`
        select p.id, p.slug, p.version, p.status, p.import_digest as digest, (
          select json_group_array(json_object('id', v.id, 'sku', v.sku, 'options', json(v.options),
            'digest', v.import_digest, 'removed', json(iif(v.removed_at is null, 'false', 'true')))
            order by v.position)
          from variants v where v.product_id = p.id
        ) as variants
        from json_each(${JSON.stringify(slugs)}) wanted
        cross join products p on p.slug = wanted.value`);
      return new Map(
        rows.map(({ variants: json, ...row }) => [
          row.slug,
          { ...row, variants: JSON.parse(json) as ExistingVariant[] },
        ]),
      );
    },

    /**
     * Does what was planned, all or nothing, and announces it. Raises when a product has moved since
     * it was read (`violatesGuard`), or has come to be (`violatesUnique`).
     */
    async write(writing: Writing) {
      await write.batch(
        statements([
          ...guard(writing.plans),
          ...writeContent(writing),
          ...writeCategories(writing),
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
