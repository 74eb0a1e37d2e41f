import type { MessageKind } from "#contract/notifications";
import type { OrdersRpc } from "#contract/orders";
import type { UsersRpc } from "#contract/users";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { log } from "#kernel/log";
import type { Mailer } from "./mail.port";
import {
  emailChangeConfirmMail,
  emailChangedMail,
  emailChangeNoticeMail,
  resetPasswordMail,
  signInCodeMail,
  verifyEmailMail,
} from "./mails/challenge.mail";
import type { Content } from "./mails/content.rules";
import { orderConfirmedMail } from "./mails/order-confirmed.mail";
import {
  accountDisabledMail,
  accountEnabledMail,
  accountErasedMail,
  dataExportedMail,
  passwordChangedMail,
  rolesChangedMail,
  secondFactorsChangedMail,
  sessionReusedMail,
} from "./mails/security.mail";
import { welcomeMail } from "./mails/welcome.mail";
import type { MessagesStore } from "./messages.store";

/**
 * Four hours less than Resend keeps a key, counted from the first try whose outcome is unknown. After it,
 * a message in doubt could go out a second time.
 */
const DOUBT_MS = 20 * 60 * 60 * 1000;

/** Longer than any event can still come: until then the row keeps a mail from going out twice. */
const ENDED_KEPT_MS = 35 * 24 * 60 * 60 * 1000;

interface Tools {
  store: MessagesStore;
  mailer: Mailer;
  users: Pick<UsersRpc, "contact" | "challengeMail" | "farewell" | "farewellSaid">;
  orders: Pick<OrdersRpc, "order">;
  clock: Clock;
  storefrontUrl: string;
}

/** What is to be said to whom; null when there is nobody any more. */
type Letter = (Content & { to: string }) | null;

interface Occasion {
  kind: MessageKind;
  subject: string;
  /** Whose account it is about; null when all that is known is an order. */
  userId: string | null;
  /** The event that asks for the message. */
  eventId: string;
  write(): Promise<Letter>;
}

/** The letters about a link or a code, and to which of its two addresses each goes. */
const CHALLENGE_LETTERS = {
  "verify-email": { write: verifyEmailMail, to: "email" },
  "reset-password": { write: resetPasswordMail, to: "email" },
  "email-change-confirm": { write: emailChangeConfirmMail, to: "email" },
  "email-change-notice": { write: emailChangeNoticeMail, to: "formerEmail" },
  "email-changed": { write: emailChangedMail, to: "email" },
  "email-changed-notice": { write: emailChangedMail, to: "formerEmail" },
  "sign-in-code": { write: signInCodeMail, to: "email" },
} as const;
type ChallengeLetter = keyof typeof CHALLENGE_LETTERS;

/** The letters that tell an owner what has happened to the account. */
const SECURITY_LETTERS = {
  "password-changed": passwordChangedMail,
  "session-reused": sessionReusedMail,
  "second-factors-changed": secondFactorsChangedMail,
  "account-disabled": accountDisabledMail,
  "account-enabled": accountEnabledMail,
  "roles-changed": rolesChangedMail,
  "data-exported": dataExportedMail,
} as const;
type SecurityLetter = keyof typeof SECURITY_LETTERS;

/** The shop's messages. Each goes out once, however often and however late its event comes. */
export const messagesService = (tools: Tools) => {
  const { store, mailer, users, orders, clock, storefrontUrl } = tools;

  /** Nobody is left to write to where somebody was erased: that needs no person to look at it. */
  const park = (messageId: string, reason: string, eventId: string) => {
    if (reason !== "no_recipient") log.error("message.parked", { messageId, reason });
    return store.end(messageId, { state: "parked", reason }, eventId, clock.now());
  };

  const deliver = async (occasion: Occasion): Promise<void> => {
    const { kind, subject, userId, eventId, write } = occasion;
    const nowMs = clock.now();
    const attempt = await store.begin(
      { id: newId("message", nowMs), kind, subject, userId },
      nowMs,
    );
    const { id, state, doubtSince } = attempt;
    if (state !== "pending") return;
    if (nowMs - (doubtSince ?? nowMs) >= DOUBT_MS) return park(id, "in_doubt", eventId);
    const letter = await write();
    if (!letter) return park(id, "no_recipient", eventId);
    const taken = await mailer.send({ ...letter, kind, key: `mail:${id}` });
    if (taken.ok)
      return store.end(id, { state: "sent", providerRef: taken.value }, eventId, clock.now());
    const { reason, final } = taken.refusal;
    if (final) return park(id, reason, eventId);
    await store.refused(attempt, nowMs);
    throw new DependencyError("resend", new Error(reason));
  };

  return {
    welcome: (userId: string, eventId: string) =>
      deliver({
        kind: "welcome",
        subject: userId,
        userId,
        eventId,
        async write() {
          const contact = await users.contact(userId, currentTrace());
          if (!contact) return null;
          return { to: contact.email, ...welcomeMail(storefrontUrl) };
        },
      }),

    /** Writes to whom a link or a code is for. Nobody, once it is used or over: the message is not needed any more. */
    challenge: (
      kind: ChallengeLetter,
      { challengeId, userId }: { challengeId: string; userId: string },
      eventId: string,
    ) =>
      deliver({
        kind,
        subject: challengeId,
        userId,
        // Two letters may come of one event; each has its own receipt.
        eventId: `${eventId}#${kind}`,
        async write() {
          const mail = await users.challengeMail(challengeId, currentTrace());
          const { write, to } = CHALLENGE_LETTERS[kind];
          const address = mail?.[to];
          return mail && address ? { to: address, ...write(mail, storefrontUrl) } : null;
        },
      }),

    /** Tells an owner what has happened to the account; each event by itself. */
    security: (kind: SecurityLetter, userId: string, eventId: string) =>
      deliver({
        kind,
        subject: eventId,
        userId,
        eventId,
        async write() {
          const contact = await users.contact(userId, currentTrace());
          if (!contact) return null;
          return { to: contact.email, ...SECURITY_LETTERS[kind](contact, storefrontUrl) };
        },
      }),

    /** Tells whoever had an account that it is gone, and has their address forgotten. */
    async farewell(userId: string, eventId: string) {
      await deliver({
        kind: "account-erased",
        subject: userId,
        userId,
        eventId,
        async write() {
          const farewell = await users.farewell(userId, currentTrace());
          return farewell && { to: farewell.email, ...accountErasedMail(storefrontUrl) };
        },
      });
      await users.farewellSaid(userId, currentTrace());
    },

    orderConfirmed: (orderId: string, eventId: string) =>
      deliver({
        kind: "order-confirmed",
        subject: orderId,
        userId: null,
        eventId,
        async write() {
          const order = await orders.order(orderId, currentTrace());
          // Whoever was erased since has left no address.
          if (!order?.email) return null;
          return { to: order.email, ...orderConfirmedMail({ order, storefrontUrl }) };
        },
      }),

    /**
     * Parks what has been in doubt for most of a day: it may have gone out, so a person decides. Deletes
     * old messages and receipts.
     */
    async sweep() {
      const nowMs = clock.now();
      const parked = await store.parkDoubted(nowMs - DOUBT_MS, "in_doubt", nowMs);
      for (const messageId of parked)
        log.error("message.parked", { messageId, reason: "in_doubt" });
      return {
        parked: parked.length,
        messagesPruned: await store.pruneEnded(nowMs - ENDED_KEPT_MS),
        receiptsPruned: await store.pruneReceipts(nowMs),
      };
    },
  };
};
export type MessagesService = ReturnType<typeof messagesService>;
