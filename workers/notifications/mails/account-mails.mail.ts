import type { ChallengeMailKind, SecurityMailKind } from "#contract/notifications";
import type { ChallengeMail, Contact } from "#contract/users";
import {
  emailChangeConfirmMail,
  emailChangedMail,
  emailChangeNoticeMail,
  resetPasswordMail,
  signInCodeMail,
  verifyEmailMail,
} from "./challenge.mail";
import type { Content } from "./content.rules";
import {
  accountDisabledMail,
  accountEnabledMail,
  apiKeyCreatedMail,
  apiKeyRevokedMail,
  dataExportedMail,
  passwordChangedMail,
  rolesChangedMail,
  secondFactorsChangedMail,
  sessionReusedMail,
  smsChangedMail,
} from "./security.mail";
import type { Shop } from "./shop.rules";

interface OfChallenge {
  render(mail: ChallengeMail, shop: Shop): Content;
  /** Which of the challenge's e-mail addresses receives the mail. */
  to: "email" | "formerEmail";
}

/** Every mail with a link or a code. */
export const CHALLENGE_MAILS: Record<ChallengeMailKind, OfChallenge> = {
  "verify-email": { render: verifyEmailMail, to: "email" },
  "reset-password": { render: resetPasswordMail, to: "email" },
  "email-change-confirm": { render: emailChangeConfirmMail, to: "email" },
  "email-change-notice": { render: emailChangeNoticeMail, to: "formerEmail" },
  "email-changed": { render: emailChangedMail, to: "email" },
  "email-changed-notice": { render: emailChangedMail, to: "formerEmail" },
  "sign-in-code": { render: signInCodeMail, to: "email" },
};

/** Every mail about a change of an account. */
export const SECURITY_MAILS: Record<SecurityMailKind, (contact: Contact, shop: Shop) => Content> = {
  "password-changed": passwordChangedMail,
  "session-reused": sessionReusedMail,
  "second-factors-changed": secondFactorsChangedMail,
  "sms-changed": smsChangedMail,
  "account-disabled": accountDisabledMail,
  "account-enabled": accountEnabledMail,
  "roles-changed": rolesChangedMail,
  "data-exported": dataExportedMail,
  "api-key-created": apiKeyCreatedMail,
  "api-key-revoked": apiKeyRevokedMail,
};
