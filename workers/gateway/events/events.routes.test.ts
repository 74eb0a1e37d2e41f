import { expect, test } from "bun:test";
import { compose } from "#gateway/index";
import { countingLimiters, platformBindings, quietServices, TEST_VARS } from "#gateway/testing";
import type { OutboxEvent, OutboxQuery } from "#kernel/events/outbox-oversight";
import { inCall, userActor } from "#kernel/testing";

const NAMES = ["USERS", "CATALOG", "ORDERS", "PAYMENTS"] as const;

const eventOf = (id: string, owner: string): OutboxEvent => ({
  ...{ id, owner, type: "thing.happened", subject: "s", state: "dead", handlers: ["cart"] },
  ...{ handOvers: 12, ageSeconds: 9, createdAt: "2026-11-26T00:00:00.000Z" },
  ...{ dueAt: "2026-11-26T00:00:00.000Z", deadAt: "2026-11-26T00:00:00.000Z" },
});

/** Returns a gateway before owners with the events `evt_00` to `evt_11`, in turn. */
const gateway = (down: readonly string[] = []) => {
  const acts: { act: string; recorded: boolean }[] = [];
  const ownerOf = (name: string, nth: number) => {
    const own = [0, 4, 8].map((first) =>
      eventOf(`evt_${String(first + nth).padStart(2, "0")}`, name.toLowerCase()),
    );
    return {
      listEvents: async ({ afterId, limit }: OutboxQuery) => {
        if (down.includes(name)) throw new Error("down");
        const after = own.filter(({ id }) => afterId === undefined || id < afterId);
        return after.toReversed().slice(0, limit + 1);
      },
      replayEvent: async (eventId: string) => own.find(({ id }) => id === eventId) ?? null,
    };
  };
  const owners = Object.fromEntries(NAMES.map((name, nth) => [name, ownerOf(name, nth)]));
  const admit = async ({ act, recorded }: { act: string; recorded: boolean }) => {
    acts.push({ act, recorded });
    return { auditId: null, roles: ["staff"] };
  };
  const services = quietServices({ ...owners, USERS: { ...owners.USERS, admit } });
  const session = async () => userActor("staff");
  const env = { ...TEST_VARS, ...services, ...platformBindings(countingLimiters()) };
  const { app } = compose(env, { session });
  const ask = (path: string, method = "GET") =>
    inCall(async () => {
      const answer = await app.request(`https://shop.test/v1/admin/events${path}`, {
        method,
        headers: { authorization: "Bearer staff" },
      });
      return { status: answer.status, body: await answer.json() };
    });
  return { ask, acts };
};

test("lists the events of all owners, newest first, in pages", async () => {
  const { ask } = gateway();
  const ids: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { status, body } = await ask(`?limit=5${cursor ? `&cursor=${cursor}` : ""}`);
    expect(status).toBe(200);
    const page = body as { data: OutboxEvent[]; nextCursor: string | null };
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  const all = Array.from({ length: 12 }, (_, nth) => `evt_${String(nth).padStart(2, "0")}`);
  expect(ids).toEqual(all.toReversed());
});

test("lists the events of one owner while another is down", async () => {
  const { ask } = gateway(["CATALOG"]);
  const { status, body } = await ask("?owner=orders");
  expect([status, (body as { data: OutboxEvent[] }).data.length]).toEqual([200, 3]);
  expect((await ask("")).status).toBeGreaterThanOrEqual(500);
});

test.each(["?state=acknowledged", "?owner=settings", "?cursor=x"])("refuses %p", async (query) => {
  expect((await gateway().ask(query)).status).toBe(400);
});

test("replays an event at its owner, and audits it", async () => {
  const { ask, acts } = gateway();
  const { status, body } = await ask("/evt_06/replay", "POST");
  expect([status, (body as OutboxEvent).owner]).toEqual([200, "orders"]);
  expect(acts).toEqual([{ act: "POST /v1/admin/events/evt_06/replay", recorded: true }]);
});

test("answers 404 for an event that no owner has", async () => {
  expect((await gateway().ask("/evt_99/replay", "POST")).status).toBe(404);
});
