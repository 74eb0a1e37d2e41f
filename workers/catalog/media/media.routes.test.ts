import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { media, productMedia } from "#db/catalog/media.schema";
import { statements } from "#db/client";
import { userActor } from "#kernel/testing";
import { CONTENT_TYPES, PICTURE_BYTES_MAX } from "./media.contract";
import { refreshMediaUses } from "./media.statements";
import { PICTURES, png } from "./pictures.testing";

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

const STAFF = userActor("staff");
type Body = Record<string, unknown> & { id: string; url: string };

const upload = async (
  body: BodyInit,
  { type = "image/png", ...headers }: Record<string, string> = {},
) => {
  const answer = await catalog.ask("/v1/admin/media", {
    method: "POST",
    actor: STAFF,
    body,
    headers: { "content-type": type, ...headers },
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) as Body };
};

const admin = async (
  method: string,
  path: string,
  { body, ...headers }: { body?: unknown } & Record<string, unknown> = {},
) => {
  const answer = await catalog.ask(`/v1/admin/media${path}`, {
    method,
    actor: STAFF,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { "content-type": "application/json", ...(headers as Record<string, string>) },
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : null };
};

const objectsOf = async () => {
  const answer = await fetch(`${catalog.bucketUrl}/_dev/books`);
  const { objects } = (await answer.json()) as { objects: { key: string; size: number }[] };
  return objects.map(({ key }) => key);
};
const rows = () => catalog.db.read.select().from(media);
const pictureAt = (url: string) => catalog.ask(new URL(url).pathname);

/** Imports a product that shows a picture. */
const showing = async (url: string, handle = "lantern") => {
  await catalog.load(
    `Handle,Title,Variant SKU,Variant Price,Image Src\n${handle},Lantern,${handle},12.50,${url}\n`,
  );
};

describe("uploads", () => {
  test.each(CONTENT_TYPES)("stores %s with what its content says", async (type) => {
    const bytes = PICTURES[type];
    const { status, body } = await upload(bytes, { type });
    expect([status, body]).toMatchObject([
      201,
      { contentType: type, width: 4, height: 3, bytes: bytes.length, alt: "", focalPoint: null },
    ]);
    const picture = await pictureAt(body.url);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, type]);
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(new Uint8Array(bytes));
  });

  test.each([
    ["no type", "", 415, "unsupported_media_type"],
    ["SVG", "image/svg+xml", 415, "unsupported_media_type"],
    ["HTML", "text/html", 415, "unsupported_media_type"],
    ["a compressed body", "image/png", 415, "unsupported_media_type"],
  ])("refuses %s", async (what, type, status, code) => {
    const encoding: Record<string, string> =
      what === "a compressed body" ? { "content-encoding": "gzip" } : {};
    const answer = await upload(PICTURES["image/png"], { type, ...encoding });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect([await rows(), await objectsOf()]).toEqual([[], []]);
  });

  test.each([
    ["an empty body", new Uint8Array(), "empty"],
    ["an SVG under another name", "<svg onload='alert(1)'/>", "not_a_picture"],
    ["a picture of another type", PICTURES["image/gif"], "type_mismatch"],
    ["a picture that is cut off", PICTURES["image/png"].subarray(0, 60), "incomplete"],
  ])("refuses %s and changes nothing", async (_, body, code) => {
    const answer = await upload(body as BodyInit);
    expect([answer.status, answer.body.code]).toEqual([422, "picture_invalid"]);
    expect(answer.body.errors).toMatchObject([{ pointer: "", code }]);
    expect([await rows(), await objectsOf()]).toEqual([[], []]);
  });

  test("accepts 10 MiB and refuses one byte more", async () => {
    const largest = await upload(png(4, 3, { bytes: PICTURE_BYTES_MAX }));
    expect([largest.status, largest.body.bytes]).toEqual([201, PICTURE_BYTES_MAX]);
    const larger = await upload(png(4, 3, { bytes: PICTURE_BYTES_MAX + 1 }));
    expect([larger.status, larger.body.code]).toEqual([413, "body_too_large"]);
    expect(await objectsOf()).toHaveLength(1);
  });

  test("stops reading a body without a length when it is too large", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(stream) {
        sent += 1;
        stream.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const answer = await upload(endless as BodyInit);
    expect([answer.status, answer.body.code]).toEqual([413, "body_too_large"]);
    expect(sent).toBeLessThan(20);
  });

  test("stores the same picture once", async () => {
    const first = await upload(png(8, 8));
    const second = await upload(png(8, 8));
    expect([second.status, second.body]).toEqual([200, first.body]);
    const other = await upload(png(8, 8, { shade: 1 }));
    expect(other.body.id).not.toBe(first.body.id);
    expect(await objectsOf()).toHaveLength(2);
  });

  test("stores the same picture once when several arrive at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => upload(png(9, 9))));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 201]);
    const stored = (await rows()).filter(({ status }) => status === "stored");
    expect(stored).toHaveLength(1);
    catalog.clock.advance(2 * 3_600_000);
    await catalog.media.sweep();
    expect([(await rows()).length, await objectsOf()]).toEqual([1, [stored[0]?.key ?? ""]]);
  });

  test("replays the stored answer of an Idempotency-Key, and refuses it for another picture", async () => {
    const key = { "idempotency-key": "picture-1" };
    const first = await upload(png(8, 8), key);
    const again = await upload(png(8, 8), key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const other = await upload(png(8, 8, { shade: 1 }), key);
    expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
  });

  test("answers 503 and shows nothing when the bucket does not answer", async () => {
    catalog.bucket.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1, status: 500 }] });
    const failed = await upload(png(8, 8));
    expect([failed.status, failed.body.code]).toEqual([503, "dependency_unavailable"]);
    expect((await admin("GET", "")).body.data).toEqual([]);
    catalog.bucket.faults.clear();
    expect((await upload(png(8, 8))).status).toBe(201);
  });
});

