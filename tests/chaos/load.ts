import { passTime } from "./ageing";
import { bankAt } from "./bank";
import { type Crew, runOrder } from "./buyer";
import type { ClientJournal } from "./journal";
import type { Member } from "./member";
import type { Options } from "./options";
import type { KillPlan, Plan } from "./plan";
import { shelfUnits } from "./shelves";
import type { ShakenShop } from "./shop";
import type { Staff } from "./staff";

/** The cron runs each minute of the shop's time, which passes faster than that of this machine. */
const CRON_EVERY_MS = 3_000;
const MINUTE_MS = 60_000;

/** Kills processes when the actors have begun enough steps. Kills of one process follow one another. */
const killer = (shop: ShakenShop, kills: readonly KillPlan[]) => {
  const waiting = [...kills];
  const running: Promise<void>[] = [];
  const queues = new Map<string, Promise<void>>();
  let steps = 0;
  const kill = ({ victim, afterMs }: KillPlan) => {
    const after = (queues.get(victim) ?? Promise.resolve())
      .then(() => Bun.sleep(afterMs))
      .then(() => shop.kill(victim));
    queues.set(victim, after);
    running.push(after);
  };
  return {
    step(count = 1) {
      steps += count;
      for (let next = waiting[0]; next && next.atStep <= steps; next = waiting[0]) {
        waiting.shift();
        kill(next);
      }
    },
    /** Waits until every killed process runs again. */
    done: () => Promise.all(running),
    count: () => running.length,
  };
};

/** Fires the cron again and again while the shop's time passes. */
const startCron = (shop: ShakenShop) => {
  const tick = async () => {
    try {
      await passTime(shop.urls.libsql, MINUTE_MS);
      await shop.fireCron();
    } catch {
      // A process is starting again, or a fault was injected; the next run finds what this one missed.
    }
  };
  const timer = setInterval(() => void tick(), CRON_EVERY_MS);
  return () => clearInterval(timer);
};

interface Load {
  shop: ShakenShop;
  journal: ClientJournal;
  staff: Staff;
  variants: readonly string[];
  plan: Plan;
  options: Options;
  onOrder(done: number): void;
}

/** Runs all orders of the plan while processes are killed. Returns the number of kills, and the buyers with accounts. */
export const runLoad = async (load: Load) => {
  const { shop, journal, staff, variants, plan, options } = load;
  const kills = killer(shop, plan.kills);
  const members: Member[] = [];
  const crew: Crew = {
    post: { url: shop.url, journal },
    joined: (member) => void members.push(member),
    staff: [staff[0].ask, staff[1].ask],
    bank: bankAt(shop.urls),
    variants,
    shelfUnits: shelfUnits(options.orders),
    step: kills.step,
  };
  const queue = [...plan.plans];
  let done = 0;
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await runOrder(next, crew);
      done += 1;
      load.onOrder(done);
    }
  };
  const stopCron = startCron(shop);
  try {
    await Promise.all(Array.from({ length: options.buyers }, lane));
    await kills.done();
  } finally {
    stopCron();
  }
  return { kills: kills.count(), members };
};
