import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { ID_PREFIXES } from "#kernel/ids";
import type { Access } from "#kernel/routes/access";
import type { Answer, Json } from "#tests/system";
import { edgeRateOf } from "#workers/gateway/limits/edge-limits.http";
import { routeOf } from "#workers/gateway/requests/prefixes.rules";
import { type Definition, routeDefinitions } from "./definitions";
import { objectsOf, type Triple } from "./objects";
import {
  type Keys,
  keysOf,
  PASSWORD,
  type Principal,
  type Principals,
  principalsOf,
  type Who,
} from "./principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "./shop";

/** S-MATRIX: every route × every caller × every object. S-MASS: no field outside a schema. */
const definitions = await routeDefinitions();

setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
let people: Principals;
let keys: Keys;
let objects: Record<string, Triple>;
beforeAll(async () => {
  shop = await startServed();
  people = await principalsOf(shop);
  keys = await keysOf(shop, people.admin);
  objects = await objectsOf(shop, people);
}, BOOT_MS);
afterAll(() => shop?.stop());

const INVALID: readonly Who[] = ["expired", "forOthers", "garbled"];
const CUSTOMERS: readonly Who[] = ["owner", "other", "verified"];
/** Callers with a valid token whose session is missing or has ended. */
const STAFF_ENDED: readonly Who[] = ["promotedByToken", "staffSignedOut", "adminSignedOut"];
const ENDED: readonly Who[] = ["signedOut", "suspended", ...STAFF_ENDED];

/** The codes of a refusal. Only a token that has expired has a code of its own. */
const REFUSALS = ["unauthenticated", "token_expired", "forbidden"];
const unauthenticatedAs = (who: Who) => (who === "expired" ? "token_expired" : "unauthenticated");

/** Which callers are refused, and how. All others pass the access check. */
const REFUSED: Record<Access, { unauthenticated: readonly Who[]; forbidden: readonly Who[] }> = {
  public: { unauthenticated: [], forbidden: [] },
  cart: { unauthenticated: INVALID, forbidden: [] },
  order: { unauthenticated: [...INVALID, ...STAFF_ENDED], forbidden: [] },
  signed: { unauthenticated: [], forbidden: [] },
  user: { unauthenticated: ["anonymous", ...INVALID], forbidden: [] },
  session: { unauthenticated: ["anonymous", ...INVALID, ...ENDED], forbidden: [] },
  staff: {
    unauthenticated: ["anonymous", ...INVALID, ...ENDED],
    forbidden: CUSTOMERS,
  },
  admin: {
    unauthenticated: ["anonymous", ...INVALID, ...ENDED],
    forbidden: [...CUSTOMERS, "staff"],
  },
};

/**
 * A `session` route's service checks the session after the body. Ours is invalid, so such routes
 * are tested below with a valid body.
 */
const refusedBy = ({ access = "admin", body }: Definition) =>
  REFUSED[access === "session" && body ? "user" : access];

const PROOF = { currentPassword: PASSWORD };
/**
 * A valid body for each route that requires an active session, which would have an effect with one.
 */
const GOOD: Record<string, object> = {
  "POST /v1/me/password": { ...PROOF, newPassword: "eight lanterns by the door" },
  "POST /v1/me/email": { ...PROOF, newEmail: "somewhere-else@example.com" },
  "PATCH /v1/me/second-factors": { ...PROOF, totp: false },
  "POST /v1/me/second-factors/totp": PROOF,
  "POST /v1/me/second-factors/totp/confirm": { code: "123456" },
  "POST /v1/me/second-factors/recovery-codes": PROOF,
  "PATCH /v1/me/notifications": { smsOptIn: null },
  "DELETE /v1/me": PROOF,
};

/** An id of a user that does not exist. */
const MISSING = `${ID_PREFIXES.user}_${"0".repeat(36)}`;
const at = (path: string, value: string) => path.replaceAll(/:\w+/g, encodeURIComponent(value));