describe("interrupted uploads", () => {
  test("leaves no object when the answer of the bucket is lost", async () => {
    catalog.bucket.faults.set({
      seed: 1,
      rules: [{ kind: "apply-then-drop", rate: 1, match: { method: "PUT" } }],
    });
    expect((await upload(png(8, 8))).status).toBe(503);
    catalog.bucket.faults.clear();
    expect(await objectsOf()).toHaveLength(1);
    expect(await catalog.media.sweep()).toBe(0);
    catalog.clock.advance(3_600_001);
    expect(await catalog.media.sweep()).toBe(1);
    expect([await rows(), await objectsOf()]).toEqual([[], []]);
  });

  test("keeps the row while the bucket cannot delete its object", async () => {
    const { body } = await upload(png(8, 8));
    catalog.bucket.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1, status: 500 }] });
    expect((await admin("DELETE", `/${body.id}`)).status).toBe(204);
    catalog.clock.advance(3_600_001);
    await expect(catalog.media.sweep()).rejects.toThrow();
    catalog.bucket.faults.clear();
    expect([(await rows()).length, (await objectsOf()).length]).toEqual([1, 1]);
    expect(await catalog.media.sweep()).toBe(1);
    expect([await rows(), await objectsOf()]).toEqual([[], []]);
  });

  test("deletes what is stored again after its picture is deleted", async () => {
    const { body } = await upload(png(8, 8));
    await admin("DELETE", `/${body.id}`);
    const { bucket } = catalog.bindings;
    await bucket.put(`${body.url.split("/").at(-1)}/160`, "a late copy");
    catalog.clock.advance(3_600_001);
    await catalog.media.sweep();
    expect(await objectsOf()).toEqual([]);
  });
});

