import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "#cloud/random";
import { passDay } from "./ageing";
import { askAgain } from "./client";
import { collectEvidence } from "./evidence";
import { findingsIn } from "./invariants/all";
import { type ClientJournal, clientJournal } from "./journal";
import { runLoad } from "./load";
import type { Member } from "./member";
import type { Options } from "./options";
import { planOf } from "./plan";
import { replayHistory, sweepTwice } from "./repetition";
import { comeToRest } from "./rest";
import { type ShakenShop, startShakenShop } from "./shop";
import { staffOf } from "./staff";
import { stockUp } from "./stocking";

const AGAIN_AT_ONCE = 4;

type Members = readonly Member[];

/** Signs in the actors with accounts who still wait for an answer. */
const signInAll = async (members: Members, { exchanges }: ClientJournal) => {
  const waiting = new Set(
    exchanges.filter(({ answer }) => answer === null).map(({ actor }) => actor),
  );
  for (const { actor, signIn } of members) if (waiting.has(actor.name)) await signIn();
};

/** Lets every client without a definite answer send its request again, as it may at any later time. */
const askEveryoneAgain = async (shop: ShakenShop, journal: ClientJournal, members: Members) => {
  const open = journal.exchanges.filter(({ key, answer }) => key !== null && answer === null);
  const actorOf = (name: string) =>
    members.find(({ actor }) => actor.name === name)?.actor ?? { headers: () => ({}) };
  const lane = async () => {
    for (let next = open.shift(); next; next = open.shift()) {
      const random = seededRandom(next.n);
      await askAgain({ url: shop.url, journal }, next, { ...actorOf(next.actor), random });
    }
  };
  await Promise.all(Array.from({ length: AGAIN_AT_ONCE }, lane));
};

/** Ends the faults, and lets the shop come to rest as an operator would find it a day later. */
const recover = async (shop: ShakenShop, journal: ClientJournal, members: Members) => {
  await shop.heal();
  const unanswered = journal.exchanges.filter(({ answer }) => answer === null).length;
  const rest = await comeToRest(shop);
  await signInAll(members, journal);
  await askEveryoneAgain(shop, journal, members);
  await passDay(shop.urls.libsql);
  await shop.fireCron();
  const { open } = await comeToRest(shop);
  return { unanswered, seconds: rest.seconds, left: rest.open, open };
};

export interface Progress {
  show(label: string, share: number): void;
}

interface Run {
  folder: string;
  options: Options;
  progress: Progress;
  /** Called with the function that ends every process, as soon as there is one. */
  onStarted?(stop: () => Promise<void>): void;
}

const SECONDS_MS = 1000;

/** Runs the whole plan against a new shop, and returns what it found. */
export const runChaos = async ({ folder, options, progress, onStarted }: Run) => {
  const logged: string[] = [];
  const print = (line: string) => {
    logged.push(line);
    appendFileSync(join(folder, "workers.log"), `${line}\n`);
  };
  progress.show("starting the clouds and the Workers", 0);
  const shop = await startShakenShop({ folder, options, print });
  onStarted?.(shop.stop);
  try {
    const journal = clientJournal(join(folder, "clients.jsonl"));
    const plan = planOf(options);
    const variants = await stockUp(shop, options.orders);
    const staff = staffOf({ url: shop.url, journal });
    const beganAt = performance.now();
    await shop.breakDown();
    const { kills, members } = await runLoad({
      ...{ shop, journal, staff, variants, plan, options },
      onOrder: (done) =>
        progress.show(`${done} of ${options.orders} orders`, done / options.orders),
    });
    const loadSeconds = (performance.now() - beganAt) / SECONDS_MS;
    progress.show("coming to rest", 1);
    const rest = await recover(shop, journal, [...staff, ...members]);
    const afterReplay = await replayHistory(shop, (open) =>
      progress.show(`delivering every event again: ${JSON.stringify(open)}`, 1),
    );
    const afterSweeps = await sweepTwice(shop);
    const { exchanges } = journal;
    const clients = { planned: options.orders, rest, exchanges, logged, afterReplay, afterSweeps };
    const evidence = await collectEvidence(shop, clients);
    const findings = findingsIn(evidence);
    return { evidence, findings, kills, faults: shop.faultCount(), loadSeconds, rest };
  } finally {
    await shop.stop();
  }
};
export type Outcome = Awaited<ReturnType<typeof runChaos>>;
