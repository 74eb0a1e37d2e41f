import type { Result } from "#kernel/result";

/** An SMS as the provider receives it. */
export interface Sms {
  /** A phone number in the form E.164. */
  to: string;
  text: string;
  /** The address that receives the reports about this SMS. */
  reportTo: string;
}

/** Why the provider has certainly not accepted an SMS. */
export interface SmsRefusal {
  reason: string;
  /** Whether another attempt would be refused as well. */
  final: boolean;
  /** Whether the owner of the phone has answered STOP. */
  isStopped: boolean;
}

interface SentSms {
  to: string;
  /** A part of the text that no other SMS to this phone has. */
  marker: string;
  sinceMs: number;
}

/** An SMS provider. It has no idempotency keys. */
export interface SmsSender {
  /**
   * Returns the provider's id of the SMS, or the refusal.
   * @throws DependencyError when it is unknown whether the SMS was accepted
   */
  send(sms: Sms): Promise<Result<string, SmsRefusal>>;
  /**
   * Returns the provider's id of an SMS that it has accepted; undefined if it has not.
   * @throws DependencyError when the provider does not say
   */
  find(sent: SentSms): Promise<string | undefined>;
  ping(): Promise<unknown>;
}

/** What an SMS provider reports. */
export type SmsReport =
  | {
      about: "message";
      messageId: string;
      generation: number;
      providerRef: string;
      /** Null while the SMS is under way. */
      outcome: "delivered" | "undelivered" | "failed" | null;
      code: string | null;
    }
  /** The owner of a phone ends or resumes the SMS. `ref` is the provider's id of what they wrote. */
  | { about: "phone"; phone: string; wants: "stop" | "start"; ref: string };

/** A request of the provider. Its address is signed, too. */
export interface SignedRequest {
  url: string;
  body: string;
  signature: string | undefined;
}

/** Reads the reports of an SMS provider. */
export interface SmsReports {
  /**
   * Returns what a report says; undefined if it says nothing that the shop needs.
   * @throws 400 `signature_invalid`
   */
  read(request: SignedRequest): Promise<SmsReport | undefined>;
  /** Returns the address for reports about one SMS. */
  addressFor(message: { messageId: string; generation: number }): string;
}