describe("the list", () => {
  test("pages through the pictures, newest first", async () => {
    const ids: string[] = [];
    for (let shade = 0; shade < 5; shade += 1) {
      catalog.clock.advance(1);
      ids.unshift((await upload(png(8, 8, { shade }))).body.id);
    }
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "?limit=2" : `?limit=2&cursor=${cursor}`;
      const { body } = await admin("GET", query);
      seen.push(...body.data.map(({ id }: Body) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(ids);
    expect((await admin("GET", "?cursor=nonsense")).status).toBe(400);
  });

  test("names the products that show a picture", async () => {
    const { body } = await upload(png(8, 8));
    await showing(body.url);
    const [listed] = (await admin("GET", "")).body.data;
    expect(listed.uses).toMatchObject([{ slug: "lantern", title: "Lantern" }]);
    expect((await admin("GET", `/${body.id}`)).body).toEqual(listed);
  });
});

describe("changes", () => {
  test("changes alt text and focal point, and clears them", async () => {
    const { body } = await upload(png(8, 8));
    const focalPoint = { x: 0.25, y: 1 };
    const changed = await admin("PATCH", `/${body.id}`, { body: { alt: "A lantern", focalPoint } });
    expect([changed.status, changed.body]).toMatchObject([200, { alt: "A lantern", focalPoint }]);
    const kept = await admin("PATCH", `/${body.id}`, { body: { alt: "A paper lantern" } });
    expect(kept.body).toMatchObject({ alt: "A paper lantern", focalPoint });
    const cleared = await admin("PATCH", `/${body.id}`, { body: { alt: null, focalPoint: null } });
    expect(cleared.body).toMatchObject({ alt: "", focalPoint: null });
  });

  test.each([
    ["a point outside", { focalPoint: { x: 1.01, y: 0 } }],
    ["half a point", { focalPoint: { x: 0.5 } }],
    ["an unknown member", { width: 1 }],
    ["a long text", { alt: "x".repeat(1001) }],
    ["a text with a zero byte", { alt: "\u0000" }],
  ])("refuses %s", async (_, body) => {
    const { body: uploaded } = await upload(png(8, 8));
    const answer = await admin("PATCH", `/${uploaded.id}`, { body });
    expect([answer.status, answer.body.code]).toEqual([400, "validation_failed"]);
  });

  test("refuses a change of what has changed since it was read", async () => {
    const { body } = await upload(png(8, 8));
    const etag = (await admin("GET", `/${body.id}`)).headers.get("etag");
    const change = (alt: string) =>
      admin("PATCH", `/${body.id}`, { body: { alt }, "if-match": etag });
    const first = await change("first");
    expect(first.status).toBe(200);
    expect([(await change("second")).status]).toEqual([412]);
    const current = await admin("GET", `/${body.id}`);
    expect(current.headers.get("etag")).toBe(first.headers.get("etag"));
    expect((await admin("DELETE", `/${body.id}`, { "if-match": etag })).status).toBe(412);
  });

  test("replays the stored answer of a change and of a deletion", async () => {
    const { body } = await upload(png(8, 8));
    const key = { "idempotency-key": "change-of-it" };
    const change = () => admin("PATCH", `/${body.id}`, { body: { alt: "it" }, ...key });
    const first = await change();
    expect((await change()).body).toEqual(first.body);
    const remove = () => admin("DELETE", `/${body.id}`, key);
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
  });
});

describe("deletion", () => {
  test("deletes a picture with its object", async () => {
    const { body } = await upload(png(8, 8));
    expect((await admin("DELETE", `/${body.id}`)).status).toBe(204);
    expect([(await pictureAt(body.url)).status, await objectsOf()]).toEqual([404, []]);
    for (const method of ["GET", "DELETE"])
      expect((await admin(method, `/${body.id}`)).status).toBe(404);
    expect((await admin("GET", "")).body.data).toEqual([]);
    expect((await upload(png(8, 8))).status).toBe(201);
  });

  test("refuses to delete a picture that a product shows, and names the product", async () => {
    const { body } = await upload(png(8, 8));
    await showing(body.url);
    const refused = await admin("DELETE", `/${body.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, "in_use"]);
    expect(refused.body.uses).toMatchObject([{ slug: "lantern" }]);
    expect((await pictureAt(body.url)).status).toBe(200);
    await showing("https://elsewhere.example/other.png");
    expect((await admin("DELETE", `/${body.id}`)).status).toBe(204);
  });

  test("never leaves a product with a picture that is deleted at the same time", async () => {
    for (let shade = 0; shade < 6; shade += 1) {
      const { body } = await upload(png(8, 8, { shade }));
      await showing(body.url, `lantern-${shade}`);
      const { write } = catalog.db;
      const [use] = await write.delete(productMedia).returning();
      const [removed] = await Promise.all([
        admin("DELETE", `/${body.id}`),
        write.batch(statements(refreshMediaUses(catalog.db, [use?.productId ?? ""]))),
      ]);
      const uses = await catalog.db.read.select().from(productMedia);
      const isUsed = uses.some(({ mediaId }) => mediaId === body.id);
      expect(removed.status).toBe(isUsed ? 409 : 204);
    }
  });
});

test("returns stored media by id for products that show them", async () => {
  const [one, other] = [await upload(png(8, 8)), await upload(png(9, 9))];
  await admin("DELETE", `/${other.body.id}`);
  const found = await catalog.media.mediaByIds([one.body.id, other.body.id, "med_unknown0"]);
  expect(found).toMatchObject([{ id: one.body.id, url: one.body.url, width: 8, height: 8 }]);
});
