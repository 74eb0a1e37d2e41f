import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { FILES_MAX, type ProductFile } from "#catalog/files.contract";
import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { OrdersRpc } from "#contract/orders";
import { files as rows } from "#db/catalog/file.schema";
import { newId } from "#kernel/ids";
import type { Page } from "#kernel/routes/page";
import { stubRpc, userActor } from "#kernel/testing";

/** An order whose buyer may download the files of one variant, whatever the link. */
const sold = { orderId: newId("order"), lineId: newId("line"), variantId: "", fileId: "" };
const orders = stubRpc<OrdersRpc>("orders", {
  openStock: async () => undefined,
  stockLevels: async () => [],
  stockBalances: async () => [],
  downloadLines: async () => [
    { lineId: sold.lineId, variantId: sold.variantId, title: "Pattern", units: 2, taken: {} },
  ],
  openDownload: async () => ({ fileId: sold.fileId, variantId: sold.variantId }),
});

const STAFF = userActor("staff");

let catalog: TestCatalog;
let variantId: string;
beforeAll(async () => {
  catalog = await testCatalog({ ORDERS: orders });
  variantId = await digitalVariant();
  sold.variantId = variantId;
});
afterAll(() => catalog.stop());

const digitalVariant = async () => {
  const variants = [{ tracked: false, prices: [{ currency: "EUR", amount: 700 }] }];
  const input = { title: "Pattern", type: "digital", status: "published", variants };
  const slug = `pattern-${crypto.randomUUID().slice(0, 8)}`;
  const { body } = await asStaff(catalog)("POST", "/products", { ...input, slug });
  expect(body.returnPolicy).toEqual({ returnable: false, windowDays: null });
  return body.variants[0]?.id ?? "";
};

interface Upload {
  of?: string;
  name?: string;
  headers?: Record<string, string>;
}
const upload = async (content: string | Uint8Array<ArrayBuffer>, given: Upload = {}) => {
  const { of = variantId, name = "pattern.pdf", headers = {} } = given;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const path = `/v1/admin/variants/${of}/files?fileName=${encodeURIComponent(name)}`;
  const answer = await catalog.ask(path, {
    method: "POST",
    actor: STAFF,
    headers: {
      "content-type": "application/pdf",
      "content-length": String(bytes.length),
      ...headers,
    },
    body: bytes,
  });
  return { status: answer.status, body: (await answer.json()) as ProductFile & { code: string } };
};
const listed = async (of = variantId) => {
  const answer = await catalog.ask(`/v1/admin/variants/${of}/files`, { actor: STAFF });
  return ((await answer.json()) as Page<ProductFile>).data;
};
const remove = (id: string) =>
  catalog.ask(`/v1/admin/files/${id}`, { method: "DELETE", actor: STAFF });
const open = (fileId: string, headers: Record<string, string> = {}) => {
  sold.fileId = fileId;
  return catalog.ask("/v1/downloads/token", { headers });
};

