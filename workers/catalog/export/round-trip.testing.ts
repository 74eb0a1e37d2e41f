import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import type { AdminProduct } from "#catalog/admin-products.contract";
import { asStaff } from "#catalog/staff.testing";
import type { TestCatalog } from "#catalog/testing";
import { products, variants } from "#db/catalog/product.schema";
import { userActor } from "#kernel/testing";

/** Exports products as staff. */
export const exported = async (catalog: TestCatalog, query = ""): Promise<string> => {
  const actor = userActor("staff");
  const answer = await catalog.ask(`/v1/admin/products/export${query}`, { actor });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.text();
};

const withoutIds = ({ id: _id, ...rest }: { id: string }) => rest;

/** Returns what staff see of all products and what files keep of them, without ids and times. */
export const shopOf = async (catalog: TestCatalog) => {
  const staff = asStaff(catalog);
  const rows = await catalog.db.read.all<{ id: string; kept: string }>(sql`
    select ${products.id}, (select json_array(json(p.kept_cells), (select json_group_array(json(v.kept_cells) order by v.position)
      from ${variants} v where v.product_id = p.id and v.removed_at is null))
      from ${products} p where p.id = ${products.id}) as kept
    from ${products} order by ${products.slug}`);
  const shop = [];
  for (const { id, kept } of rows) {
    const { body } = await staff<AdminProduct>("GET", `/products/${id}`);
    const { createdAt: _created, updatedAt: _updated, publishedAt, ...product } = body;
    shop.push({
      ...withoutIds(product),
      version: 0,
      formerSlugs: [],
      published: publishedAt !== null,
      variants: body.variants.map(withoutIds),
      categories: body.categories.map(withoutIds),
      kept: JSON.parse(kept),
    });
  }
  return shop;
};

/** Checks that an import of the export changes nothing, in both layouts. */
export const checkUnchanged = async (catalog: TestCatalog, currency: string) => {
  for (const layout of ["present", "former"]) {
    const file = await exported(catalog, `?layout=${layout}&currency=${currency}`);
    const report = await catalog.load(file, `?currency=${currency}`);
    const { products: some, variants: all, errors } = report;
    assert.deepEqual(errors, [], `The export reports no error (${layout})`);
    const changes = [some.created, some.updated, all.created, all.updated, all.removed];
    assert.deepEqual(changes, [0, 0, 0, 0, 0], `The export changes nothing (${layout})`);
  }
};
