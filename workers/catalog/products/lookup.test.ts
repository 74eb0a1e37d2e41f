import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import { LISTS } from "#catalog/edge/tags.rules";
import type { Lookup } from "#catalog/lookup.contract";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { newId } from "#kernel/ids";

let catalog: TestCatalog;
let lamps: AdminProduct[];
let draft: AdminProduct;
beforeAll(async () => {
  catalog = await testCatalog();
  const staff = asStaff(catalog);
  const created = async (more: object) => (await staff("POST", "/products", lampInput(more))).body;
  lamps = [await created({}), await created({}), await created({})];
  draft = await created({ status: "draft" });
});
afterAll(() => catalog.stop());

const lookUp = async (query: string) => {
  const answer = await catalog.ask(`/v1/products/lookup?${query}`);
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Lookup };
};
const skusOf = ({ variants }: AdminProduct) => variants.map(({ sku }) => sku ?? "");
const requests = async () =>
  ((await (await fetch(`${catalog.cloudUrl}/_dev/journal`)).json()) as { entries: unknown[] })
    .entries.length;

describe("a look-up", () => {
  test("returns products in the order asked, each once, and names what is missing", async () => {
    const [first, second, third] = lamps.map(({ id }) => id);
    const unknown = newId("product");
    const asked = [third, unknown, first, third, draft.id, second];
    const { body } = await lookUp(`ids=${asked.join(",")}`);
    expect(body.data.map(({ id }) => id)).toEqual([third, first, second] as string[]);
    expect(body.missing).toEqual([unknown, draft.id]);
  });

  test("finds products by SKUs of their variants", async () => {
    const [first, second] = lamps as [AdminProduct, AdminProduct];
    const asked = [...skusOf(second), "NONE", ...skusOf(first), ...skusOf(draft)];
    const { body } = await lookUp(`skus=${asked.map(encodeURIComponent).join(",")}`);
    expect(body.data.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(body.missing).toEqual(["NONE", ...skusOf(draft)]);
  });

  test("finds products by barcodes", async () => {
    const [variant] = lampInput().variants;
    const barcode = "4006381333931";
    const options = { options: [{ name: "Size" }], variants: [{ ...variant, barcode }] };
    const { body: coded } = await asStaff(catalog)("POST", "/products", lampInput(options));
    const { body } = await lookUp(`barcodes=${barcode},0`);
    expect([body.data.map(({ id }) => id), body.missing]).toEqual([[coded.id], ["0"]]);
  });

  test("counts a variant without a price in the currency as missing", async () => {
    const [sku] = skusOf(lamps[0] as AdminProduct);
    const { body } = await lookUp(`skus=${sku}&currency=JPY`);
    expect(body).toEqual({ data: [], missing: [sku ?? ""] });
  });

  test("reads a hundred products in as many round trips as one", async () => {
    const ids = Array.from({ length: 99 }, () => newId("product"));
    for (const asked of [lamps[0]?.id, [...ids, lamps[0]?.id].join(",")]) {
      const before = await requests();
      expect((await lookUp(`ids=${asked}`)).body.data).toHaveLength(1);
      expect((await requests()) - before).toBe(1);
    }
  });

  test("is kept by caches until a product changes", async () => {
    const { headers } = await lookUp(`ids=${lamps[0]?.id}`);
    expect(headers.get("cache-control")).toContain("s-maxage");
    expect(headers.get("bodega-tags")).toBe(LISTS);
  });
});

test.each([
  ["nothing", ""],
  ["an empty list", "ids="],
  ["two kinds of keys", "ids=a&skus=b"],
  ["101 values", `ids=${Array.from({ length: 101 }, (_, nth) => nth).join(",")}`],
  ["an empty value", "ids=a,,b"],
  ["an unknown currency", "ids=a&currency=XX"],
  ["an unknown parameter", "names=a"],
])("answers 400 to a look-up of %s", async (_, query) => {
  expect((await lookUp(query)).status).toBe(400);
});
