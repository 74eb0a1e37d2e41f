import { isOrderSms } from "#contract/notifications";
import type { MailedOrder, OrdersRpc } from "#contract/orders";
import type { Settings } from "#contract/settings";
import type { ChallengeMail, UsersRpc } from "#contract/users";
import { phoneIn } from "#kernel/address/phone";
import { currentTrace } from "#kernel/call";
import type { ReadOrder } from "#workers/notifications/mail-content.service";
import type { About } from "#workers/notifications/message.rules";
import { codeText, orderText, resetText, welcomeText } from "./sms-texts.rules";

interface Dependencies {
  users: Pick<UsersRpc, "contact" | "challengeMail">;
  orders: Pick<OrdersRpc, "orderForMail">;
  settings(): Promise<Settings>;
}

/** An SMS without its marker. Null without a consent, or if there is nothing to say any more. */
export type AddressedSms = { to: string; text: string } | null;

const CHALLENGE_TEXTS: Partial<
  Record<About["kind"], (challenge: ChallengeMail, shopName: string) => string>
> = {
  "sign-in-code-sms": codeText,
  "reset-password-sms": (_, shopName) => resetText(shopName),
};

/** Renders SMS from their objects and consents as they are now. */
export const smsContentService = ({ users, orders, settings }: Dependencies) => {
  /** Returns the phone of the order's own consent, else that of its account's. */
  const phoneOf = async ({ sms, shippingAddress, customerId }: MailedOrder) => {
    if (sms && shippingAddress?.phone)
      return phoneIn(shippingAddress.phone, shippingAddress.country);
    if (customerId === null) return null;
    const contact = await users.contact(customerId, currentTrace());
    return contact?.smsPhone ?? null;
  };

  const ofOrder = async ({ kind, subject, orderId }: About, readOrder?: ReadOrder) => {
    if (!isOrderSms(kind)) return null;
    const read = readOrder ?? (() => orders.orderForMail(orderId ?? subject, currentTrace()));
    const order = await read();
    const to = order && (await phoneOf(order));
    return order && to ? { to, text: orderText(kind, order, (await settings()).shopName) } : null;
  };

  const ofChallenge = async ({ kind, subject }: About) => {
    const challenge = await users.challengeMail(subject, currentTrace());
    const text = CHALLENGE_TEXTS[kind];
    const to = challenge?.smsPhone;
    return challenge && text && to
      ? { to, text: text(challenge, (await settings()).shopName) }
      : null;
  };

  const welcome = async ({ userId }: About) => {
    const contact = userId === null ? null : await users.contact(userId, currentTrace());
    const to = contact?.smsPhone;
    return to ? { to, text: welcomeText((await settings()).shopName) } : null;
  };

  return (about: About, readOrder?: ReadOrder): Promise<AddressedSms> => {
    if (isOrderSms(about.kind)) return ofOrder(about, readOrder);
    return about.kind === "welcome-sms" ? welcome(about) : ofChallenge(about);
  };
};
export type SmsContentService = ReturnType<typeof smsContentService>;
