import { afterAll, beforeAll, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import { type TestMedia, testMedia } from "#catalog/media/media.testing";
import { png } from "#catalog/media/pictures.testing";
import { asStaff, lampInput } from "#catalog/staff.testing";

let shop: TestMedia;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  shop = await testMedia();
  staff = asStaff(shop);
});
afterAll(() => shop.stop());

const create = (media: object[]) => staff("POST", "/products", lampInput({ media }));
const upload = async (width: number) => (await shop.upload(png(width, 3))).body;

test("shows uploaded pictures by their ids, with their sizes and texts", async () => {
  const one = await upload(5);
  await shop.admin("PATCH", `/${one.id}`, { alt: "Front", focalPoint: { x: 0.5, y: 0.25 } });
  const other = await upload(6);
  const { status, body } = await create([
    { id: one.id },
    { id: other.id, alt: "Back" },
    { url: "https://images.example/c.jpg" },
  ]);
  expect(status).toBe(201);
  expect(body.media).toEqual([
    { ...shown(one), alt: "Front", width: 5, height: 3, focalPoint: { x: 0.5, y: 0.25 } },
    { ...shown(other), alt: "Back", width: 6, height: 3 },
    { url: "https://images.example/c.jpg", alt: "", width: null, height: null },
  ]);
  expect((await shop.admin("DELETE", `/${one.id}`)).status).toBe(409);
});

const shown = ({ id, url }: { id: string; url: string }) => ({ id, url });

test("accepts the pictures of a product as they were read", async () => {
  const { body } = await create([{ id: (await upload(7)).id }]);
  const patched = await staff<AdminProduct>("PATCH", `/products/${body.id}`, {
    media: body.media,
  });
  expect([patched.status, patched.body.media]).toEqual([200, body.media]);
});

test("refuses the id of no upload, and a picture without id and url", async () => {
  const unknown = await create([{ id: "med_00000000" }]);
  expect(unknown).toMatchObject({
    ...{ status: 422, body: { errors: [{ pointer: "/media/0/id", code: "unknown_media" }] } },
  });
  expect((await create([{ alt: "Front" }])).status).toBe(400);
});
