import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { CONTENT_TYPES, PICTURE_BYTES_MAX } from "./media.contract";
import { type TestMedia, testMedia } from "./media.testing";
import { PICTURES, png } from "./pictures.testing";

let shop: TestMedia;
beforeEach(async () => {
  shop = await testMedia();
});
afterEach(() => shop.stop());

describe("uploads", () => {
  test.each(CONTENT_TYPES)("stores %s with what its content says", async (type) => {
    const bytes = PICTURES[type];
    const { status, body } = await shop.upload(bytes, { type });
    expect([status, body]).toMatchObject([
      201,
      { contentType: type, width: 4, height: 3, bytes: bytes.length, alt: "", focalPoint: null },
    ]);
    const picture = await shop.pictureAt(body.url);
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
    const answer = await shop.upload(PICTURES["image/png"], { type, ...encoding });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect([await shop.rows(), await shop.objects()]).toEqual([[], []]);
  });

  test.each([
    ["an empty body", new Uint8Array(), "empty"],
    ["an SVG under another name", "<svg onload='alert(1)'/>", "not_a_picture"],
    ["a picture of another type", PICTURES["image/gif"], "type_mismatch"],
    ["a picture that is cut off", PICTURES["image/png"].subarray(0, 60), "incomplete"],
  ])("refuses %s and changes nothing", async (_, body, code) => {
    const answer = await shop.upload(body as BodyInit);
    expect([answer.status, answer.body.code]).toEqual([422, "picture_invalid"]);
    expect(answer.body.errors).toMatchObject([{ pointer: "", code }]);
    expect([await shop.rows(), await shop.objects()]).toEqual([[], []]);
  });

  test("accepts 10 MiB and refuses one byte more", async () => {
    const largest = await shop.upload(png(4, 3, { bytes: PICTURE_BYTES_MAX }));
    expect([largest.status, largest.body.bytes]).toEqual([201, PICTURE_BYTES_MAX]);
    const larger = await shop.upload(png(4, 3, { bytes: PICTURE_BYTES_MAX + 1 }));
    expect([larger.status, larger.body.code]).toEqual([413, "body_too_large"]);
    expect(await shop.objects()).toHaveLength(1);
  });

  test("stops reading a body without a length when it is too large", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(stream) {
        sent += 1;
        stream.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const answer = await shop.upload(endless as BodyInit);
    expect([answer.status, answer.body.code]).toEqual([413, "body_too_large"]);
    expect(sent).toBeLessThan(20);
  });

  test("stores the same picture once", async () => {
    const first = await shop.upload(png(8, 8));
    const second = await shop.upload(png(8, 8));
    expect([second.status, second.body]).toEqual([200, first.body]);
    const other = await shop.upload(png(8, 8, { shade: 1 }));
    expect(other.body.id).not.toBe(first.body.id);
    expect(await shop.objects()).toHaveLength(2);
  });

  test("stores the same picture once when several arrive at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => shop.upload(png(9, 9))));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 201]);
    const stored = (await shop.rows()).filter(({ status }) => status === "stored");
    expect(stored).toHaveLength(1);
    shop.clock.advance(2 * 3_600_000);
    await shop.media.sweep();
    expect([(await shop.rows()).length, await shop.objects()]).toEqual([1, [stored[0]?.key ?? ""]]);
  });

  test("replays the stored answer of an Idempotency-Key, and refuses it for another picture", async () => {
    const key = { "idempotency-key": "picture-1" };
    const first = await shop.upload(png(8, 8), key);
    const again = await shop.upload(png(8, 8), key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const other = await shop.upload(png(8, 8, { shade: 1 }), key);
    expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
  });

  test("answers 503 and shows nothing when the bucket does not answer", async () => {
    shop.bucket.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1, status: 500 }] });
    const failed = await shop.upload(png(8, 8));
    expect([failed.status, failed.body.code]).toEqual([503, "dependency_unavailable"]);
    expect((await shop.admin("GET", "")).body.data).toEqual([]);
    shop.bucket.faults.clear();
    expect((await shop.upload(png(8, 8))).status).toBe(201);
  });
});

describe("interrupted uploads", () => {
  test("leaves no object when the answer of the bucket is lost", async () => {
    shop.bucket.faults.set({
      seed: 1,
      rules: [{ kind: "apply-then-drop", rate: 1, match: { method: "PUT" } }],
    });
    expect((await shop.upload(png(8, 8))).status).toBe(503);
    shop.bucket.faults.clear();
    expect(await shop.objects()).toHaveLength(1);
    expect(await shop.media.sweep()).toBe(0);
    shop.clock.advance(3_600_001);
    expect(await shop.media.sweep()).toBe(1);
    expect([await shop.rows(), await shop.objects()]).toEqual([[], []]);
  });

  test("keeps the row while the bucket cannot delete its object", async () => {
    const { body } = await shop.upload(png(8, 8));
    shop.bucket.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1, status: 500 }] });
    expect((await shop.admin("DELETE", `/${body.id}`)).status).toBe(204);
    shop.clock.advance(3_600_001);
    await expect(shop.media.sweep()).rejects.toThrow();
    shop.bucket.faults.clear();
    expect([(await shop.rows()).length, (await shop.objects()).length]).toEqual([1, 1]);
    expect(await shop.media.sweep()).toBe(1);
    expect([await shop.rows(), await shop.objects()]).toEqual([[], []]);
  });

  test("deletes what is stored again after its picture is deleted", async () => {
    const { body } = await shop.upload(png(8, 8));
    await shop.admin("DELETE", `/${body.id}`);
    const { bucket } = shop.bindings;
    await bucket.put(`${body.url.split("/").at(-1)}/160`, "a late copy");
    shop.clock.advance(3_600_001);
    await shop.media.sweep();
    expect(await shop.objects()).toEqual([]);
  });
});
