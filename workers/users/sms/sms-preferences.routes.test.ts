import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { auditEntries, outbox, sessions, users } from "#db/users/schema";
import type { Actor } from "#kernel/actor";
import { testTrace, userActor } from "#kernel/testing";
import { signedUp, type UsersWorker, usersWorker } from "#users/testing";

const PATH = "/v1/me/notifications";
const PHONE = "+491701234567";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const patch = async (actor: Actor, body: object, key?: string) => {
  const answer = await shop.ask("PATCH", PATH, { actor, body, ...(key ? { key } : {}) });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};
const read = async (actor: Actor) => (await shop.ask("GET", PATH, { actor })).json();
const verified = () => signedUp(shop, { verified: true });
const eventsOf = async (userId: string) => {
  const rows = await shop.db.read.select().from(outbox).where(eq(outbox.subject, userId));
  return rows
    .filter(({ type }) => type === "user.sms_changed")
    .map(({ envelope }) => envelope.data);
};
const actsOf = async (userId: string) => {
  const rows = await shop.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subject, userId));
  return rows.map(({ act }) => act).filter((act) => act.startsWith("sms."));
};
const agreed = { smsOptIn: { phone: PHONE, since: expect.stringMatching(/^\d{4}-.*Z$/) } };

test("agrees to SMS with a phone in E.164, and ends them, with an event and an audit entry each", async () => {
  const { actor } = await verified();
  expect(await read(actor)).toEqual({ smsOptIn: null });
  const given = await patch(actor, { smsOptIn: { phone: "+49 170 1234567" } });
  expect([given.status, given.body]).toEqual([200, agreed]);
  expect(await read(actor)).toEqual(agreed);
  expect((await shop.worker.contact(actor.userId, testTrace()))?.smsPhone).toBe(PHONE);
  expect((await patch(actor, { smsOptIn: null })).body).toEqual({ smsOptIn: null });
  expect(await shop.worker.contact(actor.userId, testTrace())).toMatchObject({ smsPhone: null });
  const { userId } = actor;
  expect(await eventsOf(userId)).toEqual([
    { userId, agreed: true },
    { userId, agreed: false },
  ]);
  expect(await actsOf(userId)).toEqual(["sms.agreed", "sms.ended"]);
  expect(JSON.stringify(await eventsOf(userId))).not.toContain(PHONE);
});

test("changes nothing when the phone is the same, and replays the answer of a repeated key", async () => {
  const { actor } = await verified();
  const key = crypto.randomUUID();
  const first = await patch(actor, { smsOptIn: { phone: PHONE } }, key);
  await patch(actor, { smsOptIn: { phone: PHONE } });
  await patch(actor, { smsOptIn: null });
  const again = await patch(actor, { smsOptIn: { phone: PHONE } }, key);
  expect([again.body, again.headers.get("idempotent-replayed")]).toEqual([first.body, "true"]);
  expect(await read(actor)).toEqual({ smsOptIn: null });
  expect(await eventsOf(actor.userId)).toHaveLength(2);
});

test.each([
  [{ smsOptIn: { phone: "0170 1234567" } }, "/smsOptIn/phone", "phone"],
  [{ smsOptIn: { phone: "+49 1" } }, "/smsOptIn/phone", "phone"],
  [{ smsOptIn: {} }, "/smsOptIn/phone", "required"],
  [{}, "/smsOptIn", "required"],
  [{ smsOptIn: null, sms: true }, "/sms", "unknown_field"],
])("refuses %o with its pointer", async (body, pointer, code) => {
  const { actor } = await verified();
  const answer = await patch(actor, body);
  expect([answer.status, answer.body]).toMatchObject([400, { errors: [{ pointer, code }] }]);
  expect(await read(actor)).toEqual({ smsOptIn: null });
});

test("requires a verified address and a recent sign-in to agree, but not to end SMS", async () => {
  const unverified = await signedUp(shop);
  const refused = await patch(unverified.actor, { smsOptIn: { phone: PHONE } });
  expect([refused.status, refused.body]).toMatchObject([409, { code: "email_unverified" }]);
  const { actor } = await verified();
  await patch(actor, { smsOptIn: { phone: PHONE } });
  const longAgo = Date.now() - 11 * 60 * 1000;
  await shop.db.write
    .update(sessions)
    .set({ createdAt: longAgo })
    .where(eq(sessions.userId, actor.userId));
  const old = await patch(actor, { smsOptIn: { phone: "+14155552671" } });
  expect([old.status, old.body]).toMatchObject([401, { code: "step_up_required" }]);
  expect((await patch(actor, { smsOptIn: null })).status).toBe(200);
  expect((await patch(userActor(), { smsOptIn: null })).status).toBe(401);
});

test("ends the consents of every account with a phone whose owner has answered STOP", async () => {
  const phone = "+442071838750";
  const accounts = [await verified(), await verified(), await verified()];
  for (const { actor } of accounts.slice(0, 2)) await patch(actor, { smsOptIn: { phone } });
  await patch((accounts[2] as (typeof accounts)[0]).actor, { smsOptIn: { phone: PHONE } });
  await shop.worker.smsStopped(phone, testTrace());
  await shop.worker.smsStopped(phone, testTrace());
  const states = await Promise.all(accounts.map(({ actor }) => read(actor)));
  expect(states).toEqual([{ smsOptIn: null }, { smsOptIn: null }, agreed]);
  expect(await eventsOf(accounts[0]?.actor.userId ?? "")).toHaveLength(2);
});

test("exports the phone, and deletes it with the account", async () => {
  const { actor } = await verified();
  await patch(actor, { smsOptIn: { phone: PHONE } });
  const data = await shop.worker.personalData(actor.userId, testTrace());
  expect(data.account).toMatchObject({ smsPhone: PHONE });
  await shop.db.write.delete(users).where(eq(users.id, actor.userId));
  expect(await shop.worker.contact(actor.userId, testTrace())).toBeNull();
});
