import { describe, expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { orderOf, shopAt } from "#workers/notifications/order.testing";
import { STOREFRONT_URL } from "#workers/notifications/testing";
import { orderConfirmedMail } from "./order-confirmed.mail";

const mailOf = (changes: Parameters<typeof orderOf>[0] = {}) =>
  orderConfirmedMail({ order: orderOf(changes), shop: shopAt(STOREFRONT_URL) });

/** Returns the visible text of HTML. */
const visibleText = (html: string) =>
  html
    .replace(/<(style|title)[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&nbsp;", " ")
    .replace(/\s+/g, " ");

const FACTS = [
  "Thank you for your order.",
  "ORD-0000000042 · November 22, 2026",
  "Linen shirt",
  "Size: M · Colour: Sand · Engraving: A.L.",
  "2 × €49.00",
  "€98.00",
  "Olive soap",
  "1 × €6.50",
  "Subtotal",
  "€104.50",
  "Discount (Spring)",
  "-€9.80",
  "Shipping (Standard)",
  "€4.90",
  "€99.60",
  "Including tax of €15.90",
  "Ada Lovelace",
  "12 St James's Square",
  "SW1Y 4JH London",
  "United Kingdom",
  "Analytical Engines Ltd",
  "2nd floor",
];

test.each(FACTS)("shows in HTML and in text: %s", (fact) => {
  const { html, text } = mailOf();
  expect(visibleText(html)).toContain(fact);
  expect(text).toContain(fact);
});

test("shows figures that add up to the total", () => {
  const { text } = mailOf();
  const centsOf = (label: string) => {
    const [, sign, figure] = new RegExp(`^${label}.*: (-?)€([\\d.]+)$`, "m").exec(text) ?? [];
    return Math.round(Number(figure) * 100) * (sign === "-" ? -1 : 1);
  };
  expect(centsOf("Subtotal") + centsOf("Discount") + centsOf("Shipping")).toBe(centsOf("Total"));
});

test("lists tax as a figure when it is added to the prices", () => {
  const { totals } = orderOf();
  const { text } = mailOf({
    totals: { ...totals, taxIncluded: false, total: money(11550, "EUR") },
  });
  expect(text).toContain("Tax: €15.90");
  expect(text).not.toContain("Including tax");
});

test("shows the buyer's note only when there is one", () => {
  const { html, text } = mailOf({ note: "Please ring twice\n<b>at the back</b>" });
  expect(text).toContain("Your note\nPlease ring twice\n<b>at the back</b>");
  expect(html).toContain("Please ring twice<br>&lt;b&gt;at the back&lt;/b&gt;<br>");
  for (const nothing of [null, " \n "]) {
    const without = mailOf({ note: nothing });
    expect(without.text + without.html).not.toContain("Your note");
  }
});

test("shows what a bundle contains", () => {
  const [line] = orderOf().lines;
  if (!line) throw new Error("the order has lines");
  const part = { variantId: newId("variant"), sku: null };
  const parts = [
    { ...part, title: "Pot <small>", quantity: 1 },
    { ...part, title: "Cup", quantity: 4 },
  ];
  const { html, text } = mailOf({ lines: [{ ...line, options: {}, properties: {}, parts }] });
  expect(text).toContain("1 × Pot <small> · 4 × Cup");
  expect(html).toContain("1 × Pot &lt;small&gt; · 4 × Cup");
});

test("leaves out a discount of zero, and formats money with the decimals of its currency", () => {
  const { totals } = orderOf();
  const yen = money(1200, "JPY");
  const { text } = mailOf({
    totals: { ...totals, discount: money(0, "JPY"), total: yen },
    discounts: [],
  });
  expect(text).not.toContain("Discount");
  expect(text).toContain("Total: ¥1,200");
});

describe("text from buyers and staff", () => {
  const nasty = `</td><script>alert("1")</script>&amp;<img src=x onerror=alert(1)>`;
  const [line] = orderOf().lines;
  if (!line) throw new Error("the order has lines");

  test("does not become markup", () => {
    const { billingAddress, shippingOption } = orderOf();
    const { html } = mailOf({
      lines: [
        { ...line, title: nasty, options: { [nasty]: nasty }, properties: { [nasty]: nasty } },
      ],
      shippingAddress: { ...billingAddress, name: nasty, line2: nasty },
      shippingOption: shippingOption && { ...shippingOption, title: nasty },
      discounts: [{ code: null, title: nasty, amount: money(980, "EUR"), automatic: true }],
    });
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<img src=x");
    expect(html.match(/&lt;script&gt;/g)?.length).toBeGreaterThanOrEqual(8);
    expect(html).toContain("&amp;amp;");
  });

  test("becomes an image only with an https address, and cannot leave the attribute", () => {
    const withImage = (image: string) => mailOf({ lines: [{ ...line, image }] }).html;
    expect(withImage("javascript:alert(1)")).not.toContain("<img");
    expect(withImage("http://images.test/a.jpg")).not.toContain("<img");
    expect(withImage('https://images.test/"onload="alert(1)')).not.toContain('"onload=');
  });

  test("leaves a plain tile where an image does not load", () => {
    const { html } = mailOf({ lines: [{ ...line, image: "https://images.test/a.jpg" }] });
    expect(html).toMatch(/<img [^>]*class="tile"[^>]*background:#/);
    expect(html).toContain(".tile { background:");
  });

  test("does not start another header line", () => {
    const { subject } = mailOf({ number: "ORD-1\r\nBcc: everyone@example.test\u2028X: y" });
    expect(subject).toBe("Your order ORD-1 Bcc: everyone@example.test X: y");
  });
});

test("supports dark mode, narrow screens and the preview of an inbox", () => {
  const { html } = mailOf();
  expect(html).toContain("prefers-color-scheme: dark");
  expect(html).toContain("max-width: 600px");
  expect(html).toContain('<meta name="viewport"');
  expect(html).toContain("Total €99.60. We will ship your order soon.");
  expect(html).not.toContain("[object");
  expect(html.length).toBeLessThan(100_000);
});

test("names neither shipping nor an address when all of the order is digital", () => {
  const { text, html } = mailOf({ shippingAddress: null, shippingOption: null });
  expect(text).not.toMatch(/Shipping \(|Delivery|Pick-up|We will ship/);
  expect(html).not.toMatch(/Shipping \(|>Delivery<|>Pick-up<|We will ship/);
  expect(text).toContain("\n\nBilling\n");
});
