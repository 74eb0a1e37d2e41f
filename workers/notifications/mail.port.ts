import type { MessageKind } from "#contract/notifications";
import type { Result } from "#kernel/result";
import type { Content } from "./mails/content.rules";

/** A message ready to go. */
export interface Mail extends Content {
  to: string;
  kind: MessageKind;
  /** Sent twice with the same key, it goes out once; for 24 hours. */
  key: string;
}

/** Why a mail was certainly not taken. */
export interface MailRefusal {
  reason: string;
  /** Whether it will be refused the next time too. */
  final: boolean;
}

/** Hands mail to a provider. */
export interface Mailer {
  /**
   * Returns the provider's id of the mail, null when an earlier try had been taken already; or the
   * refusal.
   * @throws DependencyError when it is unknown whether it was taken
   */
  send(mail: Mail): Promise<Result<string | null, MailRefusal>>;
  ping(): Promise<unknown>;
}

/** One plain address: no name, no list, nothing that a header could read as more. */
export const isPlainAddress = (address: string) =>
  /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/.test(address);
