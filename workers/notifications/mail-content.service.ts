import type { CatalogRpc } from "#contract/catalog";
import { isChallengeMail, isOrderMail, isSecurityMail } from "#contract/notifications";
import type { MailedOrder, OrdersRpc } from "#contract/orders";
import type { UsersRpc } from "#contract/users";
import { currentTrace } from "#kernel/call";
import type { AddressedMail } from "./mail.port";
import { CHALLENGE_MAILS, SECURITY_MAILS } from "./mails/account-mails.mail";
import { backInStockMail } from "./mails/back-in-stock.mail";
import { ORDER_MAILS } from "./mails/order-mails.mail";
import { accountErasedMail } from "./mails/security.mail";
import { welcomeMail } from "./mails/welcome.mail";
import type { About } from "./message.rules";
import type { ShopMailService } from "./shop-mail.service";

interface Dependencies {
  users: Pick<UsersRpc, "contact" | "challengeMail" | "erasureNotice">;
  orders: Pick<OrdersRpc, "orderForMail">;
  catalog: Pick<CatalogRpc, "stockAlertMail">;
  shopMail: ShopMailService;
}

/** Reads the order of a message. A handler passes one that several messages share. */
export type ReadOrder = () => Promise<MailedOrder | null>;

/**
 * Renders mails from their objects as they are now, so events may arrive late and out of order, and staff may
 * have a mail sent again.
 */
export const mailContentService = ({ users, orders, catalog, shopMail }: Dependencies) => {
  const ofOrder = async (about: About, readOrder?: ReadOrder): Promise<AddressedMail> => {
    const { kind, subject } = about;
    if (!isOrderMail(kind)) return null;
    // Messages of earlier releases name their order as subject only.
    const orderId = about.orderId ?? subject;
    const read = readOrder ?? (() => orders.orderForMail(orderId, currentTrace()));
    const order = await read();
    // The order of an erased account has no address.
    if (!order?.email) return null;
    return shopMail(order.email, (shop) => ORDER_MAILS[kind]({ order, shop }, about));
  };

  const ofChallenge = async ({ kind, subject }: About): Promise<AddressedMail> => {
    if (!isChallengeMail(kind)) return null;
    const mail = await users.challengeMail(subject, currentTrace());
    const { render, to } = CHALLENGE_MAILS[kind];
    const address = mail?.[to];
    return mail && address ? shopMail(address, (shop) => render(mail, shop)) : null;
  };

  const ofAccount = async ({ kind, userId }: About): Promise<AddressedMail> => {
    if (userId === null) return null;
    if (kind === "account-erased") {
      const recipient = await users.erasureNotice(userId, currentTrace());
      return recipient && shopMail(recipient.email, accountErasedMail);
    }
    const contact = await users.contact(userId, currentTrace());
    if (!contact) return null;
    if (kind === "welcome") return shopMail(contact.email, welcomeMail);
    if (!isSecurityMail(kind)) return null;
    return shopMail(contact.email, (shop) => SECURITY_MAILS[kind](contact, shop));
  };

  const ofAlert = async ({ subject }: About): Promise<AddressedMail> => {
    const alert = await catalog.stockAlertMail(subject, currentTrace());
    return alert && shopMail(alert.email, (shop) => backInStockMail(alert, shop));
  };

  return (about: About, readOrder?: ReadOrder): Promise<AddressedMail> => {
    if (about.kind === "back-in-stock") return ofAlert(about);
    if (isOrderMail(about.kind)) return ofOrder(about, readOrder);
    return isChallengeMail(about.kind) ? ofChallenge(about) : ofAccount(about);
  };
};
export type MailContentService = ReturnType<typeof mailContentService>;
