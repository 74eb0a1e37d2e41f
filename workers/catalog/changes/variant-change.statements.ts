import { sql } from "drizzle-orm";
import type { ChangeBatch } from "#catalog/changes/change.statements";
import { writePrices } from "#catalog/changes/price-change.statements";
import type { ProductChange, VariantChange } from "#catalog/changes/product-change.rules";
import { insertRows, keep, replace } from "#catalog/products/rows.statements";
import { bundleParts, variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";
import { raiseUnless } from "#kernel/sql";

const variantRow = (productId: string, { id, content, ...change }: VariantChange) => ({
  id,
  productId,
  ...content,
  inStock: change.counted && (change.openingQuantity ?? 0) > 0,
  openingQuantity: change.openingQuantity ?? 0,
  counted: change.counted,
  removedAt: null,
});

const replaceVariant = ({ content }: VariantChange) =>
  replace(
    variants,
    ["id"],
    [...(Object.keys(content) as (keyof VariantChange["content"])[]), "counted", "removedAt"],
  );

const among = (ids: readonly string[]) =>
  sql`in (select value from json_each(${JSON.stringify(ids)}))`;

const variantsIn = (changes: readonly ProductChange[]) =>
  changes.flatMap(({ variants: changed }) => changed);

/** Replaces the parts of bundles. */
const writeParts = (db: Database, changed: readonly VariantChange[]): Statement[] => {
  const given = changed.filter(({ parts }) => parts !== undefined);
  const rows = given.flatMap(({ id, parts = [] }) =>
    parts.map(({ variantId: partId, quantity }, position) => ({
      ...{ variantId: id, partId, quantity, position },
    })),
  );
  if (given.length === 0) return [];
  const ids = given.map(({ id }) => id);
  return [
    db.write.run(sql`delete from ${bundleParts} where variant_id ${among(ids)}`),
    ...(rows.length > 0 ? [insertRows(db, bundleParts, rows, keep)] : []),
  ];
};

const removeVariants = ({ write }: Database, ids: readonly string[], nowMs: number) =>
  write.run(sql`update ${variants} set removed_at = ${nowMs} where id ${among(ids)}`);

/** Writes changed variants with their prices and parts, and removes others. */
export const writeVariants = (db: Database, batch: ChangeBatch): Statement[] => {
  const { changes, nowMs } = batch;
  const rows = changes.flatMap((change) =>
    change.variants.map((variant) => variantRow(change.id, variant)),
  );
  const changed = variantsIn(changes);
  const removedIds = changes.flatMap((change) => change.removedIds);
  return [
    ...changed.slice(0, 1).map((first) => insertRows(db, variants, rows, replaceVariant(first))),
    ...writePrices(db, batch),
    ...writeParts(db, changed),
    ...(removedIds.length > 0 ? [removeVariants(db, removedIds, nowMs)] : []),
  ];
};

/** Schedules a message to orders for stored variants: counting begins, or the SKU changes. */
export const scheduleStockUpdates = (db: Database, { changes }: ChangeBatch): Statement[] => {
  const updates = variantsIn(changes)
    .filter(({ stockUpdate }) => stockUpdate !== null)
    .map(({ id, stockUpdate, openingQuantity }) => {
      const begins = stockUpdate === "opening";
      return { id, begins, quantity: begins ? openingQuantity : null };
    });
  if (updates.length === 0) return [];
  const opening = sql`coalesce(entry.value ->> 'quantity', opening_quantity)`;
  return [
    db.write.run(sql`
      update ${variants} set stock_opened_at = null, opening_quantity = ${opening},
        in_stock = in_stock or (entry.value ->> 'begins' and ${opening} > 0)
      from json_each(${JSON.stringify(updates)}) entry where ${variants.id} = entry.value ->> 'id'`),
  ];
};

/** Fails the batch if another variant that is not removed has a SKU that is new to its variant. */
export const requireUniqueSkus = (db: Database, { changes }: ChangeBatch): Statement => {
  const written = variantsIn(changes)
    .filter(({ newSku }) => newSku)
    .map(({ id, content: { sku } }) => [id, sku]);
  return db.write.run(
    raiseUnless(sql`not exists (
      select 1 from json_each(${JSON.stringify(written)}) written
      join ${variants} v on v.sku = written.value ->> 1
      where v.id <> written.value ->> 0 and v.removed_at is null)`),
  );
};