/** Sends a request that cannot change anything, because no schema accepts its body. */
const knock = ({ method, path, body }: Definition, { token }: { token?: string }, id = MISSING) =>
  shop.ask(method, at(path, id), { token, ...(body ? { body: {} } : {}) });

/** Returns the part of an answer that is the same each time. */
const essence = ({ status, headers, body, text }: Answer<Json>) => {
  const { requestId: _, ...rest } = body ?? { text };
  return { status, type: headers.get("content-type"), rest };
};

describe("S-MATRIX", () => {
  test.each(definitions)("$name admits its callers and refuses others", async (definition) => {
    const { unauthenticated, forbidden } = refusedBy(definition);
    const wrong: string[] = [];
    for (const who of Object.keys(people) as Who[]) {
      const { status, body } = await knock(definition, people[who]);
      const refused = REFUSALS.includes(body?.code) ? body.code : "none";
      const expected = unauthenticated.includes(who)
        ? unauthenticatedAs(who)
        : forbidden.includes(who)
          ? "forbidden"
          : "none";
      if (refused !== expected || status >= 500) wrong.push(`${who}: ${status} ${body?.code}`);
    }
    expect(wrong).toEqual([]);
  });

  /** The gateway's own routes of the system, and the queue's, ignore every credential. */
  const identifying = definitions.filter(({ tag, path }) => tag !== "system" && path !== "/events");

  /** Returns the code of a refusal and the scope that it names. */
  const refusalOf = async (definition: Definition, key: Principal) => {
    const { status, body } = await knock(definition, key);
    expect(status).toBeLessThan(500);
    return REFUSALS.includes(body?.code) ? [body.code, body.scope] : ["none", undefined];
  };

  test.each(identifying)("$name admits API keys with its scope", async (definition) => {
    const { scope, access, method } = definition;
    const isOpen = access === "public" && method === "GET";
    const refused = async (key: Principal | undefined) => refusalOf(definition, key ?? {});
    const all = await refused(keys.ofEverything);
    expect(all).toEqual([isOpen || scope ? "none" : "forbidden", undefined]);
    const [storefront] = await refused(keys.ofStorefront);
    expect(storefront).toBe(isOpen ? "none" : "forbidden");
    if (scope) expect(await refused(keys.lacking.get(scope))).toEqual(["forbidden", scope]);
  });

  test.each(identifying)("$name refuses API keys that are not valid", async (definition) => {
    for (const token of [keys.revoked.token, `${keys.ofEverything.token}0`, "bdg_sec_x"])
      expect(await refusalOf(definition, { token })).toEqual(["unauthenticated", undefined]);
  });

  test("names a rate class for every route", () => {
    const lacking = definitions.filter(({ rate }) => rate === undefined);
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });

  /** The gateway counts requests to its own routes in the routes themselves. */
  const forwarded = definitions.filter(({ worker }) => worker !== "gateway");

  test.each(forwarded)(
    "$name is counted by the gateway in the class of its definition",
    ({ path, rate }) => {
      expect(routeOf(at(path, MISSING))?.rate).toBe(rate && edgeRateOf(rate));
    },
  );

  const ofSessions = definitions.filter(({ access, body }) => access === "session" && body);

  test("has a valid body for every route that requires an active session", () => {
    const lacking = ofSessions.filter(({ name }) => !GOOD[name]);
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });

  test.each(ofSessions)("$name changes nothing when the session has ended", async (definition) => {
    const { name, method, path } = definition;
    for (const who of ENDED) {
      const { status, body } = await shop.ask(method, path, {
        token: (people[who] as Principal).token,
        body: GOOD[name],
        headers: { "idempotency-key": crypto.randomUUID() },
      });
      expect([who, status, body?.code]).toEqual([who, 401, "unauthenticated"]);
    }
  });

  const withIds = definitions.filter(
    ({ path, access }) =>
      path.includes(":") && ["user", "session", "order", "cart"].includes(access ?? ""),
  );

  test("has an example of each owned object that a path names", () => {
    const lacking = withIds.filter(({ path }) => !objects[path]);
    expect(lacking.map(({ path }) => path)).toEqual([]);
  });

  test.each(withIds)(
    "$name answers the same for another person's object as for a missing one",
    async (definition) => {
      const { others, missing, body } = objects[definition.path] ?? {
        others: [],
        missing: "",
        body: {},
      };
      const ask = (path: string) =>
        shop.ask(definition.method, path, {
          token: people.owner.token,
          ...(definition.body ? { body: body[definition.method] ?? {} } : {}),
        });
      const nothing = essence(await ask(missing));
      expect(nothing.status).toBe(404);
      for (const path of others) expect(essence(await ask(path))).toEqual(nothing);
    },
  );

  test.each(withIds)("$name refuses malformed ids", async (definition) => {
    for (const id of ["x", "..", "%00", "'", "usr_", "a".repeat(2000), "💐", "__proto__"]) {
      const { status, body } = await knock(definition, people.owner, id);
      expect([id, status >= 400 && status < 500, body?.code]).toEqual([
        id,
        true,
        expect.any(String),
      ]);
    }
  });
});

