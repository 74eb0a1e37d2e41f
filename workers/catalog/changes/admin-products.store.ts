import { type SQL, sql } from "drizzle-orm";
import type {
  AdminProduct,
  ListedAdminProduct,
  ProductFilter,
} from "#catalog/admin-products.contract";
import type { AttributeDefinition } from "#catalog/attributes.contract";
import {
  adminProductJson,
  listedProductJson,
  type Named,
} from "#catalog/changes/admin-product-json.statements";
import { membershipConditions, withCode } from "#catalog/changes/product-filter.statements";
import { attributeDefinitions } from "#db/catalog/attribute.schema";
import { categories } from "#db/catalog/category.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database } from "#db/client";

/** The ids and keys that a request names. */
export interface References {
  attributeKeys: readonly string[];
  categoryIds: readonly string[];
  /** Parts of bundles. */
  partIds: readonly string[];
}

/** Which of the references exist. */
export interface Known {
  definitions: readonly Pick<AttributeDefinition, "key" | "type" | "unit" | "choices">[];
  categoryIds: readonly string[];
  /** Variants that can be parts: those of physical products. */
  partIds: readonly string[];
}

/** What a change needs of a variant, and staff do not see. */
export interface VariantState {
  position: number;
  /** Whether its stock has ever been counted. */
  counted: boolean;
}

/** A product as a change finds it. */
export interface StoredProduct {
  product: AdminProduct;
  /** By the id of each of its variants, also of the removed ones. */
  states: Readonly<Record<string, VariantState>>;
}

const listOf = (values: readonly string[]) => sql`json_each(${JSON.stringify(values)})`;

const knownJson = ({ attributeKeys, categoryIds, partIds }: References) => sql`json_object(
  'definitions', json((select json_group_array(json_object('key', d.key, 'type', d.type, 'unit', d.unit,
    'choices', json(coalesce(d.choices, 'null'))))
    from ${listOf(attributeKeys)} named join ${attributeDefinitions} d on d.key = named.value)),
  'categoryIds', json((select json_group_array(c.id)
    from ${listOf(categoryIds)} named
    join ${categories} c on c.id = named.value and c.deleted_at is null)),
  'partIds', json((select json_group_array(part.id)
    from ${listOf(partIds)} named
    join ${variants} part on part.id = named.value and part.removed_at is null
    join ${products} owner on owner.id = part.product_id and owner.type = 'physical'))
)`;

const statesJson = sql`(select json_group_object(v.id, json_object(
    'position', v.position, 'counted', json(iif(v.counted, 'true', 'false'))))
  from ${variants} v where v.product_id = p.id)`;

/** Whether a row `p` of products is the named one. */
const matches = (named: Named): SQL =>
  "productId" in named
    ? sql`p.id = ${named.productId}`
    : sql`p.id = (select v.product_id from ${variants} v
        where v.id = ${named.variantId} and v.removed_at is null)`;

interface ListFilter extends Omit<ProductFilter, "q"> {
  limit: number;
}

const allOf = (filter: ListFilter, ...more: SQL[]) =>
  sql.join([...more, ...membershipConditions(filter)], sql` and `);

type Row = Record<"product" | "known" | "states", string>;

const storedOf = ({ product, states }: Pick<Row, "product" | "states">): StoredProduct => ({
  product: JSON.parse(product) as AdminProduct,
  states: JSON.parse(states) as StoredProduct["states"],
});

/** Reads products for staff and their changes, from the primary. Each method is one round trip. */
export const adminProductsStore = ({ read }: Database) => {
  const parse = (rows: readonly { product: string }[]) =>
    rows.map(({ product }) => JSON.parse(product) as ListedAdminProduct);

  return {
    /** Returns the JSON of a product and its version, or undefined. */
    async read(productId: string): Promise<{ json: string; version: number } | undefined> {
      const [row] = await read.all<{ json: string; version: number }>(sql`
        select ${adminProductJson} as json, p.version from ${products} p where p.id = ${productId}`);
      return row;
    },

    /** Returns a product and which of the references exist; undefined without the product. */
    async find(
      named: Named,
      references: References,
    ): Promise<(StoredProduct & { known: Known }) | undefined> {
      const [row] = await read.all<Row>(sql`
        select ${adminProductJson} as product, ${knownJson(references)} as known, ${statesJson} as states
        from ${products} p where ${matches(named)}`);
      if (!row) return undefined;
      return { ...storedOf(row), known: JSON.parse(row.known) as Known };
    },

    /** Returns the products that exist among these ids, in the order of their ids. */
    async findAll(ids: readonly string[]): Promise<StoredProduct[]> {
      const rows = await read.all<Row>(sql`
        select ${adminProductJson} as product, ${statesJson} as states
        from ${products} p where p.id in (select value from ${listOf(ids)}) order by p.id`);
      return rows.map(storedOf);
    },

    /** Returns which of the references exist. */
    async known(references: References): Promise<Known> {
      const [row] = await read.all<{ known: string }>(
        sql`select ${knownJson(references)} as known`,
      );
      return JSON.parse(row?.known ?? "{}") as Known;
    },

    /** Returns products before an id, newest first. */
    list: async ({ beforeId, ...filter }: ListFilter & { beforeId?: string | undefined }) =>
      parse(
        await read.all(sql`
          select ${listedProductJson} as product from ${products} p
          where ${allOf(filter, sql`p.id < ${beforeId ?? "~"}`)}
          order by p.id desc limit ${filter.limit}`),
      ),

    /** Returns the products with a variant of this SKU or barcode. */
    withCode: async (code: string, filter: ListFilter) =>
      parse(
        await read.all(sql`
          select ${listedProductJson} as product from ${products} p
          where ${allOf(filter, sql`p.id in (${withCode(code)})`)}
          order by p.id desc limit ${filter.limit}`),
      ),

    /** Returns products whose title keys begin with a text, in their order, with their keys. */
    withTitle: async (
      prefix: string,
      { after, ...filter }: ListFilter & { after?: readonly [string, string] | undefined },
    ) => {
      const [key, id] = after ?? [prefix, ""];
      const rows = await read.all<{ product: string; title_key: string }>(sql`
        select ${listedProductJson} as product, p.title_key
        from ${products} p indexed by products_title
        where ${allOf(
          filter,
          sql`(p.title_key, p.id) > (${key}, ${id})`,
          sql`p.title_key < ${`${prefix}\u{10ffff}`}`,
        )}
        order by p.title_key, p.id limit ${filter.limit}`);
      return rows.map((row) => ({
        product: JSON.parse(row.product) as ListedAdminProduct,
        titleKey: row.title_key,
      }));
    },

    /** Returns the first of these SKUs that another variant has. */
    async takenSku(skus: readonly (readonly [variantId: string, sku: string | null])[]) {
      const [row] = await read.all<{ sku: string }>(sql`
        select v.sku from json_each(${JSON.stringify(skus)}) written
        join ${variants} v on v.sku = written.value ->> 1
        where v.id <> written.value ->> 0 and v.removed_at is null limit 1`);
      return row?.sku;
    },
  };
};
export type AdminProductsStore = ReturnType<typeof adminProductsStore>;
