import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";

/** Runs imports: changes of the whole catalog that are safe to repeat. */
export const bulkChangesService = ({ idempotency }: { idempotency: Idempotency }) => {
  const find = async (request: KeyedRequest) => (await idempotency.find(request))?.answer;

  return {
    /**
     * Runs a change once per Idempotency-Key, and replays its stored answer afterwards. The key has
     * no lease while the change runs, because running it twice has the effect of running it once.
     */
    run(
      request: KeyedRequest | undefined,
      change: () => Promise<unknown>,
    ): Promise<ReplayableAnswer> {
      const effect = async () => {
        const answer = { status: 200, body: JSON.stringify(await change()) };
        if (request) await idempotency.insertFinished(request, answer);
        return answer;
      };
      return once({ request, find, effect });
    },
  };
};
export type BulkChangesService = ReturnType<typeof bulkChangesService>;
