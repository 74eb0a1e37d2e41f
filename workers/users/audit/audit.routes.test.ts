import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { auditEntries, sessions, users } from "#db/users/schema";
import type { Role } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { testTrace, userActor } from "#kernel/testing";
import { type SignedUp, signedUp, type UsersWorker, usersWorker } from "#users/testing";
import type { AuditEntryView } from "./audit.contract";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const admin = userActor("admin");

/** Returns a user with these roles, whose name no audit entry may contain. */
const userWith = (...roles: Role[]) => signedUp(shop, { name: "Ada", roles });

/** The recorded act of a refusal: a method and the prefix of a route. */
const AREA = "POST /v1/admin/customers";

const admit = async (
  { userId, sessionId }: SignedUp,
  act: string,
  { role = "staff", recorded = true }: { role?: "staff" | "admin"; recorded?: boolean } = {},
) =>
  shop.worker
    .admit({ userId, sessionId, role, act, area: AREA, recorded }, testTrace())
    .catch((err: { code: string }) => err.code);
const entriesOf = ({ userId }: SignedUp) =>
  shop.db.read.select().from(auditEntries).where(eq(auditEntries.actorId, userId));
const actsOf = async (person: SignedUp) =>
  (await entriesOf(person)).filter(({ act }) => act.includes("/"));

const read = async (search: string, actor = admin) => {
  const answer = await shop.ask("GET", `/v1/admin/audit${search}`, { actor });
  return (await answer.json()) as { data: AuditEntryView[]; nextCursor: string | null };
};

describe("admission of staff", () => {
  test("admits staff by their current roles, and records the act before it has a status", async () => {
    const helper = await userWith("staff");
    const { id } = { id: newId("user") };
    const admission = await admit(helper, `POST /v1/admin/customers/${id}/disable`);
    expect(admission).toEqual({
      auditId: expect.stringMatching(/^aud_/),
      roles: ["staff"],
      signedInAt: expect.any(Number),
    });
    expect(await actsOf(helper)).toMatchObject([{ subject: id, status: null }]);
  });

  test("records the status of an act once when two are reported", async () => {
    const helper = await userWith("staff");
    const admission = await admit(helper, "POST /v1/admin/products/import");
    const auditId = typeof admission === "string" ? "" : (admission.auditId ?? "");
    await shop.worker.noted(auditId, 202, testTrace());
    await shop.worker.noted(auditId, 500, testTrace());
    expect(await actsOf(helper)).toMatchObject([{ status: 202, subject: null }]);
  });

  test("shows the names of the members that an act changed, and none for other acts", async () => {
    const boss = await userWith("admin");
    for (const changed of [["shopName", "colours.accent"], undefined]) {
      const admission = await admit(boss, "PATCH /v1/admin/settings");
      const auditId = typeof admission === "string" ? "" : (admission.auditId ?? "");
      await shop.worker.noted(auditId, 200, testTrace(), changed);
    }
    const { data } = await read(`?actor=${boss.userId}&act=PATCH%20/v1/admin/settings`);
    expect(data.map(({ changed }) => changed).toSorted()).toEqual([
      [],
      ["shopName", "colours.accent"],
    ]);
  });

  test("adds no audit entry when the route returns no personal data", async () => {
    const helper = await userWith("staff");
    const admission = await admit(helper, "GET /v1/admin/inventory", { recorded: false });
    expect(admission).toMatchObject({ auditId: null, roles: ["staff"] });
    expect(await actsOf(helper)).toEqual([]);
  });

  test("admits staff in one round trip, whether or not the act is recorded", async () => {
    const { userId, sessionId } = await userWith("admin");
    for (const recorded of [true, false]) {
      const trace = testTrace();
      const request = { act: "GET /v1/admin/x", area: AREA, recorded };
      const act = { userId, sessionId, role: "admin" as const, ...request };
      await shop.worker.admit(act, trace);
      expect(await shop.callsOf(trace.requestId)).toHaveLength(1);
    }
  });
});

