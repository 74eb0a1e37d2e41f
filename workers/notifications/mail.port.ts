import type { MailKind } from "#contract/notifications";
import type { Result } from "#kernel/result";
import type { Content } from "./mails/content.rules";

/** A mail as the provider receives it. */
export interface Mail extends Content {
  to: string;
  from: { name: string; email: string };
  /** The address that receives replies. */
  replyTo: string;
  kind: MailKind;
  /** The idempotency key. The provider sends mails with the same key once within 24 hours. */
  key: string;
}

/** A rendered mail with its addresses. Null if there is no recipient, or nothing to say, any more. */
export type AddressedMail = Omit<Mail, "kind" | "key"> | null;

/** Why the provider has certainly not accepted a mail. */
export interface MailRefusal {
  reason: string;
  /** Whether another attempt would be refused as well. */
  final: boolean;
}

/** A mail provider. */
export interface Mailer {
  /**
   * Returns the provider's id of the mail, null if an earlier attempt was accepted, or the refusal.
   * @throws DependencyError when it is unknown whether the mail was accepted
   */
  send(mail: Mail): Promise<Result<string | null, MailRefusal>>;
  ping(): Promise<unknown>;
}

/** What a mail provider reports about a mail that it accepted. */
export interface MailReport {
  /** `bounced` means that the mailbox will accept no other mail either. */
  outcome: "delivered" | "bounced" | "complained";
  /** The provider's id of the mail. */
  ref: string | undefined;
  /** The key with which it was sent; undefined for mails of earlier releases and of other programs. */
  key: string | undefined;
  address: string;
  atMs: number;
}

/** The headers of a report that its signature covers, and the signature. */
export interface ReportHeaders {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

/** Reads the reports of a mail provider. */
export interface MailReports {
  /**
   * Returns what a report says; undefined if it says nothing that the shop needs.
   * @throws 400 `signature_invalid`
   */
  read(body: string, headers: ReportHeaders): Promise<MailReport | undefined>;
}
