import { describe, expect, test } from "bun:test";
import { ACTOR_HEADER } from "#kernel/actor";
import { apiKeyHash, newApiKey } from "#kernel/api-key";
import { opened } from "./opened.testing";

describe("an API key", () => {
  const opening = async () => {
    const [secret, revoked] = [await newApiKey("secret"), await newApiKey("secret")];
    const known = await apiKeyHash(secret);
    const actors: (string | null)[] = [];
    const product = () =>
      Response.json({}, { headers: { etag: '"x"', "cache-control": "s-maxage=60" } });
    const record = async ({ headers }: Request) => {
      actors.push(headers.get(ACTOR_HEADER));
      return product();
    };
    const keyed = opened({
      USERS: {
        apiKey: async (hash: string) => (hash === known ? { id: "key_1", scopes: [] } : null),
      },
      CART: { fetch: record },
      CATALOG: { fetch: record },
    });
    const statusOf = async (path: string, key: string, init: RequestInit = {}) =>
      (await keyed(path, { ...init, headers: { authorization: `Bearer ${key}` } })).status;
    return { secret, revoked, actors, statusOf };
  };

  test("is the actor of a forwarded request, and no actor of a read that others may get", async () => {
    const { secret, actors, statusOf } = await opening();
    expect(await statusOf("/v1/carts/crt_1", secret)).toBe(200);
    expect(await statusOf("/v1/products", secret)).toBe(200);
    const key = JSON.stringify({ kind: "key", keyId: "key_1", scopes: [] });
    expect(actors).toEqual([key, null]);
  });

  test("is read after several spaces as after one", async () => {
    const { secret, revoked, actors, statusOf } = await opening();
    expect(await statusOf("/v1/carts/crt_1", `   ${secret}`)).toBe(200);
    expect(actors).toEqual([JSON.stringify({ kind: "key", keyId: "key_1", scopes: [] })]);
    expect(await statusOf("/v1/products", `   ${revoked}`)).toBe(401);
  });

  test("is refused when it is unknown, also by open routes and for a cached answer", async () => {
    const { secret, revoked, actors, statusOf } = await opening();
    expect(await statusOf("/v1/products", secret)).toBe(200);
    expect(await statusOf("/v1/products", secret)).toBe(200);
    expect(actors).toHaveLength(1);
    for (const key of [revoked, `${secret}0`])
      for (const path of ["/v1/products", "/v1/auth/login", "/v1/me"])
        expect([path, await statusOf(path, key)]).toEqual([path, 401]);
    expect(await statusOf("/v1/auth/login", revoked, { method: "POST" })).toBe(401);
    expect(actors).toHaveLength(1);
  });
});