describe("a file of a digital variant", () => {
  test("is stored and listed with its size", async () => {
    const { status, body } = await upload("knit one");
    expect([status, body]).toMatchObject([
      201,
      {
        variantId,
        fileName: "pattern.pdf",
        contentType: "application/pdf",
        bytes: 8,
        downloadsMax: 5,
      },
    ]);
    expect(await listed()).toContainEqual(body);
  });

  test("is stored once when its request is repeated", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const first = await upload("purl two", { headers });
    expect(await upload("purl two", { headers })).toEqual(first);
    const other = await upload("purl three", { headers });
    expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
  });

  test.each([
    ["is empty", "", {}, 400],
    ["has no length", "knit", { "content-length": "" }, 400],
    ["is shorter than stated", "knit", { "content-length": "9" }, 400],
    ["is longer than stated", "knit", { "content-length": "2" }, 400],
    ["is too large", "knit", { "content-length": String(96 * 1024 * 1024) }, 413],
  ])("is refused and leaves nothing when it %s", async (_, content, headers, status) => {
    const before = await listed();
    expect((await upload(content, { headers })).status).toBe(status);
    expect(await listed()).toEqual(before);
  });

  test.each([
    ["nothing", ""],
    ["a path", "../etc"],
    ["a folder", "a/b"],
    ["a folder of Windows", "a\\b"],
    ["a control character", "a\u0000b"],
    ["151 characters", "x".repeat(151)],
  ])("is refused under a name with %s", async (_, name) => {
    expect((await upload("knit", { name })).status).toBe(400);
  });

  test("is refused for a variant that is not digital, or does not exist", async () => {
    const variants = [{ prices: [{ currency: "EUR", amount: 700 }] }];
    const { body } = await asStaff(catalog)("POST", "/products", { title: "Mug", variants });
    expect((await upload("knit", { of: body.variants[0]?.id ?? "" })).status).toBe(422);
    expect((await upload("knit", { of: newId("variant") })).status).toBe(404);
    expect((await upload("knit", { of: "var_x" })).status).toBe(404);
  });

  test("is refused beyond the limit of a variant", async () => {
    const of = await digitalVariant();
    for (let nth = 0; nth < FILES_MAX; nth += 1) await upload("knit", { of, name: `${nth}.pdf` });
    expect((await upload("knit", { of })).body.code).toBe("product_invalid");
    expect(await listed(of)).toHaveLength(FILES_MAX);
  });

  test("is deleted with its object, and a second time is not found", async () => {
    const { body } = await upload("knit");
    expect((await remove(body.id)).status).toBe(204);
    expect((await remove(body.id)).status).toBe(404);
    expect(await catalog.bindings.bucket.head(`files/${body.id}`)).toBeNull();
    expect((await open(body.id)).status).toBe(404);
  });
});

test("deletes what an interrupted upload has left", async () => {
  const id = newId("file");
  await catalog.bindings.bucket.put(`files/${id}`, "half");
  const times = { createdAt: catalog.clock.now(), updatedAt: catalog.clock.now() };
  const row = {
    id,
    variantId,
    status: "uploading" as const,
    fileName: "a",
    contentType: "b/c",
    bytes: 9,
  };
  await catalog.db.write.insert(rows).values({ ...row, downloadsMax: 1, ...times });
  await catalog.sweep();
  expect(await catalog.bindings.bucket.head(`files/${id}`)).not.toBeNull();
  catalog.clock.advance(7 * 3_600_000);
  await catalog.sweep();
  expect(await catalog.bindings.bucket.head(`files/${id}`)).toBeNull();
});

describe("a download", () => {
  test("is listed with how often it remains", async () => {
    const { body } = await upload("cast off", { name: "Anleitung für Fäustlinge.pdf" });
    const answer = await catalog.ask(`/v1/orders/${sold.orderId}/downloads`);
    const { data } = (await answer.json()) as Page<object>;
    expect(data).toContainEqual({
      ...{ lineId: sold.lineId, fileId: body.id, title: "Pattern", remaining: 10 },
      ...{ fileName: "Anleitung für Fäustlinge.pdf", contentType: "application/pdf", bytes: 8 },
    });
  });

  test("is saved under its name, and is no page of the shop", async () => {
    const { body } = await upload("cast off", { name: 'Fäust"linge.pdf' });
    const answer = await open(body.id);
    expect(await answer.text()).toBe("cast off");
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-disposition": `attachment; filename="F_ust_linge.pdf"; filename*=UTF-8''F%C3%A4ust%22linge.pdf`,
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-store",
      "content-length": "8",
    });
  });

  test("resumes at a byte, and refuses a part that does not exist", async () => {
    const { body } = await upload("cast off");
    const rest = await open(body.id, { range: "bytes=5-" });
    expect([rest.status, await rest.text()]).toEqual([206, "off"]);
    expect(rest.headers.get("content-range")).toBe("bytes 5-7/8");
    expect((await open(body.id, { range: "bytes=8-" })).status).toBe(416);
  });

  test("is never served as a picture", async () => {
    const { body } = await upload("cast off");
    for (const key of [
      body.id,
      `files/${body.id}`,
      `files%2F${body.id}`,
      `..%2Ffiles%2F${body.id}`,
    ])
      expect((await catalog.ask(`/media/${key}`)).status).toBe(404);
  });
});
