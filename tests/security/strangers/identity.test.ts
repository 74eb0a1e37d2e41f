import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import type { Database } from "#db/client";
import { EXACT_LIMITS } from "#kernel/routes/rate-classes";
import {
  type AdministeredShop,
  startAdministered,
  verifyAddress,
} from "#tests/security/administered-shop";
import { newCustomer, PASSWORD, signIn } from "#tests/security/principals";
import { resetByMail } from "#tests/security/reset-links";
import { BOOT_MS, PATIENCE_MS, type ServedShop } from "#tests/security/shop";
import { eventually } from "#tests/system";

/** What a stranger can do with other people's mailboxes, sessions and roles. */
setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
let users: Database;
let admin: AdministeredShop["admin"];
beforeAll(async () => {
  ({ shop, users, admin } = await startAdministered());
}, BOOT_MS);
afterAll(() => shop?.stop());

const NEW_PASSWORD = "nine lanterns by the door";
const login = (email: string, password: string) =>
  shop.ask("POST", "/v1/auth/login", { body: { email, password } });
const refresh = (refreshToken: string) =>
  shop.ask("POST", "/v1/auth/refresh", { body: { refreshToken } });

test("admits the owner of a mailbox when a stranger registered it with two-step verification", async () => {
  const squatter = await newCustomer(shop);
  const { email, token, refreshToken } = squatter;
  const path = "/v1/me/second-factors/totp";
  const offered = await shop.ask("POST", path, { token, body: { currentPassword: PASSWORD } });
  const code = new TOTP({ secret: Secret.fromBase32(offered.body.secret) }).generate();
  const confirmed = await shop.ask("POST", `${path}/confirm`, { token, body: { code } });
  expect([offered.status, confirmed.status]).toEqual([200, 200]);
  expect((await login(email, PASSWORD)).body.code).toBe("second_factor_required");

  expect((await resetByMail(shop, email, NEW_PASSWORD)).status).toBe(204);
  const owner = await login(email, NEW_PASSWORD);
  expect([owner.status, owner.body.user.email]).toEqual([200, email]);
  expect((await login(email, PASSWORD)).status).toBe(401);
  expect((await refresh(refreshToken)).status).toBe(401);
});

test("ends a session when a thief refreshes its copied token beside the owner, and mails the owner", async () => {
  const { refreshToken, email } = await newCustomer(shop);
  let [owners, thiefs] = [refreshToken, refreshToken];
  const outcomes: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const mine = await refresh(owners);
    const theirs = await refresh(thiefs);
    outcomes.push(`${mine.status} ${theirs.status} ${theirs.body.code ?? ""}`.trim());
    owners = mine.body.refreshToken;
    thiefs = theirs.body.refreshToken ?? thiefs;
  }
  // Two repeats a day may be the owner's lost answers.
  expect(outcomes).toEqual(["200 200", "200 200", "200 401 refresh_reused"]);
  expect((await refresh(owners)).status).toBe(401);
  await eventually(
    "a warning",
    () => shop.mailsTo(email),
    (mails) => mails.some(({ subject }) => subject === "We ended one of your sessions"),
  );
});

test("mails one mailbox about five registrations an hour, in any spelling of its address", async () => {
  const box = `victim-${crypto.randomUUID().slice(0, 8)}`;
  const { triesMax } = EXACT_LIMITS.mailbox;
  const statuses: number[] = [];
  for (let i = 0; i < 3 * triesMax; i += 1) {
    const body = { email: `${box}+${i}@example.com`, password: PASSWORD, name: "Eve" };
    statuses.push((await shop.ask("POST", "/v1/auth/register", { body })).status);
  }
  expect(statuses).toEqual([...Array(triesMax).fill(201), ...Array(2 * triesMax).fill(429)]);
  const { token } = await newCustomer(shop);
  const body = { currentPassword: PASSWORD, newEmail: `${box}@example.com` };
  const moved = await shop.ask("POST", "/v1/me/email", { token, body });
  expect([moved.status, moved.body.code]).toEqual([429, "rate_limited"]);
  expect(Number(moved.headers.get("retry-after"))).toBeWithin(3500, 3601);

  // A welcome mail and a link for each account.
  const mails = await eventually(
    "the mails of the accounts",
    () => shop.mailsTo(box),
    (all) => all.length >= 2 * triesMax,
  );
  expect(mails).toHaveLength(2 * triesMax);
});

test("signs the owner in with a new password set by mail when guesses have used up the account's attempts", async () => {
  const { email } = await newCustomer(shop);
  const { triesMax } = EXACT_LIMITS.account;
  for (let i = 0; i < triesMax; i += 1)
    expect((await login(email, `guess number ${i}`)).status).toBe(401);
  const shut = await login(email, PASSWORD);
  expect([shut.status, shut.body.code]).toEqual([429, "rate_limited"]);
  expect((await resetByMail(shop, email, NEW_PASSWORD)).status).toBe(204);
  const { status, body } = await login(email, NEW_PASSWORD);
  expect([status, body.user?.email]).toEqual([200, email]);
});

test("counts registrations of a taken address apart from its owner's sign-ins", async () => {
  const { email } = await newCustomer(shop);
  const body = { email, password: PASSWORD, name: "Eve" };
  for (let i = 0; i < EXACT_LIMITS.account.triesMax; i += 1)
    expect([409, 429]).toContain((await shop.ask("POST", "/v1/auth/register", { body })).status);
  expect((await login(email, PASSWORD)).status).toBe(200);
});

test("gives a role to an account only when its address is verified", async () => {
  const { email, userId } = await newCustomer(shop);
  const give = (roles: string[]) =>
    shop.ask("PATCH", `/v1/admin/staff/${userId}`, { token: admin.token, body: { roles } });
  const orders = async () => {
    const { token } = await signIn(shop, email, PASSWORD);
    return (await shop.ask("GET", "/v1/admin/orders?limit=1", { token })).status;
  };
  const refused = await give(["staff"]);
  expect([refused.status, refused.body.code]).toEqual([409, "email_unverified"]);
  expect(await orders()).toBe(403);
  await verifyAddress(users, userId);
  expect((await give(["staff"])).status).toBe(200);
  expect(await orders()).toBe(200);
});

test("audits and mails an export, and requires a sign-in within the last hour", async () => {
  const { email, userId, token } = await newCustomer(shop);
  const exported = await shop.ask("GET", "/v1/me/export", { token });
  expect([exported.status, exported.text.includes(email)]).toEqual([200, true]);
  const audit = await shop.ask("GET", `/v1/admin/audit?actor=${userId}`, { token: admin.token });
  expect(audit.body.data.map(({ act }: { act: string }) => act)).toContain("account.exported");
  await eventually(
    "a mail about the export",
    () => shop.mailsTo(email),
    (mails) => mails.some(({ subject }) => subject === "Your personal data was downloaded"),
  );

  await users.write.run(
    sql`update sessions set created_at = created_at - 3600000 where user_id = ${userId}`,
  );
  const later = await shop.ask("GET", "/v1/me/export", { token });
  expect([later.status, later.body.code]).toEqual([401, "step_up_required"]);
});