describe("refusals of staff", () => {
  test("answers forbidden and records it when the actor has lost the role", async () => {
    const former = await userWith("customer");
    expect(await admit(former, "POST /v1/admin/search/reindex")).toBe("forbidden");
    expect(await actsOf(former)).toMatchObject([{ status: 403 }]);
  });

  test("records a customer's refusals in one row an hour, even for different paths", async () => {
    const customer = await userWith("customer");
    for (let i = 0; i < 5; i += 1) {
      expect(await admit(customer, `POST /v1/admin/customers/${"x".repeat(i)}`)).toBe("forbidden");
    }
    const rows = await actsOf(customer);
    expect(rows).toMatchObject([{ act: AREA, status: 403, subject: null, count: 5 }]);
  });

  test("answers forbidden to staff and records it when the route requires an admin", async () => {
    const helper = await userWith("staff");
    expect(await admit(helper, "GET /v1/admin/audit", { role: "admin" })).toBe("forbidden");
    expect(await actsOf(helper)).toMatchObject([{ status: 403 }]);
  });

  test.each([
    ["whose session has ended", { endedAt: 1, endReason: "logout" as const }],
    ["whose session is past its time", { expiresAt: 1 }],
  ])("answers unauthenticated and records it for an admin %s", async (_, ended) => {
    const boss = await userWith("admin");
    await shop.db.write.update(sessions).set(ended).where(eq(sessions.id, boss.sessionId));
    expect(await admit(boss, "POST /v1/admin/search/reindex")).toBe("unauthenticated");
    expect(await actsOf(boss)).toMatchObject([{ status: 401 }]);
  });

  test("answers unauthenticated to a disabled admin, and to an admin with the session of another account", async () => {
    const [shut, other] = [await userWith("admin"), await userWith("admin")];
    await shop.db.write.update(users).set({ disabledAt: 1 }).where(eq(users.id, shut.userId));
    expect(await admit(shut, "POST /v1/admin/x")).toBe("unauthenticated");
    const borrowed = { ...other, sessionId: shut.sessionId };
    expect(await admit(borrowed, "POST /v1/admin/x")).toBe("unauthenticated");
  });
});

describe("the audit log", () => {
  test("shows audit entries to admins only", async () => {
    expect((await shop.ask("GET", "/v1/admin/audit")).status).toBe(401);
    for (const actor of [userActor(), userActor("staff")]) {
      expect((await shop.ask("GET", "/v1/admin/audit", { actor })).status).toBe(403);
    }
    const answer = await shop.ask("GET", "/v1/admin/audit", { actor: admin });
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([
      200,
      "private, no-store",
    ]);
  });

  test("lists each audit entry once over several pages, from the newest", async () => {
    const helper = await userWith("staff");
    for (let n = 0; n < 5; n += 1) await admit(helper, `POST /v1/admin/things/${n}`);
    const seen: AuditEntryView[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const rest = cursor ? `&cursor=${cursor}` : "";
      const page = await read(`?limit=2&actor=${helper.userId}${rest}`);
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    const all = await entriesOf(helper);
    expect(seen.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
  });

  test("filters audit entries by actor, subject and act", async () => {
    const [helper, customer] = [await userWith("staff"), await userWith("customer")];
    await admit(helper, `GET /v1/admin/customers/${customer.userId}`);
    const act = encodeURIComponent(`GET /v1/admin/customers/${customer.userId}`);
    for (const search of [`?subject=${customer.userId}&actor=${helper.userId}`, `?act=${act}`]) {
      const { data } = await read(search);
      expect(data).toMatchObject([{ actorId: helper.userId, subject: customer.userId }]);
    }
  });

  test.each(["?limit=0", "?limit=101", "?cursor=%21", "?who=me", "?actor="])(
    "refuses the query %s",
    async (search) => {
      expect((await shop.ask("GET", `/v1/admin/audit${search}`, { actor: admin })).status).toBe(
        400,
      );
    },
  );

  test("stores ids in audit entries, and neither e-mail addresses nor names", async () => {
    const { email } = await userWith("staff");
    await shop.ask("POST", "/v1/auth/login", { body: { email, password: "wrong as can be" } });
    const rows = await shop.db.read.select().from(auditEntries);
    expect(rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(rows)).not.toMatch(/@|Ada/);
  });
});
