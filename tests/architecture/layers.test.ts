import { describe, expect, test } from "bun:test";
import {
  CLOSES_CYCLE,
  IMPURE,
  layerOf,
  MAY_IMPORT,
  MAY_KNOW,
  NEVER,
  WITHOUT_LAYER,
} from "./layers";
import { cycleIn, fileOf, importsOf, sources } from "./sources";

const ALL = sources("{workers,db,dev,api,doctor,packages,tests}/**/*.{ts,tsx}").filter(
  (path) => !path.endsWith(".d.ts"),
);

interface Arrow {
  path: string;
  from: string;
  typeOnly: boolean;
  /** The imported file; undefined for a package. */
  target: string | undefined;
}
const ARROWS: readonly Arrow[] = ALL.flatMap((path) =>
  importsOf(path).map((one) => ({ path, ...one, target: fileOf(path, one.from) })),
);

const workerOf = (path: string) => /^workers\/(\w+)\//.exec(path)?.[1];
const inWorker = ({ path }: Pick<Arrow, "path">) => {
  const worker = workerOf(path);
  return worker !== undefined && worker !== "kernel";
};
const OF_WORKERS = ARROWS.filter(inWorker);
const shown = ({ path, target, from }: Arrow) => `${path} → ${target ?? from}`;

/** Returns the graph of nodes that files belong to; files of none are left out. */
const graphOf = (arrows: readonly Arrow[], nodeOf: (path: string) => string | undefined) => {
  const graph = new Map<string, string[]>();
  for (const { path, target } of arrows) {
    const [node, next] = [nodeOf(path), target && nodeOf(target)];
    if (node && next && node !== next) graph.set(node, [...(graph.get(node) ?? []), next]);
  }
  return graph;
};

describe("layers", () => {
  test("the search finds the Workers", () =>
    expect(ALL.filter((path) => inWorker({ path })).length).toBeGreaterThan(60));

  test("every file of a Worker names its layer", () => {
    const nameless = ALL.filter((path) => inWorker({ path }) && !layerOf(path));
    expect(nameless).toEqual([]);
  });

  test("the lists of exceptions name only what still needs them", () => {
    const arrows = ARROWS.map(shown);
    expect(CLOSES_CYCLE.filter((arrow) => !arrows.includes(arrow))).toEqual([]);
    expect(WITHOUT_LAYER.filter((path) => !ALL.includes(path))).toEqual([]);
  });

  test("each layer imports values only from the layers below it", () => {
    const wrong = OF_WORKERS.filter(({ path, target, typeOnly }) => {
      if (typeOnly || !target || workerOf(target) !== workerOf(path)) return false;
      const [layer, below] = [layerOf(path), layerOf(target)];
      // Data and scripts that are imported as text or bytes belong to their importer.
      if (!/\.tsx?$/.test(target)) return false;
      return !layer || !below || !MAY_IMPORT[layer].includes(below);
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  test("SQL, vendors and the runtime are each imported by few layers", () => {
    const wrong = OF_WORKERS.filter(
      ({ path, from, typeOnly }) =>
        !typeOnly &&
        MAY_KNOW.some(
          ({ packages, layers }) =>
            packages.test(from) && !layers.some((layer) => layer === layerOf(path)),
        ),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("rules import no clock, no trace and no random ids", () => {
    const wrong = OF_WORKERS.filter(
      ({ path, from, typeOnly }) => layerOf(path) === "rules" && !typeOnly && IMPURE.test(from),
    ).filter(({ path }) => !WITHOUT_LAYER.includes(path));
    expect(wrong.map(shown)).toEqual([]);
  });
});

describe("folders", () => {
  test("a relative import stays in its folder", () => {
    expect(ARROWS.filter(({ from }) => from.startsWith("../")).map(shown)).toEqual([]);
  });

  test("a Worker imports only the contract of another one", () => {
    const wrong = OF_WORKERS.filter(
      ({ path, target }) =>
        target &&
        inWorker({ path: target }) &&
        workerOf(target) !== workerOf(path) &&
        !/^workers\/\w+\/([\w-]+\.)?contract\.ts$/.test(target),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("a store opens the database of its own Worker", () => {
    const wrong = OF_WORKERS.filter(({ path, from }) => {
      const owner = /^#db\/(\w+)\/(?:\w+\.)?schema$/.exec(from)?.[1];
      return owner !== undefined && owner !== workerOf(path);
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  test("the kernel imports no Worker", () => {
    const wrong = ARROWS.filter(
      ({ path, target }) => workerOf(path) === "kernel" && target && inWorker({ path: target }),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("imports go from dev to workers to db, and never back", () => {
    const wrong = ARROWS.filter(
      ({ path, target }) => target && NEVER[path.split("/")[0] ?? ""]?.test(target),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("Workers use only Web standards, with two exceptions", () => {
    const allowed = /^workers\/(kernel\/call|users\/passwords\/scrypt(\.\w+)?)\.ts$/;
    const wrong = ARROWS.filter(
      ({ path, from }) => path.startsWith("workers/") && /^(node|bun):/.test(from),
    );
    expect(wrong.filter(({ path }) => !allowed.test(path)).map(shown)).toEqual([]);
  });
});

describe("cycles", () => {
  test("no files import each other in a cycle, type imports included", () => {
    const arrows = ARROWS.filter((arrow) => !CLOSES_CYCLE.includes(shown(arrow)));
    expect(cycleIn(graphOf(arrows, (path) => path))).toBeUndefined();
  });

  test("no folders of a Worker import each other in a cycle, type imports included", () => {
    const folder = (path: string) => /^workers\/\w+\/[\w-]+(?=\/)/.exec(path)?.[0];
    expect(cycleIn(graphOf(OF_WORKERS, folder))).toBeUndefined();
  });
});
