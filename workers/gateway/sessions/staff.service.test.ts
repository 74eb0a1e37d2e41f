import { describe, expect, test } from "bun:test";
import type { StaffAct } from "#contract/users";
import type { Route } from "#gateway/requests/prefixes.rules";
import type { Actor, Role } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { inCall, userActor } from "#kernel/testing";
import { staffAdmission } from "./staff.service";

const ROUTE: Route = { prefix: "/v1/admin/orders", to: "ORDERS", rate: "staff", staff: true };
const SHOWS_PEOPLE: Route = { ...ROUTE, recorded: true };

/** Accounts whose roles are these now, and what the door has asked of them. */
const opened = (roles: Role[] | "unauthenticated" | "forbidden") => {
  const acts: StaffAct[] = [];
  const notes: [string, number][] = [];
  const door = staffAdmission({
    async admit(act) {
      acts.push(act);
      if (typeof roles === "string") throw new AppError(roles);
      return { auditId: act.recorded ? "aud_1" : null, roles };
    },
    async noted(auditId, status) {
      notes.push([auditId, status]);
    },
  });
  const knock = (actor: Actor, method = "POST", route = ROUTE) => {
    const { pathname } = new URL("https://shop.test/v1/admin/orders/ord_1?note=secret");
    return inCall(async () => {
      const admitted = await door({ method, pathname, route, actor });
      admitted.recordStatus(204);
      return admitted.actor;
    }).catch((err: { code: string }) => err.code);
  };
  return { knock, acts, notes };
};

describe("a request to the back office", () => {
  test("is who their account says they are now, not who their token said they were", async () => {
    const { knock } = opened(["staff"]);
    const actor = userActor("admin");
    expect(await knock(actor)).toEqual({ ...actor, roles: ["staff"] });
  });

  test.each(["unauthenticated", "forbidden"] as const)("is refused as %s by it", async (code) => {
    expect(await opened(code).knock(userActor("admin"))).toBe(code);
  });

  test("is refused without a call when it has no token", async () => {
    const { knock, acts } = opened(["admin"]);
    expect(await knock({ kind: "guest" })).toBe("unauthenticated");
    expect(acts).toEqual([]);
  });

  test("as a customer is refused, and the try is written down, be it only to read", async () => {
    for (const method of ["GET", "POST"]) {
      const { knock, acts } = opened("forbidden");
      expect(await knock(userActor(), method)).toBe("forbidden");
      expect(acts).toMatchObject([{ recorded: true, act: `${method} /v1/admin/orders/ord_1` }]);
    }
  });
});

describe("an act of staff", () => {
  test("is written down with method and path, without the query, and with its outcome", async () => {
    const { knock, acts, notes } = opened(["staff"]);
    const { userId, sessionId } = userActor();
    await knock({ kind: "user", userId, sessionId, roles: ["staff"] });
    const act = "POST /v1/admin/orders/ord_1";
    const area = "POST /v1/admin/orders";
    expect(acts).toEqual([{ userId, sessionId, role: "staff", act, area, recorded: true }]);
    expect(notes).toEqual([["aud_1", 204]]);
  });

  test.each(["GET", "HEAD"])("%s is written down where it shows people", async (method) => {
    const { knock, acts, notes } = opened(["staff"]);
    await knock(userActor("staff"), method);
    await knock(userActor("staff"), method, SHOWS_PEOPLE);
    expect(acts.map(({ recorded }) => recorded)).toEqual([false, true]);
    expect(notes).toHaveLength(1);
  });
});
