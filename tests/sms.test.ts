import { afterAll, beforeAll, expect, test } from "bun:test";
import { ADDRESS, type Buying, buying } from "./buying";
import { type ProcessShop, startProcessShop } from "./process-shop";
import { eventually, type Json } from "./system";

const BOOT_MS = 120_000;

let shop: ProcessShop;
let buy: Buying;
let variantId: string;
beforeAll(async () => {
  shop = await startProcessShop();
  const staff = { email: "staff@bodega.test", password: "corner-shop-2026" };
  const { body } = await shop.ask("POST", "/v1/auth/login", { body: staff });
  buy = buying(shop, body.accessToken);
  variantId = (await buy.variants())[0]?.id;
  await buy.setStock(variantId, 100);
}, BOOT_MS);
afterAll(() => shop?.stop());

const smsTo = async (phone: string): Promise<Json[]> =>
  (await shop.books("twilio")).messages.filter(
    ({ to, direction }: Json) => to === phone && direction !== "inbound",
  );

/** Places an order of a guest who agrees to SMS to a phone. */
const orderWithSms = async (phone: string) => {
  const cart = await buy.readyCart(variantId, `sms${phone.slice(-6)}@example.com`);
  const agreed = await shop.ask("PATCH", `/v1/carts/${cart.id}`, {
    body: { sms: true, shippingAddress: { ...ADDRESS, phone } },
  });
  expect([agreed.status, agreed.body.sms]).toEqual([200, true]);
  const { status, body } = await buy.place(agreed.body);
  expect([status, body.sms]).toEqual([201, true]);
  return body;
};

test("sends a guest who agrees one SMS beside the mail, also when Twilio's answer is lost and the queue repeats", async () => {
  const phone = "+491701230001";
  await shop.faults("twilio", [
    { kind: "apply-then-drop", rate: 1, times: 1, match: { method: "POST" } },
  ]);
  await shop.faults("qstash", [{ kind: "duplicate", rate: 1 }]);
  const order = await orderWithSms(phone);
  const [sent] = await eventually(
    "the SMS",
    () => smsTo(phone),
    (seen) => seen.length > 0,
  );
  expect(sent.body).toContain(`your order ${order.number} is confirmed`);
  const email = `sms${phone.slice(-6)}@example.com`;
  await eventually(
    "the mail",
    () => shop.mailsTo(email),
    (mails) => mails.length === 1,
  );
  await Promise.all([shop.heal("twilio"), shop.heal("qstash")]);
  expect(await smsTo(phone)).toHaveLength(1);
});

test("sends no SMS to a buyer who has not agreed", async () => {
  const email = "silent@example.com";
  await buy.place(await buy.readyCart(variantId, email));
  await eventually(
    "the mail",
    () => shop.mailsTo(email),
    (mails) => mails.length === 1,
  );
  const { messages } = await shop.books("twilio");
  expect(messages.filter(({ direction }: Json) => direction !== "inbound")).toHaveLength(1);
});

test("ends the SMS to a phone whose owner writes STOP", async () => {
  const phone = "+491701230002";
  await orderWithSms(phone);
  await eventually(
    "the SMS",
    () => smsTo(phone),
    (seen) => seen.length === 1,
  );
  await fetch(`${shop.clouds.urls.twilio}/_dev/inbound`, {
    method: "POST",
    body: JSON.stringify({ from: phone, body: "STOP" }),
  });
  const delivered = async (): Promise<Json[]> =>
    (await shop.books("twilio")).webhookDeliveries.filter(({ type }: Json) => type === "received");
  await eventually("STOP", delivered, (seen) => seen[0]?.state === "delivered");
  const email = `sms${phone.slice(-6)}@example.com`;
  await orderWithSms(phone);
  await eventually(
    "both mails",
    () => shop.mailsTo(email),
    (mails) => mails.length === 2,
  );
  expect(await smsTo(phone)).toHaveLength(1);
});
