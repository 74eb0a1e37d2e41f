import type { MessageKind } from "#contract/notifications";
import type { Result } from "#kernel/result";
import type { Content } from "./emails/content";

/** A message ready to go. */
export interface Mail extends Content {
  to: string;
  kind: MessageKind;
  /** Sent twice with the same key, it goes out once; for 24 hours. */
  key: string;
}

/** Hands mail to a provider. */
export interface Mailer {
  /**
   * @returns the provider's id of the mail, null when an earlier try had been taken already; or the
   * reason for which it will never be taken
   * @throws DependencyError when it is unknown whether it was taken, or it was not taken this time
   */
  send(mail: Mail): Promise<Result<string | null, string>>;
  ping(): Promise<unknown>;
}

/** One plain address: no name, no list, nothing that a header could read as more. */
export const isPlainAddress = (address: string) =>
  /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/.test(address);
