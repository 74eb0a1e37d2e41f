import type { Database } from "bun:sqlite";
import { refuse } from "./instructions";

export interface Endpoint {
  url: string;
  name?: string | undefined;
}

/** An endpoint as a caller names it: by its URL, by its name, or both. */
interface Target {
  url?: string | undefined;
  name?: string | undefined;
}

/** A URL group; its older name is topic, and so it is called on the wire. */
export interface Topic {
  name: string;
  createdAt: number;
  updatedAt: number;
  endpoints: Endpoint[];
}

type TopicRow = Omit<Topic, "endpoints"> & { endpoints: string };

const NAME = /^[A-Za-z0-9._-]+$/;
const fromRow = (row: TopicRow): Topic => ({ ...row, endpoints: JSON.parse(row.endpoints) });

export class TopicStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  get(name: string): Topic | undefined {
    const row = this.#db.query<TopicRow, [string]>("SELECT * FROM topics WHERE name = ?").get(name);
    return row ? fromRow(row) : undefined;
  }

  list = () =>
    this.#db.query<TopicRow, []>("SELECT * FROM topics ORDER BY name").all().map(fromRow);

  #save(name: string, endpoints: Endpoint[], now: number) {
    this.#db
      .query("INSERT OR REPLACE INTO topics VALUES (?, ?, ?, ?)")
      .run(name, this.get(name)?.createdAt ?? now, now, JSON.stringify(endpoints));
  }

  /** Adds endpoints; one with a URL or a name that is there already takes its place. */
  add(name: string, added: Endpoint[], now: number) {
    if (!NAME.test(name)) refuse(400, `invalid url group name: ${name}`);
    const endpoints = [...(this.get(name)?.endpoints ?? [])];
    for (const endpoint of added) {
      const index = endpoints.findIndex((known) => isSame(known, endpoint));
      endpoints.splice(index < 0 ? endpoints.length : index, 1, endpoint);
    }
    this.#save(name, endpoints, now);
  }

  /** Removes endpoints by URL or name; a group without any is no more. */
  removeEndpoints(name: string, removed: Target[], now: number) {
    const topic = this.get(name) ?? refuse(404, `topic ${name} not found`);
    const left = topic.endpoints.filter(
      (endpoint) => !removed.some((other) => isSame(endpoint, other)),
    );
    if (left.length === 0) this.remove(name);
    else this.#save(name, left, now);
  }

  remove(name: string) {
    this.#db.query("DELETE FROM topics WHERE name = ?").run(name);
  }
}

const isSame = (known: Endpoint, other: Target) =>
  known.url === other.url || (other.name !== undefined && known.name === other.name);
