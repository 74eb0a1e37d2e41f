import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { ALERTS_MAX, ANNOUNCED_KEPT_DAYS, WAITS_DAYS } from "#catalog/stock-alerts.contract";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { stockAlerts } from "#db/catalog/stock-alert.schema";
import { newId } from "#kernel/ids";

const DAY_MS = 24 * 3_600_000;

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterAll(() => catalog.stop());

/** Creates a product of which one variant is sold out. */
const soldOut = async () => {
  const { body } = await staff("POST", "/products", lampInput());
  const variantId = body.variants[0]?.id ?? "";
  const set = async (units: number) => {
    catalog.stock.set(variantId, units);
    await catalog.deliverStock([variantId]);
  };
  await set(0);
  await due();
  return { id: body.id, slug: body.slug, variantId, set };
};
const subscribe = (product: string, variantId: string, body: unknown) =>
  catalog.ask(`/v1/products/${product}/variants/${variantId}/back-in-stock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
/** Delivers the events of the catalog, and returns the alerts whose mails are due. */
const due = async (): Promise<string[]> => {
  const found: string[] = [];
  while (catalog.queue.published.length > 0) {
    const events = catalog.queue.published.filter(({ type }) => type === "stock_alert.due");
    found.push(...events.map(({ subject }) => subject));
    const others = catalog.queue.published.filter(({ type }) => type !== "stock_alert.due");
    catalog.queue.published.splice(0, catalog.queue.published.length, ...others);
    await catalog.deliver();
  }
  return found;
};
const rows = () => catalog.db.read.select().from(stockAlerts);
const mailOf = (alertId: string) => catalog.stockAlerts.mail(alertId);

describe("a stock alert", () => {
  test("is due once when the variant can be bought again, for each address", async () => {
    const { id, slug, variantId, set } = await soldOut();
    for (const email of ["ada@example.com", "Ada@Example.com", "bob@example.com"])
      expect((await subscribe(slug, variantId, { email })).status).toBe(202);
    await set(3);
    const alerts = await due();
    expect(alerts).toHaveLength(2);
    const mails = await Promise.all(alerts.map(mailOf));
    expect(mails.map((mail) => mail?.email).toSorted()).toEqual([
      "ada@example.com",
      "bob@example.com",
    ]);
    expect(mails[0]).toMatchObject({
      title: "Oak Lamp (Small)",
      url: `https://shop.test/products/${slug}`,
    });
    await set(0);
    await set(5);
    expect(await due()).toEqual([]);
    expect(id).toStartWith("prd_");
  });

  test("has nothing to say when the variant is sold out again before the mail is sent", async () => {
    const { slug, variantId, set } = await soldOut();
    await subscribe(slug, variantId, { email: "late@example.com" });
    await set(1);
    const [alertId = ""] = await due();
    await set(0);
    expect(await mailOf(alertId)).toBeNull();
  });

  test("is due when the variant may be backordered", async () => {
    const { slug, variantId } = await soldOut();
    await subscribe(slug, variantId, { email: "patient@example.com" });
    await staff("PATCH", `/variants/${variantId}`, { inventoryPolicy: "continue" });
    expect(await due()).toHaveLength(1);
  });

  test("is not stored for a variant that can be bought", async () => {
    const { body } = await staff("POST", "/products", lampInput());
    const before = await rows();
    const answer = await subscribe(body.slug, body.variants[1]?.id ?? "", {
      email: "a@example.com",
    });
    expect([answer.status, await rows()]).toEqual([202, before]);
  });

  test("is refused for variants that shoppers do not see, and for no address", async () => {
    const { slug, variantId } = await soldOut();
    const other = await soldOut();
    const { body: draft } = await staff("POST", "/products", lampInput({ status: "draft" }));
    const email = { email: "a@example.com" };
    for (const [product, variant] of [
      [slug, newId("variant")],
      [slug, other.variantId],
      [draft.slug, draft.variants[0]?.id ?? ""],
      ["nothing", variantId],
    ] as const)
      expect((await subscribe(product, variant, email)).status).toBe(404);
    for (const body of [{}, { email: "no address" }, { ...email, more: 1 }, []])
      expect((await subscribe(slug, variantId, body)).status).toBe(400);
  });

  test("is stored for a bounded number of variants of an address", async () => {
    const email = "many@example.com";
    const { id, slug, variantId } = await soldOut();
    const alerts = Array.from({ length: ALERTS_MAX }, () => ({
      ...{ id: newId("stockAlert"), productId: id, variantId: newId("variant") },
      ...{ email, createdAt: catalog.clock.now() },
    }));
    await catalog.db.write.insert(stockAlerts).values(alerts);
    expect((await subscribe(slug, variantId, { email })).status).toBe(202);
    expect((await rows()).filter((row) => row.email === email)).toHaveLength(ALERTS_MAX);
  });

  test("ends with all others of its address by the page of its link, and not by reading the page", async () => {
    const [first, second] = [await soldOut(), await soldOut()];
    const email = "tired@example.com";
    for (const { slug, variantId } of [first, second]) await subscribe(slug, variantId, { email });
    await first.set(2);
    const [alertId = ""] = await due();
    const path = new URL((await mailOf(alertId))?.unsubscribeUrl ?? "").pathname;
    const left = async () => (await rows()).filter((row) => row.email === email).length;
    const page = await catalog.ask(path);
    expect(await page.text()).toContain('<form method="post">');
    expect([page.headers.get("content-type"), await left()]).toEqual([
      "text/html; charset=utf-8",
      2,
    ]);
    const ended = await catalog.ask(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    expect([ended.status, await left()]).toEqual([200, 0]);
    expect((await catalog.ask(path, { method: "POST" })).status).toBe(200);
  });

  test("is deleted a week after its mail, and after half a year without one", async () => {
    const { slug, variantId, set } = await soldOut();
    await subscribe(slug, variantId, { email: "old@example.com" });
    await set(1);
    await due();
    const kept = async () => (await rows()).some(({ email }) => email === "old@example.com");
    catalog.clock.advance(ANNOUNCED_KEPT_DAYS * DAY_MS);
    await catalog.sweep();
    expect(await kept()).toBe(true);
    catalog.clock.advance(1);
    await catalog.sweep();
    expect(await kept()).toBe(false);
    await set(0);
    await due();
    await subscribe(slug, variantId, { email: "old@example.com" });
    catalog.clock.advance(WAITS_DAYS * DAY_MS + 1);
    await catalog.sweep();
    expect(await kept()).toBe(false);
  });
});
