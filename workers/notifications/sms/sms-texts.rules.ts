import type { OrderSmsKind } from "#contract/notifications";
import type { PlacedOrder } from "#contract/orders";
import type { ChallengeMail } from "#contract/users";
import { formatMoney } from "#kernel/money";
import { oneLine } from "#workers/notifications/mails/content.rules";

/** Longer names would make a second SMS of each. */
const SHOP_NAME_CHARS_MAX = 30;

const shopIn = (shopName: string) =>
  Array.from(oneLine(shopName)).slice(0, SHOP_NAME_CHARS_MAX).join("").trim();

/** What an SMS about an order says. It has no link and no personal data, because a phone may have a new owner. */
export const ORDER_TEXTS: Record<OrderSmsKind, (order: PlacedOrder) => string> = {
  "order-confirmed-sms": ({ number, totals }) =>
    `your order ${number} is confirmed. Total ${formatMoney(totals.total)}.`,
  "order-delivered-sms": ({ number }) => `a parcel of your order ${number} was delivered.`,
  "order-cancelled-sms": ({ number }) =>
    `your order ${number} was cancelled. More is in your mail.`,
};

export const orderText = (kind: OrderSmsKind, order: PlacedOrder, shopName: string) =>
  `${shopIn(shopName)}: ${oneLine(ORDER_TEXTS[kind](order))}`;

export const welcomeText = (shopName: string) =>
  `${shopIn(shopName)}: you get SMS about your orders and sign-ins from now on. Reply STOP to end them.`;

export const codeText = ({ secret }: Pick<ChallengeMail, "secret">, shopName: string) =>
  `${secret} is your sign-in code for ${shopIn(shopName)}. Share it with no one.`;

/** Names no link: the mailbox proves who owns the account, and a phone does not. */
export const resetText = (shopName: string) =>
  `${shopIn(shopName)}: a new password was requested for your account. The link is in your mail. If it was not you, do nothing.`;
