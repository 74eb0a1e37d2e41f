import type RedisMock from "ioredis-mock";
import { CommandError, type Reply } from "#cloud/redis/reply";
import { NO_SUCH_KEY } from "./refusal";

type Run = (redis: RedisMock, args: string[]) => Reply;

const setItem: Run = ({ data }, [key = "", index = "0", value = ""]) => {
  const list = data.get(key) as string[] | undefined;
  if (!list) return NO_SUCH_KEY;
  const at = Number(index) < 0 ? list.length + Number(index) : Number(index);
  if (at < 0 || at >= list.length) return new CommandError("ERR index out of range");
  data.set(key, list.with(at, value));
  return "OK";
};

export const LISTS: Record<string, Run> = { LSET: setItem };
