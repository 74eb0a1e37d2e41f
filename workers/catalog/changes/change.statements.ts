import { sql } from "drizzle-orm";
import type { AttributeValue } from "#catalog/attributes.contract";
import type { ProductChange } from "#catalog/changes/product-change.rules";
import { brandKeyOf } from "#catalog/products/brand.rules";
import { insertRows, replace } from "#catalog/products/rows.statements";
import { productRedirects, products } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";
import { foldCase, titleKeyOf } from "#kernel/fold";

/** The changes that one batch writes. All have the same columns of products, and of variants. */
export interface ChangeBatch {
  changes: readonly ProductChange[];
  nowMs: number;
}

/** Returns the ids of the changed products as a list of an SQL condition. */
export const idsOf = (changes: readonly Pick<ProductChange, "id">[]) =>
  sql`(select value from json_each(${JSON.stringify(changes.map(({ id }) => id))}))`;

/** The columns of a new product that its change does not name. */
const DEFAULTS = {
  slug: "",
  title: "",
  description: "",
  descriptionHtml: "",
  brand: null,
  status: "published" as const,
  media: [],
  options: [],
  tags: [],
};

const derivedOf = ({ content: { title, tags, brand } }: ProductChange) => ({
  ...(title === undefined ? {} : { titleKey: titleKeyOf(title) }),
  ...(tags === undefined ? {} : { tagKeys: tags.map(foldCase) }),
  ...(brand === undefined ? {} : { brandKey: brandKeyOf(brand) }),
});

const withoutNull = (members: object) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));

/** Returns members as a row has them. Of a stored product, null removes one when they are merged. */
const merging = <Value>(members: object, fromVersion: number) =>
  (fromVersion === 0 ? withoutNull(members) : members) as Record<string, Value>;

const productRow = (change: ProductChange, nowMs: number) => ({
  id: change.id,
  ...DEFAULTS,
  titleKey: "",
  tagKeys: [],
  brandKey: null,
  ...change.content,
  ...derivedOf(change),
  attributes: merging<AttributeValue>(change.attributes, change.fromVersion),
  ...(change.keptCells && { keptCells: merging<string>(change.keptCells, change.fromVersion) }),
  version: change.fromVersion + 1,
  createdAt: nowMs,
  updatedAt: nowMs,
});

const replaceProduct = (change: ProductChange) => {
  const written = [
    ...(Object.keys(change.content) as (keyof ProductChange["content"])[]),
    ...(Object.keys(derivedOf(change)) as ("titleKey" | "tagKeys" | "brandKey")[]),
    ...(["version", "updatedAt"] as const),
  ];
  const assignments = replace(products, ["id"], written);
  const kept = change.keptCells
    ? sql`, kept_cells = json_patch(${products.keptCells}, excluded.kept_cells)`
    : sql``;
  return sql`${assignments}, attributes = json_patch(${products.attributes}, excluded.attributes)${kept}`;
};

/** Inserts new products and updates stored ones. Fails on the slug of another product. */
export const writeProducts = (db: Database, { changes, nowMs }: ChangeBatch): Statement[] =>
  changes.slice(0, 1).map((first) =>
    insertRows(
      db,
      products,
      changes.map((change) => productRow(change, nowMs)),
      replaceProduct(first),
    ),
  );

/** Touches the stored products that still have the version that their change is based on. */
export const matchVersions = (
  db: Database,
  stored: readonly Pick<ProductChange, "id" | "fromVersion">[],
): Statement => {
  const pairs = JSON.stringify(stored.map(({ id, fromVersion }) => [id, fromVersion]));
  return db.write.run(sql`
    update ${products} set version = ${products.version} from json_each(${pairs}) pair
    where ${products.id} = pair.value ->> 0 and ${products.version} = pair.value ->> 1`);
};

/** Remembers when products are published for the first time. */
export const markPublished = (db: Database, { changes, nowMs }: ChangeBatch): Statement =>
  db.write.run(sql`update ${products} set published_at = ${nowMs}
    where id in ${idsOf(changes)} and status = 'published' and published_at is null`);

/** Makes former slugs redirect, and ends the redirects of slugs that are in use again. */
export const writeRedirects = (db: Database, { changes, nowMs }: ChangeBatch): Statement[] => {
  const slugs = changes.flatMap(({ content: { slug } }) => slug ?? []);
  const rows = changes.flatMap(({ id, formerSlug }) =>
    formerSlug === undefined ? [] : [{ slug: formerSlug, productId: id, createdAt: nowMs }],
  );
  const used = sql`delete from ${productRedirects}
    where slug in (select value from json_each(${JSON.stringify(slugs)}))`;
  return [
    ...(slugs.length > 0 ? [db.write.run(used)] : []),
    ...(rows.length > 0
      ? [
          insertRows(
            db,
            productRedirects,
            rows,
            replace(productRedirects, ["slug"], ["productId", "createdAt"]),
          ),
        ]
      : []),
  ];
};
