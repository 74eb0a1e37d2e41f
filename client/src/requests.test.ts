import { afterEach, expect, test } from "bun:test";
import { ShopError, unwrap } from "./result.js";
import { clientOf, problem, startShop } from "./testing.js";

let stop = () => Promise.resolve();
afterEach(() => stop());

const shopOf = (handler: Parameters<typeof startShop>[0]) => {
  const shop = startShop(handler);
  stop = shop.stop;
  return { shop, ...clientOf(shop.url) };
};
const json = (body: unknown) => () => Response.json(body);

test("fills the path, query, body and headers from the arguments when it calls", async () => {
  const { shop, client } = shopOf(json({}));
  await client.changeLine("crt_1", "lin/1", { quantity: 2 }, { ifMatch: '"7"' });
  await client.searchProducts({ q: "a b", brand: ["X", "Y"], option: { color: ["red", "blue"] } });
  expect(shop.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "PATCH /v1/carts/crt_1/lines/lin%2F1",
    "GET /v1/search?q=a+b&brand=X&brand=Y&option.color=red&option.color=blue",
  ]);
  const [change, search] = shop.received;
  expect(change?.text).toBe('{"quantity":2}');
  expect(change?.headers.get("content-type")).toBe("application/json");
  expect(change?.headers.get("if-match")).toBe('"7"');
  expect(search?.headers.has("idempotency-key")).toBe(false);
});

test("sends a file as it is when the operation takes CSV", async () => {
  const { shop, client } = shopOf(json({}));
  await client.importProducts("Handle,Title\nmug,Mug\n", { currency: "EUR" });
  expect(shop.received[0]).toMatchObject({ text: "Handle,Title\nmug,Mug\n" });
  expect(shop.received[0]?.headers.get("content-type")).toBe("text/csv");
});

test("sends a picture as it is with its own type", async () => {
  const { shop, client } = shopOf(json({}));
  await client.uploadMedia(new Blob(["GIF89a"], { type: "image/gif" }));
  expect(shop.received[0]).toMatchObject({ path: "/v1/admin/media", text: "GIF89a" });
  expect(shop.received[0]?.headers.get("content-type")).toBe("image/gif");
});

test("yields the items of every page when a list is iterated", async () => {
  const { shop, client } = shopOf(({ path }) =>
    Response.json(
      path.includes("cursor=next")
        ? { data: [{ slug: "c" }], nextCursor: null }
        : { data: [{ slug: "a" }, { slug: "b" }], nextCursor: "next" },
    ),
  );
  const slugs = [];
  for await (const { slug } of client.listProducts({ tag: "gift" })) slugs.push(slug);
  expect(slugs).toEqual(["a", "b", "c"]);
  expect(shop.received.map(({ path }) => path)).toEqual([
    "/v1/products?tag=gift",
    "/v1/products?tag=gift&cursor=next",
  ]);
});

test("reads one page when a list is awaited", async () => {
  const { shop, client } = shopOf(json({ data: [{ slug: "a" }], nextCursor: "next" }));
  const { data } = await client.listProducts();
  expect(data?.nextCursor).toBe("next");
  expect(shop.received).toHaveLength(1);
});

test("throws a ShopError when a page of an iteration is refused", async () => {
  const { client } = shopOf(() => problem(400, "validation_failed"));
  const read = async () => {
    for await (const _ of client.listProducts()) return;
  };
  await expect(read()).rejects.toBeInstanceOf(ShopError);
});

test("narrows the members of a problem when its code is compared", async () => {
  const lines = [{ title: "Mug", available: 1 }];
  const { client } = shopOf(() =>
    Response.json(
      { code: "insufficient_stock", title: "Insufficient stock", status: 409, lines },
      { status: 409 },
    ),
  );
  const { error } = await client.placeOrder({ cartId: "crt_1", payment: { method: "card" } });
  // Compiles only because the code selects the problem with lines.
  const available = error?.code === "insufficient_stock" && error.lines?.[0]?.available;
  expect(available).toBe(1);
});

test("returns the data or throws the problem when a result is unwrapped", async () => {
  const { client } = shopOf(({ path }) =>
    path === "/v1/products/mug" ? Response.json({ slug: "mug" }) : problem(404, "not_found"),
  );
  expect(unwrap(await client.readProduct("mug")).slug).toBe("mug");
  const missing = await client.readProduct("jug");
  expect(() => unwrap(missing)).toThrow("not_found");
});
