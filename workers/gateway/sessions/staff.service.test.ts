import { describe, expect, test } from "bun:test";
import type { UsersRpc } from "#contract/users";
import type { Route } from "#gateway/requests/route.rules";
import type { Actor, Role } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { inCall, userActor } from "#kernel/testing";
import { staffAdmission } from "./staff.service";

type StaffAct = Parameters<UsersRpc["admit"]>[0];
type KeyAct = Parameters<UsersRpc["admitKey"]>[0];

const ROUTE: Route = {
  prefix: "/v1/admin/orders",
  to: "ORDERS",
  rate: "staff",
  staff: true,
  scope: "orders",
};
const SIGNED_IN_AT = 1_795_000_000_000;
const AUDITED: Route = { ...ROUTE, recorded: true };

/** Returns a users Worker with these current roles, and a record of its calls. */
const opened = (roles: Role[] | "unauthenticated" | "forbidden") => {
  const acts: StaffAct[] = [];
  const keyActs: KeyAct[] = [];
  const notes: [string, number][] = [];
  const changes: (readonly string[] | undefined)[] = [];
  const admit = staffAdmission({
    async admit(act) {
      acts.push(act);
      if (typeof roles === "string") throw new AppError(roles);
      return { auditId: act.recorded ? "aud_1" : null, roles, signedInAt: SIGNED_IN_AT };
    },
    async admitKey(act) {
      keyActs.push(act);
      if (typeof roles === "string") throw new AppError(roles);
      return "aud_2";
    },
    async noted(auditId, status, _, changed) {
      notes.push([auditId, status]);
      changes.push(changed);
    },
  });
  const answerHeaders = new Headers();
  const send = (actor: Actor, method = "POST", route = ROUTE, id = "ord_1") => {
    const { pathname } = new URL(`https://shop.test/v1/admin/orders/${id}?note=secret`);
    return inCall(async () => {
      const admitted = await admit({ method, pathname, route, actor });
      admitted.recordAnswer(new Response(null, { status: 204, headers: answerHeaders }));
      return admitted.actor;
    }).catch((err: { code: string }) => err.code);
  };
  return { send, acts, keyActs, notes, changes, answerHeaders };
};

describe("a request to the back office", () => {
  test("has the current roles of the account, not those of the token, and its sign-in", async () => {
    const { send } = opened(["staff"]);
    const actor = userActor("admin");
    expect(await send(actor)).toEqual({
      ...actor,
      roles: ["staff"],
      signedInAt: SIGNED_IN_AT,
    });
  });

  test.each(["unauthenticated", "forbidden"] as const)(
    "is refused as %s when the users Worker refuses it",
    async (code) => {
      expect(await opened(code).send(userActor("admin"))).toBe(code);
    },
  );

  test("is refused without a call when it has no token", async () => {
    const { send, acts } = opened(["admin"]);
    expect(await send({ kind: "guest" })).toBe("unauthenticated");
    expect(acts).toEqual([]);
  });

  test("is refused and audited when a customer sends it, reads included", async () => {
    for (const method of ["GET", "POST"]) {
      const { send, acts } = opened("forbidden");
      expect(await send(userActor(), method)).toBe("forbidden");
      expect(acts).toMatchObject([{ recorded: true, act: `${method} /v1/admin/orders/ord_1` }]);
    }
  });
});

describe("a request of staff", () => {
  test("is audited with method, path and outcome, without the query", async () => {
    const { send, acts, notes } = opened(["staff"]);
    const { userId, sessionId } = userActor();
    await send({ kind: "user", userId, sessionId, roles: ["staff"] });
    const act = "POST /v1/admin/orders/ord_1";
    const area = "POST /v1/admin/orders";
    expect(acts).toEqual([{ userId, sessionId, role: "staff", act, area, recorded: true }]);
    expect(notes).toEqual([["aud_1", 204]]);
  });

  test("is audited with the names of the members that it changed", async () => {
    const { send, changes, answerHeaders } = opened(["staff"]);
    await send(userActor("staff"));
    answerHeaders.set("bodega-changed", "shopName,colours.accent");
    await send(userActor("staff"));
    expect(changes).toEqual([[], ["shopName", "colours.accent"]]);
  });

  test.each([
    ["ada@example.com", "[email]"],
    ["ada%40example.com", "[email]"],
    ["bdg_sec_0123456789abcdefghjkmnpqrstvwxyz01a1b2c3", "[key]"],
  ])("is audited without the text of its path when that is %s", async (id, mark) => {
    const { send, acts } = opened(["staff"]);
    await send(userActor("staff"), "POST", ROUTE, id);
    expect(acts).toMatchObject([{ act: `POST /v1/admin/orders/${mark}` }]);
  });

  test.each(["GET", "HEAD"])("is audited for %s when it shows personal data", async (method) => {
    const { send, acts, notes } = opened(["staff"]);
    await send(userActor("staff"), method);
    await send(userActor("staff"), method, AUDITED);
    expect(acts.map(({ recorded }) => recorded)).toEqual([false, true]);
    expect(notes).toHaveLength(1);
  });
});

describe("a request of an API key", () => {
  const key = { kind: "key", keyId: "key_1", scopes: ["orders"] } satisfies Actor;

  test("is audited with its status when it changes something or shows personal data", async () => {
    const { send, keyActs, notes } = opened([]);
    expect(await send(key)).toEqual(key);
    await send(key, "GET", AUDITED);
    expect(keyActs).toEqual([
      { keyId: "key_1", act: "POST /v1/admin/orders/ord_1", area: "POST /v1/admin/orders" },
      { keyId: "key_1", act: "GET /v1/admin/orders/ord_1", area: "GET /v1/admin/orders" },
    ]);
    expect(notes).toEqual([
      ["aud_2", 204],
      ["aud_2", 204],
    ]);
  });

  test("causes no call when it reads what is not personal", async () => {
    const { send, keyActs, acts, notes } = opened([]);
    expect(await send(key, "GET")).toEqual(key);
    expect([keyActs, acts, notes]).toEqual([[], [], []]);
  });

  test("is refused when the users Worker refuses it", async () => {
    expect(await opened("unauthenticated").send(key)).toBe("unauthenticated");
  });

  test.each(["GET", "POST"])(
    "is refused for %s without an audit entry when the key lacks the scope or is public",
    async (method) => {
      const { send, keyActs, notes } = opened(["staff"]);
      for (const scopes of [[], ["catalog" as const]])
        expect(await send({ ...key, scopes }, method, AUDITED)).toBe("forbidden");
      expect([keyActs, notes]).toEqual([[], []]);
    },
  );

  test("is refused by a route without a scope", async () => {
    const { scope: _, ...unscoped } = ROUTE;
    const { send, keyActs } = opened(["admin"]);
    expect(await send(key, "POST", unscoped)).toBe("forbidden");
    expect(keyActs).toEqual([]);
  });
});
