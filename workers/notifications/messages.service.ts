import type { UsersRpc } from "#contract/users";
import { currentTrace } from "#kernel/call";
import type { AddressedMail, DeliveryService } from "./delivery.service";
import {
  emailChangeConfirmMail,
  emailChangedMail,
  emailChangeNoticeMail,
  resetPasswordMail,
  signInCodeMail,
  verifyEmailMail,
} from "./mails/challenge.mail";
import {
  accountDisabledMail,
  accountEnabledMail,
  accountErasedMail,
  apiKeyCreatedMail,
  apiKeyRevokedMail,
  dataExportedMail,
  passwordChangedMail,
  rolesChangedMail,
  secondFactorsChangedMail,
  sessionReusedMail,
} from "./mails/security.mail";
import { welcomeMail } from "./mails/welcome.mail";
import type { ShopMailService } from "./shop-mail.service";

interface Dependencies {
  delivery: Pick<DeliveryService, "deliver">;
  users: Pick<UsersRpc, "contact" | "challengeMail" | "erasureNotice" | "erasureNoticeSent">;
  shopMail: ShopMailService;
}

/** Mails about a challenge, and which of its two e-mail addresses receives each. */
const CHALLENGE_MAILS = {
  "verify-email": { render: verifyEmailMail, to: "email" },
  "reset-password": { render: resetPasswordMail, to: "email" },
  "email-change-confirm": { render: emailChangeConfirmMail, to: "email" },
  "email-change-notice": { render: emailChangeNoticeMail, to: "formerEmail" },
  "email-changed": { render: emailChangedMail, to: "email" },
  "email-changed-notice": { render: emailChangedMail, to: "formerEmail" },
  "sign-in-code": { render: signInCodeMail, to: "email" },
} as const;

interface ChallengeMessage {
  kind: keyof typeof CHALLENGE_MAILS;
  challengeId: string;
  userId: string;
  eventId: string;
}

/** Mails about a change of the account. */
const SECURITY_MAILS = {
  "password-changed": passwordChangedMail,
  "session-reused": sessionReusedMail,
  "second-factors-changed": secondFactorsChangedMail,
  "account-disabled": accountDisabledMail,
  "account-enabled": accountEnabledMail,
  "roles-changed": rolesChangedMail,
  "data-exported": dataExportedMail,
  "api-key-created": apiKeyCreatedMail,
  "api-key-revoked": apiKeyRevokedMail,
} as const;

interface SecurityMessage {
  kind: keyof typeof SECURITY_MAILS;
  userId: string;
  eventId: string;
}

/** Sends mails about accounts: decides for each event which mail is sent to which address. */
export const messagesService = ({ delivery, users, shopMail }: Dependencies) => {
  return {
    welcome: (userId: string, eventId: string) =>
      delivery.deliver({
        kind: "welcome",
        subjectId: userId,
        userId,
        eventId,
        async render() {
          const contact = await users.contact(userId, currentTrace());
          return contact && shopMail(contact.email, welcomeMail);
        },
      }),

    /** Sends a link or a code. Parks the message if the challenge is used or expired. */
    challenge: ({ kind, challengeId, userId, eventId }: ChallengeMessage) =>
      delivery.deliver({
        kind,
        subjectId: challengeId,
        userId,
        // One event may cause two mails. Each has its own receipt.
        eventId: `${eventId}#${kind}`,
        async render(): Promise<AddressedMail> {
          const mail = await users.challengeMail(challengeId, currentTrace());
          const { render, to } = CHALLENGE_MAILS[kind];
          const address = mail?.[to];
          return mail && address ? shopMail(address, (shop) => render(mail, shop)) : null;
        },
      }),

    /** Informs an owner about a change of the account. Each event causes its own mail. */
    security: ({ kind, userId, eventId }: SecurityMessage) =>
      delivery.deliver({
        kind,
        subjectId: eventId,
        userId,
        eventId,
        async render() {
          const contact = await users.contact(userId, currentTrace());
          return contact && shopMail(contact.email, (shop) => SECURITY_MAILS[kind](contact, shop));
        },
      }),

    /** Sends the last mail to an erased account, and then lets users delete its address. */
    async erasureNotice(userId: string, eventId: string) {
      await delivery.deliver({
        kind: "account-erased",
        subjectId: userId,
        userId,
        eventId,
        async render() {
          const recipient = await users.erasureNotice(userId, currentTrace());
          return recipient && shopMail(recipient.email, accountErasedMail);
        },
      });
      await users.erasureNoticeSent(userId, currentTrace());
    },
  };
};
export type MessagesService = ReturnType<typeof messagesService>;
