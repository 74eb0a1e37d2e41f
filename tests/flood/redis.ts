import { DEV_TOKEN } from "#dev/clouds";

const SCAN_COUNT = 1000;

/** One Redis over its REST protocol, with the commands that the flood needs. */
export const redisAt = (url: string) => {
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${DEV_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`Redis answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const run = async <T>(...command: (string | number)[]) =>
    ((await post("/", command)) as { result: T }).result;
  const pipeline = async <T>(commands: (string | number)[][]) =>
    ((await post("/pipeline", commands)) as { result: T }[]).map(({ result }) => result);

  return {
    /** Returns the bytes of all keys, as Redis counts its memory, and their number. */
    async size() {
      const info = await run<string>("INFO", "memory");
      const [, bytes = "0"] = /^used_memory:(\d+)/m.exec(info) ?? [];
      return { bytes: Number(bytes), keys: await run<number>("DBSIZE") };
    },

    /** Moves the expiry of every expiring key this much earlier. */
    async age(ms: number) {
      let cursor = "0";
      const aged = new Set<string>();
      do {
        const [next, found] = await run<[string, string[]]>("SCAN", cursor, "COUNT", SCAN_COUNT);
        // A scan may return a key twice.
        const keys = [...new Set(found).difference(aged)];
        for (const key of keys) aged.add(key);
        const left = keys.length ? await pipeline<number>(keys.map((key) => ["PTTL", key])) : [];
        const ending = keys.flatMap((key, i) => {
          const leftMs = left[i] ?? -1;
          return leftMs < 0 ? [] : [["PEXPIRE", key, Math.max(1, leftMs - ms)]];
        });
        if (ending.length > 0) await pipeline(ending);
        cursor = next;
      } while (cursor !== "0");
    },
  };
};
