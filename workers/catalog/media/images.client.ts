import { log } from "#kernel/log";
import { requestTo, withinSpan } from "#kernel/sight/client-span";
import type { Resize } from "./bucket.port";

/** Formats that the binding can write. */
type OutputFormat = ImageOutputOptions["format"];

const DEADLINE_MS = 15_000;

/**
 * Resizes pictures with Cloudflare Images. Some pictures it refuses, such as long animations and wide AVIF; those
 * are answered with their original.
 * https://developers.cloudflare.com/images/get-started/limits/
 */
export const cloudflareImages =
  (images: ImagesBinding): Resize =>
  async (original, { contentType, width }) => {
    const resize = async () => {
      const resized = await images
        .input(original)
        .transform({ width, fit: "scale-down" })
        .output({ format: contentType as OutputFormat });
      const answer = resized.response();
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.arrayBuffer();
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("no answer in time")), DEADLINE_MS);
    });
    try {
      return await withinSpan(
        () => requestTo("images", `https://images/${width}`, "POST"),
        () => Promise.race([resize(), late]),
      );
    } catch (error) {
      log.warn("media.not_resized", { error, contentType, width });
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  };