type Schema = { properties?: Record<string, Schema>; anyOf?: Schema[]; type?: unknown };
const propertiesOf = ({ properties = {}, anyOf = [] }: Schema): [string, Schema][] => [
  ...Object.entries(properties),
  ...anyOf.flatMap(propertiesOf),
];

/** Fields that no client may set: every field of every schema, and privileged ones. */
const COVETED = [
  ...new Set([
    ...definitions.flatMap(({ body }) =>
      propertiesOf((body ?? {}) as Schema).map(([name]) => name),
    ),
    ...["id", "role", "roles", "isAdmin", "status", "emailVerified", "emailVerifiedAt", "userId"],
    ...["customerId", "ownerId", "price", "unitPrice", "total", "totals", "discount", "version"],
    ...["createdAt", "updatedAt", "disabledAt", "passwordHash", "constructor", "__proto__"],
  ]),
];

const mayCall = (access: Access | undefined) =>
  access === "admin" ? people.admin : access === "staff" ? people.staff : people.owner;

/** Text, because an object literal would hide `__proto__`. */
const bodyWith = (names: readonly string[]) =>
  `{${names.map((name) => `${JSON.stringify(name)}:1`).join(",")}}`;

/** Fewer names than the errors that an answer lists at most. */
const NAMES_PER_REQUEST = 30;
const inChunks = (names: readonly string[]) =>
  Array.from({ length: Math.ceil(names.length / NAMES_PER_REQUEST) }, (_, nth) =>
    names.slice(nth * NAMES_PER_REQUEST, (nth + 1) * NAMES_PER_REQUEST),
  );

describe("S-MASS", () => {
  const taking = definitions.filter(({ body }) => body !== undefined);

  test.each(taking)(
    "$name refuses each field that its schema does not have",
    async ({ method, path, body, access }) => {
      const own = propertiesOf(body as Schema).map(([name]) => name);
      const foreign = COVETED.filter((name) => !own.includes(name));
      const refused: string[] = [];
      for (const names of inChunks(foreign)) {
        const raw = bodyWith(names);
        const { token } = mayCall(access);
        const answer = await shop.ask(method, at(path, MISSING), { raw, token });
        expect([answer.status, answer.body.code]).toEqual([400, "validation_failed"]);
        const unknown = (answer.body.errors as Json[]).filter(
          ({ code }) => code === "unknown_field",
        );
        refused.push(...unknown.map(({ pointer }) => pointer.slice(1)));
      }
      expect(refused.toSorted()).toEqual(foreign.toSorted());
    },
  );
});
