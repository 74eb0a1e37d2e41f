import { afterEach, expect, test } from "bun:test";
import { memoryStore, type TokenStore } from "./session.js";
import { clientOf, problem, type Received, startShop, tokens } from "./testing.js";

let stop = () => Promise.resolve();
afterEach(() => stop());

const REFRESH = "/v1/auth/refresh";
const MINUTES_MS = 60_000;

/** Starts a shop that signs in, refreshes, and accepts only the newest access token. */
const startSessions = (
  refreshed: (nth: number) => Response | Promise<Response> = (nth) => Response.json(tokens(nth)),
) => {
  let newest = 0;
  const handler = ({ path, headers }: Received) => {
    if (path === REFRESH) return refreshed(++newest);
    if (path.startsWith("/v1/auth/l")) {
      if (path.endsWith("out")) return new Response(null, { status: 204 });
      return Response.json({ ...tokens(++newest), deviceToken: "device" });
    }
    const sent = headers.get("authorization");
    if (!sent) return path === "/v1/me" ? problem(401, "unauthenticated") : Response.json({});
    return sent === `Bearer access-${newest}` ? Response.json({}) : problem(401, "token_expired");
  };
  const shop = startShop(handler);
  stop = shop.stop;
  return {
    url: shop.url,
    received: shop.received,
    /** Makes the newest token an expired one. */
    expire: () => {
      newest++;
    },
    refreshes: () => shop.received.filter(({ path }) => path === REFRESH),
  };
};

const signedIn = async (url: string, store: TokenStore = memoryStore()) => {
  const made = clientOf(url, { session: { transport: "bearer", store } });
  await made.client.signIn({ email: "a@b.test", password: "long enough" });
  return made;
};

test("sends the access token to routes that take one, and to no others, when signed in", async () => {
  const shop = startSessions();
  const { client } = await signedIn(shop.url);
  await client.readProfile();
  await client.listCategories();
  const sent = shop.received.slice(1).map(({ headers }) => headers.get("authorization"));
  expect(sent).toEqual(["Bearer access-1", null]);
});

test("refreshes once for parallel calls when the token ends soon", async () => {
  const shop = startSessions();
  const { client, pass } = await signedIn(shop.url);
  pass(4.6 * MINUTES_MS);
  const answers = await Promise.all(Array.from({ length: 5 }, () => client.readProfile()));
  expect(answers.map(({ error }) => error)).toEqual(Array(5).fill(undefined));
  expect(shop.refreshes().map(({ text }) => text)).toEqual(['{"refreshToken":"refresh-1"}']);
});

test("refreshes once for parallel calls, and repeats each with its key, when the token is refused", async () => {
  const shop = startSessions();
  const { client } = await signedIn(shop.url);
  shop.expire();
  const answers = await Promise.all([1, 2, 3].map(() => client.changeProfile({ name: "Ada" })));
  expect(answers.map(({ error }) => error)).toEqual(Array(3).fill(undefined));
  expect(shop.refreshes()).toHaveLength(1);
  const changes = shop.received.filter(({ method }) => method === "PATCH");
  expect(changes).toHaveLength(6);
  expect(new Set(changes.map(({ headers }) => headers.get("idempotency-key"))).size).toBe(3);
});

test("ends the session and calls as a guest when the refresh token is refused", async () => {
  const store = memoryStore();
  const shop = startSessions(() => problem(401, "refresh_invalid"));
  const { client } = await signedIn(shop.url, store);
  shop.expire();
  expect((await client.createCart({})).error).toBeUndefined();
  expect((await client.readProfile()).error?.code).toBe("unauthenticated");
  expect(await store.read()).toEqual({ deviceToken: "device" });
  expect(shop.refreshes()).toHaveLength(1);
});

test("keeps the session when a refresh fails without an answer about it", async () => {
  const store = memoryStore();
  const shop = startSessions(() => problem(503, "dependency_unavailable"));
  const { client, pass } = await signedIn(shop.url, store);
  pass(6 * MINUTES_MS);
  const { error } = await client.readProfile();
  expect(error?.code).toBe("dependency_unavailable");
  expect(await store.read()).toMatchObject({ refreshToken: "refresh-1" });
});

test("resumes the stored session when a client starts", async () => {
  const store = memoryStore();
  await store.write({ refreshToken: "refresh-0", deviceToken: "device" });
  const shop = startSessions();
  const { client } = clientOf(shop.url, { session: { transport: "bearer", store } });
  expect((await client.readProfile()).error).toBeUndefined();
  expect(await store.read()).toEqual({ refreshToken: "refresh-1", deviceToken: "device" });
});

test("forgets the tokens except the device's when signed out", async () => {
  const store = memoryStore();
  const shop = startSessions();
  const { client } = await signedIn(shop.url, store);
  await client.signOut({});
  expect(shop.received.at(-1)?.text).toBe('{"refreshToken":"refresh-1"}');
  expect((await client.readProfile()).error?.code).toBe("unauthenticated");
  await client.signIn({ email: "a@b.test", password: "long enough" });
  expect(JSON.parse(shop.received.at(-1)?.text ?? "")).toMatchObject({ deviceToken: "device" });
});

test("stays signed out when a refresh ends after the sign-out", async () => {
  const store = memoryStore();
  const started = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  const shop = startSessions(() => {
    started.resolve();
    return answer.promise;
  });
  const { client, pass } = await signedIn(shop.url, store);
  pass(6 * MINUTES_MS);
  const reading = client.readProfile();
  await started.promise;
  await client.signOut({});
  answer.resolve(Response.json(tokens(2)));
  expect((await reading).error?.code).toBe("unauthenticated");
  expect(await store.read()).toEqual({ deviceToken: "device" });
});

test("reports a page that is no storefront of the shop when its refresh is refused", async () => {
  const shop = startSessions(() => problem(403, "csrf_refused"));
  const { client } = clientOf(shop.url, { session: { transport: "cookie" } });
  expect((await client.createCart({})).error?.code).toBe("csrf_refused");
});

test("asks once whether there is a session, and stays a guest at 204, when cookies carry it", async () => {
  const shop = startSessions(() => new Response(null, { status: 204 }));
  const { client } = clientOf(shop.url, { session: { transport: "cookie" } });
  await client.createCart({});
  await client.createCart({});
  expect(shop.refreshes().map(({ text }) => text)).toEqual(["{}"]);
});

test("sends cookies to the routes of the session only, when cookies carry it", async () => {
  const shop = startSessions();
  const credentials: unknown[] = [];
  const { client } = clientOf(shop.url, {
    session: { transport: "cookie" },
    fetch: (url, init) => {
      credentials.push(init.credentials);
      return fetch(url, init);
    },
  });
  await client.signIn({ email: "a@b.test", password: "long enough" });
  await client.readProfile();
  expect(credentials).toEqual(["include", undefined]);
  expect(JSON.parse(shop.received[0]?.text ?? "")).toMatchObject({ transport: "cookie" });
});
