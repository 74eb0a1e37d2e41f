import { afterEach, beforeEach, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { userActor } from "#kernel/testing";
import { hasSharedData, LACKING, sharedData } from "#tests/shared-data";
import { csv, HEADER, POT, STAFF, upload } from "./import.testing";

const HOME = sharedData("shopify-home-and-garden.csv");

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

const post = (file: string, init?: Parameters<typeof upload>[2]) => upload(catalog, file, init);
const rowsOf = (table: string) =>
  catalog.db.read.all(sql`select * from ${sql.identifier(table)} order by 1, 2`);

test.skipIf(!hasSharedData)(
  `refuses other users, other media types, other CSV files and files that are too large${LACKING}`,
  async () => {
    const codeOf = async (answer: Response) =>
      [answer.status, ((await answer.json()) as { code: string }).code] as const;
    const path = "/v1/admin/products/import";
    const headers = { "content-type": "text/csv" };
    const send = (init: Parameters<TestCatalog["ask"]>[1]) =>
      catalog.ask(path, { method: "POST", headers, body: HOME, ...init });

    expect(await codeOf(await send({}))).toEqual([401, "unauthenticated"]);
    expect(await codeOf(await send({ actor: userActor() }))).toEqual([403, "forbidden"]);
    const json = { actor: STAFF, headers: { "content-type": "application/json" }, body: "{}" };
    expect(await codeOf(await send(json))).toEqual([415, "unsupported_media_type"]);
    for (const other of [
      { "content-type": "text/csv; charset=utf-16" },
      { "content-type": "text/csv", "content-encoding": "gzip" },
    ])
      expect(await codeOf(await send({ actor: STAFF, headers: other }))).toEqual([
        415,
        "unsupported_media_type",
      ]);
    expect(await codeOf(await post("a,b\n1,2"))).toEqual([400, "validation_failed"]);
    expect(await codeOf(await post(""))).toEqual([400, "validation_failed"]);
    expect(await codeOf(await post(HOME, { search: "?currency=euro" }))).toEqual([
      400,
      "validation_failed",
    ]);
    expect(await codeOf(await post(`${HEADER}\n${"x".repeat(21 * 1024 * 1024)}`))).toEqual([
      413,
      "body_too_large",
    ]);
    expect(await rowsOf("products")).toEqual([]);
  },
);

test("refuses a currency that no payment provider charges or ISO 4217 does not list", async () => {
  for (const currency of ["IQD", "UYI", "HRK", "XXX"]) {
    const answer = await post(csv(POT), { search: `?currency=${currency}` });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: "?currency" }] });
  }
  expect(await rowsOf("products")).toEqual([]);
});

test("changes nothing when a file of unknown length turns out too large after many products", async () => {
  const rows = Array.from({ length: 400 }, (_, at) => `p-${at},P ${at},1`).join("\n");
  const filler = `\n${"x".repeat(1024 * 1024 - 1)}`;
  const answer = await post(`Handle,Title,Variant Price\n${rows}${filler.repeat(21)}`);
  expect(answer.status).toBe(413);
  expect(await rowsOf("products")).toEqual([]);
  expect(await rowsOf("outbox")).toEqual([]);
});
