import { Receiver } from "@upstash/qstash";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { refusalLog } from "#kernel/failure";

interface SignatureOptions {
  currentSigningKey: string;
  nextSigningKey: string;
  /** The exact public URL of the ingress, because the signature covers it. */
  url: string;
  clock: Clock;
}

/** The accepted difference between the queue's clock and ours. */
const LEEWAY_SECONDS = 30;

/**
 * Verifies QStash's signature of a body.
 * @throws 400 `signature_invalid`
 */
export const qstashSignature = ({
  currentSigningKey,
  nextSigningKey,
  url,
  clock,
}: SignatureOptions) => {
  const receiver = new Receiver({ currentSigningKey, nextSigningKey, devMode: false });
  const logRefusal = refusalLog("event.refused", clock);

  return async (signature: string | null, body: string): Promise<void> => {
    try {
      await receiver.verify({
        signature: signature ?? "",
        body,
        url,
        clockTolerance: LEEWAY_SECONDS,
      });
    } catch (cause) {
      const refusal = new AppError("signature_invalid", undefined, { cause });
      logRefusal(refusal);
      throw refusal;
    }
  };
};
export type SignatureCheck = ReturnType<typeof qstashSignature>;
