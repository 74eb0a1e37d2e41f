import { z } from "zod";
import { PaymentCurrency, PaymentMethod } from "#contract/payments";
import { Address } from "#kernel/address/address";
import { Email } from "#kernel/address/email";
import { CountryCode } from "#kernel/address/postal";
import type { ServiceRpc } from "#kernel/entrypoint";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";
import { withVisibleCharacter } from "#kernel/text";

export const LINE_QUANTITY_MAX = 999;
export const CART_LINES_MAX = 200;
const PROPERTIES_MAX = 10;
/** Bytes of a line's properties as JSON in UTF-8. */
export const PROPERTIES_BYTES_MAX = 2048;

const Text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.isWellFormed() && !text.includes("\u0000"), "must be well-formed text");

/** Free text of a line, such as an engraving. The same variant with other properties is another line. */
export const LineProperties = z
  .record(withVisibleCharacter(Text(40).min(1)), Text(200))
  .refine(
    (all) => Object.keys(all).length <= PROPERTIES_MAX,
    `holds at most ${PROPERTIES_MAX} properties`,
  )
  .refine(
    (all) => new TextEncoder().encode(JSON.stringify(all)).length <= PROPERTIES_BYTES_MAX,
    `holds at most ${PROPERTIES_BYTES_MAX} bytes of JSON`,
  );

export const NewLine = z.strictObject({
  variantId: Id("variant"),
  quantity: z.int().min(1).max(LINE_QUANTITY_MAX),
  properties: LineProperties.optional(),
});
export type NewLine = z.infer<typeof NewLine>;

export const NewCart = z.strictObject({
  currency: PaymentCurrency.optional(),
  country: CountryCode.optional(),
  lines: z.array(NewLine).max(CART_LINES_MAX).optional(),
});
export type NewCart = z.infer<typeof NewCart>;

export const CartPatch = z.strictObject({
  email: Email.nullable().optional(),
  shippingAddress: Address.nullable().optional(),
  billingAddress: Address.nullable().optional(),
  shippingOptionId: z.string().max(60).nullable().optional(),
  note: Text(1000).nullable().optional(),
  currency: PaymentCurrency.optional(),
  country: CountryCode.optional(),
});
export type CartPatch = z.infer<typeof CartPatch>;

/** 0 removes the line. */
export const LinePatch = z.strictObject({ quantity: z.int().min(0).max(LINE_QUANTITY_MAX) });

/** The body of `POST /v1/orders`. */
export const NewOrder = z.strictObject({
  cartId: Id("cart"),
  expectedTotal: Money.optional(),
  payment: z.strictObject({
    method: PaymentMethod,
    token: z.string().min(1).max(200).optional(),
    // Normalised, because providers and browsers parse unusual forms such as `http://a\@b` differently.
    returnUrl: z
      .url({ protocol: /^https?$/, normalize: true })
      .max(500)
      .optional(),
  }),
});
export type NewOrder = z.infer<typeof NewOrder>;

/** A change or problem to show to the shopper. The cart lists the messages of its lines, too. */
export interface CartMessage {
  code: string;
  severity: "info" | "warning" | "error";
  content: string;
  /** JSON pointer into the cart. */
  path: string;
  /** Units in stock; only set for `insufficient_stock`. */
  available?: number;
}

export interface CartLine {
  id: string;
  variantId: string;
  productId: string;
  slug: string;
  title: string;
  sku: string | null;
  image: string | null;
  options: Record<string, string>;
  properties: Record<string, string>;
  quantity: number;
  unitPrice: Money;
  subtotal: Money;
  discount: Money;
  tax: Money;
  total: Money;
  available: boolean;
  messages: CartMessage[];
}

export interface Totals {
  subtotal: Money;
  discount: Money;
  shipping: Money;
  /** Tax on lines and shipping. */
  tax: Money;
  /** The part of `tax` on shipping. */
  shippingTax?: Money;
  total: Money;
  /** Whether the other amounts include `tax`. */
  taxIncluded: boolean;
}

export interface ShippingOption {
  id: string;
  title: string;
  price: Money;
}

export interface Discount {
  code: string | null;
  title: string;
  amount: Money;
  automatic: boolean;
}

export interface Cart {
  id: string;
  version: number;
  status: "open" | "placing" | "completed";
  currency: string;
  country: string;
  email: string | null;
  note: string | null;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  shippingOption: ShippingOption | null;
  lines: CartLine[];
  discounts: Discount[];
  totals: Totals;
  messages: CartMessage[];
  expiresAt: string;
  orderId?: string;
}

/** Only the gateway calls the cart over RPC; orders reach it by events. */
export type CartRpc = ServiceRpc;
