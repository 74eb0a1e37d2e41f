import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { newCustomer, PASSWORD, signIn } from "./principals";
import { resetLinksTo, resetLinkTo } from "./reset-links";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "./shop";

/** S-RESET: what a link for a new password can do, and for whom. */
setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
beforeAll(async () => {
  shop = await startServed();
}, BOOT_MS);
afterAll(() => shop?.stop());

const login = (email: string, password: string) =>
  shop.ask("POST", "/v1/auth/login", { body: { email, password } });

describe("S-RESET", () => {
  const forgot = (email: string, headers: Record<string, string> = {}) =>
    shop.ask("POST", "/v1/auth/password/forgot", { body: { email }, headers });
  const reset = (token: string, password: string) =>
    shop.ask("POST", "/v1/auth/password/reset", { body: { token, password } });

  const linksTo = (email: string) => resetLinksTo(shop, email);
  const linkTo = (email: string, count = 1) => resetLinkTo(shop, email, count);
  const tokenOf = (link: URL) => link.searchParams.get("token") ?? "";

  test("sets a new password once, and ends every session", async () => {
    const { email, refreshToken } = await newCustomer(shop);
    expect((await forgot(email)).status).toBe(202);
    const token = tokenOf(await linkTo(email));
    expect((await reset(token, "nine lanterns by the door")).status).toBe(204);
    expect((await login(email, "nine lanterns by the door")).status).toBe(200);
    expect((await login(email, PASSWORD)).status).toBe(401);
    const goesOn = await shop.ask("POST", "/v1/auth/refresh", { body: { refreshToken } });
    expect(goesOn.status).toBe(401);
    const again = await reset(token, "ten lanterns by the door");
    expect([again.status, again.body.code]).toEqual([400, "token_invalid"]);
  });

  test("refuses an older link when there is a newer one", async () => {
    const { email } = await newCustomer(shop);
    await forgot(email);
    const older = tokenOf(await linkTo(email));
    await forgot(email);
    const newer = tokenOf(await linkTo(email, 2));
    expect(newer).not.toBe(older);
    expect((await reset(older, "nine lanterns by the door")).status).toBe(400);
    expect((await reset(newer, "nine lanterns by the door")).status).toBe(204);
  });

  test("accepts one use of a link when it is used ten times at once", async () => {
    const { email } = await newCustomer(shop);
    await forgot(email);
    const token = tokenOf(await linkTo(email));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => reset(token, `lantern number ${i} by the door`)),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });

  test("links to the configured storefront, whatever a request's headers say", async () => {
    const { email } = await newCustomer(shop);
    const poison = "evil.example";
    await forgot(email, {
      "x-forwarded-host": poison,
      forwarded: `host=${poison}`,
      origin: `https://${poison}`,
      referer: `https://${poison}/`,
      "x-original-host": poison,
    });
    const link = await linkTo(email);
    expect(link.origin).toBe(new URL(shop.variables.STOREFRONT_URL ?? "").origin);
    expect(tokenOf(link).length).toBeGreaterThanOrEqual(43);
  });

  test("mails a mailbox three links when twenty are requested at once", async () => {
    const { email } = await newCustomer(shop);
    const answers = await Promise.all(Array.from({ length: 20 }, () => forgot(email)));
    // Beyond the mailbox's limit the answer is the same: a refusal would disclose requests of
    // others.
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    await linkTo(email);
    expect((await linksTo(email)).length).toBeLessThanOrEqual(3);
  });

  test("refuses guessed tokens", async () => {
    for (let i = 0; i < 50; i += 1) {
      const guess = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
      expect((await reset(guess, "nine lanterns by the door")).status).toBe(400);
    }
  });

  test("requires a sign-in with the new password, because the link signs no one in", async () => {
    const { email } = await newCustomer(shop);
    await forgot(email);
    const answer = await reset(tokenOf(await linkTo(email)), "nine lanterns by the door");
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect((await signIn(shop, email, "nine lanterns by the door")).token).toBeTruthy();
  });
});
