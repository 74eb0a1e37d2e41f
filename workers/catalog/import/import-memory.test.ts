import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Job } from "#catalog/jobs.contract";
import { asStaff } from "#catalog/staff.testing";
import { shopifyFile, type TestCatalog, testCatalog } from "#catalog/testing";
import { userActor } from "#kernel/testing";

/** `BODEGA_IMPORT_ROWS=50000` imports the largest file that a shop is promised. */
const ROWS = Number(process.env.BODEGA_IMPORT_ROWS ?? 5000);
const GROWTH_MAX_BYTES = 64 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;
const TIMEOUT_MS = 900_000;

let catalog: TestCatalog;
beforeAll(async () => {
  catalog = await testCatalog();
});
afterAll(() => catalog.stop());

const SIZES = ["S", "M", "L", "XL", "XXL"];

/** Five variants for each product, and texts of usual length. */
const rowOf = (nth: number) => {
  const product = Math.floor(nth / SIZES.length);
  const size = SIZES[nth % SIZES.length];
  const variant = `Size,${size},SKU-${product}-${size},shopify,5,deny,19.90`;
  if (size !== "S") return `shirt-${product},,,,,,,${variant},,,,,`;
  const html = `<p>${"A shirt of washed cotton. ".repeat(20)}</p>`;
  return `shirt-${product},Shirt ${product},${html},Quay,Shirts,"cotton, shirt",TRUE,${variant},29.90,https://images.example/${product}.jpg,1,Front,active`;
};

const bytesOf = () => {
  const rows = Array.from({ length: ROWS }, (_, nth) => rowOf(nth));
  return new TextEncoder().encode(shopifyFile(...rows));
};

/** Counts the bytes that are in use, without garbage. */
const usedBytes = () => {
  Bun.gc(true);
  return process.memoryUsage().heapUsed;
};

test(
  `imports ${ROWS} rows with less than 64 MiB in use`,
  async () => {
    const bytes = bytesOf();
    const before = usedBytes();
    let most = before;
    const sample = () => {
      most = Math.max(most, usedBytes());
    };
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        if (at >= bytes.length) return stream.close();
        stream.enqueue(bytes.slice(at, at + PIECE_BYTES));
        at += PIECE_BYTES;
        if (at % (PIECE_BYTES * 4) === 0) sample();
      },
    });
    const answer = await catalog.ask("/v1/admin/products/import", {
      ...{ method: "POST", actor: userActor("staff"), body },
      headers: {
        ...{ "content-type": "text/csv", prefer: "respond-async" },
        "content-length": String(bytes.length),
      },
    });
    expect(answer.status).toBe(202);
    const job = (await answer.json()) as Job;
    sample();
    for (let steps = 0; (await catalog.deliverOf(job.id)) > 0; steps += 1)
      if (steps % 10 === 0) sample();
    const { body: ended } = await asStaff(catalog)<Job>("GET", `/jobs/${job.id}`);
    expect(ended).toMatchObject({ status: "succeeded", errorCount: 0 });
    expect(ended.report?.variants.created).toBe(ROWS);
    expect(most - before).toBeLessThan(GROWTH_MAX_BYTES);
  },
  TIMEOUT_MS,
);
