import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { productMedia } from "#db/catalog/media.schema";
import { statements } from "#db/client";
import { refreshMediaUses } from "./media.statements";
import { type TestMedia, testMedia } from "./media.testing";
import { png } from "./pictures.testing";

let shop: TestMedia;
beforeEach(async () => {
  shop = await testMedia();
});
afterEach(() => shop.stop());

describe("the list", () => {
  test("pages through the pictures, newest first", async () => {
    const ids: string[] = [];
    for (let shade = 0; shade < 5; shade += 1) {
      shop.clock.advance(1);
      ids.unshift((await shop.upload(png(8, 8, { shade }))).body.id);
    }
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "?limit=2" : `?limit=2&cursor=${cursor}`;
      const { body } = await shop.admin("GET", query);
      seen.push(...body.data.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(ids);
    expect((await shop.admin("GET", "?cursor=nonsense")).status).toBe(400);
  });

  test("names the products that show a picture", async () => {
    const { body } = await shop.upload(png(8, 8));
    await shop.showing(body.url);
    const [listed] = (await shop.admin("GET", "")).body.data;
    expect(listed).toMatchObject({ uses: [{ slug: "lantern", title: "Lantern" }] });
    expect<object>((await shop.admin("GET", `/${body.id}`)).body).toEqual(listed ?? {});
  });
});

describe("changes", () => {
  test("changes alt text and focal point, and clears them", async () => {
    const { body } = await shop.upload(png(8, 8));
    const focalPoint = { x: 0.25, y: 1 };
    const changed = await shop.admin("PATCH", `/${body.id}`, { alt: "A lantern", focalPoint });
    expect([changed.status, changed.body]).toMatchObject([200, { alt: "A lantern", focalPoint }]);
    const kept = await shop.admin("PATCH", `/${body.id}`, { alt: "A paper lantern" });
    expect(kept.body).toMatchObject({ alt: "A paper lantern", focalPoint });
    const cleared = await shop.admin("PATCH", `/${body.id}`, { alt: null, focalPoint: null });
    expect(cleared.body).toMatchObject({ alt: "", focalPoint: null });
  });

  test.each([
    ["a point outside", { focalPoint: { x: 1.01, y: 0 } }],
    ["half a point", { focalPoint: { x: 0.5 } }],
    ["an unknown member", { width: 1 }],
    ["a long text", { alt: "x".repeat(1001) }],
    ["a text with a zero byte", { alt: "\u0000" }],
  ])("refuses %s", async (_, body) => {
    const { body: uploaded } = await shop.upload(png(8, 8));
    const answer = await shop.admin("PATCH", `/${uploaded.id}`, body);
    expect([answer.status, answer.body.code]).toEqual([400, "validation_failed"]);
  });

  test("refuses a change of what has changed since it was read", async () => {
    const { body } = await shop.upload(png(8, 8));
    const etag = (await shop.admin("GET", `/${body.id}`)).etag ?? "";
    const change = (alt: string) =>
      shop.admin("PATCH", `/${body.id}`, { alt }, { "if-match": etag });
    const first = await change("first");
    expect(first.status).toBe(200);
    expect([(await change("second")).status]).toEqual([412]);
    const current = await shop.admin("GET", `/${body.id}`);
    expect(current.etag).toBe(first.etag);
    expect(
      (await shop.admin("DELETE", `/${body.id}`, undefined, { "if-match": etag })).status,
    ).toBe(412);
  });

  test("replays the stored answer of a change and of a deletion", async () => {
    const { body } = await shop.upload(png(8, 8));
    const key = { "idempotency-key": "change-of-it" };
    const change = () => shop.admin("PATCH", `/${body.id}`, { alt: "it" }, key);
    const first = await change();
    expect((await change()).body).toEqual(first.body);
    const remove = () => shop.admin("DELETE", `/${body.id}`, undefined, key);
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
  });
});

describe("deletion", () => {
  test("deletes a picture with its object", async () => {
    const { body } = await shop.upload(png(8, 8));
    expect((await shop.admin("DELETE", `/${body.id}`)).status).toBe(204);
    expect([(await shop.pictureAt(body.url)).status, await shop.objects()]).toEqual([404, []]);
    for (const method of ["GET", "DELETE"])
      expect((await shop.admin(method, `/${body.id}`)).status).toBe(404);
    expect((await shop.admin("GET", "")).body.data).toEqual([]);
    expect((await shop.upload(png(8, 8))).status).toBe(201);
  });

  test("refuses to delete a picture that a product shows, and names the product", async () => {
    const { body } = await shop.upload(png(8, 8));
    await shop.showing(body.url);
    const refused = await shop.admin("DELETE", `/${body.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, "in_use"]);
    expect(refused.body.uses).toMatchObject([{ slug: "lantern" }]);
    expect((await shop.pictureAt(body.url)).status).toBe(200);
    await shop.showing("https://elsewhere.example/other.png");
    expect((await shop.admin("DELETE", `/${body.id}`)).status).toBe(204);
  });

  test("never leaves a product with a picture that is deleted at the same time", async () => {
    for (let shade = 0; shade < 6; shade += 1) {
      const { body } = await shop.upload(png(8, 8, { shade }));
      await shop.showing(body.url, `lantern-${shade}`);
      const { write } = shop.db;
      const [use] = await write.delete(productMedia).returning();
      const [removed] = await Promise.all([
        shop.admin("DELETE", `/${body.id}`),
        write.batch(statements(refreshMediaUses(shop.db, [use?.productId ?? ""]))),
      ]);
      const uses = await shop.db.read.select().from(productMedia);
      const isUsed = uses.some(({ mediaId }) => mediaId === body.id);
      expect(removed.status).toBe(isUsed ? 409 : 204);
    }
  });
});

test("returns stored media by id for products that show them", async () => {
  const [one, other] = [await shop.upload(png(8, 8)), await shop.upload(png(9, 9))];
  await shop.admin("DELETE", `/${other.body.id}`);
  const found = await shop.media.mediaByIds([one.body.id, other.body.id, "med_unknown0"]);
  expect(found).toMatchObject([{ id: one.body.id, url: one.body.url, width: 8, height: 8 }]);
});
