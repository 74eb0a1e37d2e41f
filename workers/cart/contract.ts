import * as z from "zod";
import { BundleContent, MarketRef, ReturnPolicy } from "#contract/catalog";
import { PaymentCurrency, PaymentMethod } from "#contract/payments";
import { Address, AddressView } from "#kernel/address/address";
import { CountryCode } from "#kernel/address/countries";
import { Email } from "#kernel/address/email";
import type { ServiceRpc } from "#kernel/entrypoint";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";
import { Text, withVisibleCharacter } from "#kernel/text";

export const LINE_QUANTITY_MAX = 999;
export const CART_LINES_MAX = 200;
const PROPERTIES_MAX = 10;
/** Maximum bytes of a line's properties as JSON in UTF-8. */
export const PROPERTIES_BYTES_MAX = 2048;

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
  sms: z
    .boolean()
    .optional()
    .describe(
      "Whether the phone of the shipping address gets SMS about the order. `true` needs a valid phone there.",
    ),
  currency: PaymentCurrency.optional(),
  country: CountryCode.optional(),
});
export type CartPatch = z.infer<typeof CartPatch>;

/** A quantity of 0 removes the line. */
export const LinePatch = z.strictObject({ quantity: z.int().min(0).max(LINE_QUANTITY_MAX) });

/** The body of `POST /v1/orders`. */
export const NewOrder = z.strictObject({
  cartId: Id("cart"),
  expectedTotal: Money.optional(),
  payment: z.strictObject({
    method: PaymentMethod.describe(
      "`card` needs a token. `upi`, `netbanking` and `razorpay` (the buyer chooses there) redirect to Razorpay, if the shop uses it. A method that the shop does not offer is 422 `payment_method_unknown`.",
    ),
    token: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        "The provider's token of a card, or the id of one of the account's saved cards. Required for `card` unless the total is 0.",
      ),
    save: z
      .boolean()
      .optional()
      .describe("Saves the card for later orders. Only for the method `card` of an account."),
    // The return URL is normalised, because providers and browsers parse unusual forms such as
    // `http://a\@b` differently.
    returnUrl: z
      .url({ protocol: /^https?$/, normalize: true })
      .max(500)
      .optional()
      .describe(
        "The page to which the bank sends the buyer back, with `order=<id>` added to its query. A guest's page gets `#token=<accessToken>`; a fragment of yours is replaced. Without it, the shop's `STOREFRONT_URL`.",
      ),
  }),
});
export type NewOrder = z.infer<typeof NewOrder>;

/** A change or problem to show to the shopper. The cart lists the messages of its lines, too. */
export const CartMessage = z.strictObject({
  code: z.string(),
  severity: z.enum(["info", "warning", "error"]),
  content: z.string(),
  /** JSON pointer to the cart's field that the message is about. */
  path: z.string(),
  /** The units that can be bought, only for `insufficient_stock` and `buyer_limit_reached`. */
  available: z.int().exactOptional(),
});
export type CartMessage = z.infer<typeof CartMessage>;

/** A line of a cart with its prices. */
export const CartLine = z.strictObject({
  id: Id("line"),
  variantId: Id("variant"),
  productId: Id("product"),
  slug: z.string(),
  title: z.string(),
  sku: z.string().nullable(),
  image: z.string().nullable(),
  options: z.record(z.string(), z.string()),
  properties: z.record(z.string(), z.string()),
  quantity: z.int(),
  unitPrice: Money,
  subtotal: Money,
  discount: Money,
  tax: Money,
  total: Money,
  backordered: z
    .int()
    .exactOptional()
    .describe("Units that were not in stock when the line was priced, and are delivered later."),
  preorder: z
    .strictObject({ availableFrom: z.iso.datetime() })
    .exactOptional()
    .describe("The release of a variant that is sold before it."),
  parts: z
    .array(BundleContent)
    .exactOptional()
    .describe(
      "What a bundle contains. Its stock is that of its parts. Missing for all other lines.",
    ),
  requiresShipping: z
    .literal(false)
    .exactOptional()
    .describe("False for digital goods, which need no shipping; missing for all others."),
  available: z.boolean(),
  returnPolicy: ReturnPolicy.exactOptional().describe(
    "Of the product. Missing if the product is no longer sold, and in orders of earlier releases, whose lines can be returned in the shop's window.",
  ),
  messages: z.array(CartMessage),
});
export type CartLine = z.infer<typeof CartLine>;

export const Totals = z
  .strictObject({
    subtotal: Money,
    discount: Money,
    shipping: Money,
    /** Tax on lines and shipping. */
    tax: Money,
    /** The part of `tax` on shipping. */
    shippingTax: Money.exactOptional(),
    total: Money,
    /** Whether the other amounts include `tax`. */
    taxIncluded: z.boolean(),
  })
  .meta({ id: "Totals" });
export type Totals = z.infer<typeof Totals>;

export const ShippingOption = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    price: Money,
    pickup: AddressView.exactOptional().describe(
      "Where the buyer collects the order, which then needs no shipping address; `name` is that of the place. Missing if the order is delivered.",
    ),
  })
  .meta({ id: "ShippingOption" });
export type ShippingOption = z.infer<typeof ShippingOption>;

export const Discount = z
  .strictObject({
    code: z.string().nullable(),
    title: z.string(),
    amount: Money,
    automatic: z.boolean(),
  })
  .meta({ id: "Discount" });
export type Discount = z.infer<typeof Discount>;

export const Cart = z
  .strictObject({
    id: Id("cart"),
    version: z.int(),
    status: z.enum(["open", "placing", "completed"]),
    currency: z.string(),
    country: z.string(),
    market: MarketRef.exactOptional().describe("The market whose prices its lines have."),
    email: z.string().nullable(),
    note: z.string().nullable(),
    sms: z
      .boolean()
      .describe("Whether the buyer agrees to SMS, and the shipping address has a valid phone."),
    shippingAddress: AddressView.nullable(),
    billingAddress: AddressView.nullable(),
    shippingOption: ShippingOption.nullable(),
    lines: z.array(CartLine),
    discounts: z.array(Discount),
    totals: Totals,
    messages: z.array(CartMessage),
    expiresAt: z.iso.datetime(),
    orderId: Id("order").exactOptional(),
  })
  .meta({ id: "Cart" });
export type Cart = z.infer<typeof Cart>;

/**
 * The RPC methods of the cart Worker. Only the gateway calls them; the orders Worker reaches carts by
 * events.
 */
export type CartRpc = ServiceRpc;
