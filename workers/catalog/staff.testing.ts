import type { AdminProduct } from "#catalog/admin-products.contract";
import type { TestCatalog } from "#catalog/testing";
import { userActor } from "#kernel/testing";

/** An answer of the back office. */
export interface StaffAnswer<Body = AdminProduct> {
  status: number;
  body: Body;
  etag: string | null;
  headers: Headers;
}

/** Returns a function that asks the catalog as one member of staff. */
export const asStaff = (catalog: TestCatalog) => {
  const actor = userActor("staff");
  return async <Body = AdminProduct>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<StaffAnswer<Body>> => {
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const response = await catalog.ask(`/v1/admin${path}`, {
      method,
      actor,
      headers: { ...type, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === "" ? null : JSON.parse(text)) as Body,
      etag: response.headers.get("etag"),
      headers: response.headers,
    };
  };
};

/** Returns a body that creates a published product of two sizes. */
export const lampInput = (more: object = {}) => ({
  title: "Oak Lamp",
  status: "published",
  options: [{ name: "Size" }],
  variants: ["Small", "Large"].map((size, nth) => ({
    sku: `LAMP-${size}-${crypto.randomUUID().slice(0, 8)}`,
    options: { Size: size },
    prices: [{ currency: "EUR", amount: 1000 + nth * 500 }],
    quantity: 5,
  })),
  slug: `oak-lamp-${crypto.randomUUID().slice(0, 8)}`,
  ...more,
});
