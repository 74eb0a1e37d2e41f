import type { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Collection, WriteOptions } from "./collection";
import { type Draft, dirtyValuesOf, OPERATIONS, type Operation } from "./document";
import { type RawParameters, splitList } from "./parameters";
import { Refusal } from "./refusal";
import { type Call, parametersOf, pathPart } from "./request";
import { dynamicFields } from "./schema";
import { projection } from "./search/hits";
import type { TypesenseServer } from "./server";

const operationIn = ({ action = "create" }: RawParameters): Operation => {
  const operation = OPERATIONS.find((each) => each === action);
  if (!operation) {
    throw new Refusal(400, "Parameter `action` must be a create|update|upsert.");
  }
  return operation;
};

const dirtyValuesIn = (collection: Collection, parameters: RawParameters) =>
  dirtyValuesOf(
    parameters.dirty_values,
    dynamicFields(collection.meta.fields).length > 0 ? "coerce_or_reject" : "reject",
  );

const parsed = (line: string): Draft => {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(400, `Bad JSON: [json.exception.parse_error.101] parse error: ${reason}`);
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new Refusal(400, "Bad JSON: not a properly formed document.");
  }
  return document as Draft;
};

const isTrue = (parameters: RawParameters, name: string) => {
  const value = parameters[name] ?? "false";
  if (value !== "true" && value !== "false") {
    throw new Refusal(400, `Parameter \`${name}\` must be a true|false.`);
  }
  return value === "true";
};

interface ImportAnswer {
  returnDocument: boolean;
  returnId: boolean;
}

/** Writes one line of an import and returns its result. An invalid line does not affect the others. */
const importLine = (
  collection: Collection,
  line: string,
  options: WriteOptions,
  { returnDocument, returnId }: ImportAnswer,
) => {
  try {
    const document = collection.write(parsed(line), options);
    return {
      ...(returnDocument ? { document } : {}),
      ...(returnId ? { id: document.id } : {}),
      success: true,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      code: error.status,
      ...(returnDocument ? { document: line } : {}),
      error: error.message,
      success: false,
    };
  }
};

const importLines = (
  server: TypesenseServer,
  collection: Collection,
  lines: readonly string[],
  options: WriteOptions,
  answer: ImportAnswer,
) =>
  server.store.transaction(() => {
    const results = lines.map((line) => importLine(collection, line, options, answer));
    collection.saveNextSequence();
    return results;
  });

const writeOne = (
  server: TypesenseServer,
  collection: Collection,
  draft: Draft,
  options: WriteOptions,
) =>
  server.store.transaction(() => {
    const document = collection.write(draft, options);
    collection.saveNextSequence();
    return document;
  });

const filterIn = (parameters: RawParameters) => {
  if (parameters.filter_by === undefined) {
    throw new Refusal(400, "Parameter `filter_by` must be provided.");
  }
  return parameters.filter_by;
};

const isLenient = (parameters: RawParameters) => parameters.validate_field_names === "false";

const project = (collection: Collection, parameters: RawParameters) =>
  projection(
    { fields: collection.fields },
    {
      include_fields: splitList(parameters.include_fields),
      exclude_fields: splitList(parameters.exclude_fields),
    },
  );

/** Serves reading, writing, importing and exporting documents. */
export const documentRoutes = (app: Hono<StandInEnv>, server: TypesenseServer) => {
  const collectionIn = (c: Call) => server.collection(pathPart(c, "collection"));

  app.post("/collections/:collection/documents/import", async (c) => {
    const parameters = parametersOf(c);
    const operation = operationIn(parameters);
    const answer = {
      returnDocument: isTrue(parameters, "return_doc"),
      returnId: isTrue(parameters, "return_id"),
    };
    const collection = collectionIn(c);
    const lines = (await c.req.text()).split("\n").filter((line) => line !== "");
    const options = { operation, dirtyValues: dirtyValuesIn(collection, parameters) };
    c.set("summary", `${operation} ${lines.length}`);
    const results = importLines(server, collection, lines, options, answer);
    return c.text(results.map((each) => JSON.stringify(each)).join("\n"));
  });

  app.get("/collections/:collection/documents/export", (c) => {
    const parameters = parametersOf(c);
    const collection = collectionIn(c);
    const keep = project(collection, parameters);
    const lines = collection
      .matching(parameters.filter_by ?? "", isLenient(parameters))
      .map((sequence) => JSON.stringify(keep(collection.document(sequence))));
    return c.text(lines.join("\n"), 200, { "Content-Type": "application/octet-stream" });
  });

  app.post("/collections/:collection/documents", async (c) => {
    const parameters = parametersOf(c);
    const operation = operationIn(parameters);
    const collection = collectionIn(c);
    const draft = parsed(await c.req.text());
    const dirtyValues = dirtyValuesIn(collection, parameters);
    const document = writeOne(server, collection, draft, { operation, dirtyValues });
    c.set("summary", `${operation} ${document.id}`);
    return c.json(document, 201);
  });

  app.patch("/collections/:collection/documents", async (c) => {
    const parameters = parametersOf(c);
    const filter = filterIn(parameters);
    const collection = collectionIn(c);
    const change = parsed(await c.req.text());
    if (filter.trim() === "") return c.json({ num_updated: 0 });
    const chosen = filter.trim() === "*" ? "" : filter;
    const lines = collection
      .matching(chosen, isLenient(parameters))
      .map((sequence) => JSON.stringify({ ...change, id: collection.document(sequence).id }));
    const options: WriteOptions = {
      operation: "update",
      dirtyValues: dirtyValuesIn(collection, parameters),
    };
    const answer = { returnDocument: false, returnId: false };
    const results = importLines(server, collection, lines, options, answer);
    return c.json({ num_updated: results.filter(({ success }) => success).length });
  });

  app.delete("/collections/:collection/documents", (c) => {
    const parameters = parametersOf(c);
    const collection = collectionIn(c);
    const everything = parameters.truncate === "true";
    const filter = everything ? "" : filterIn(parameters);
    const matching =
      everything || filter.trim() !== "" ? collection.matching(filter, isLenient(parameters)) : [];
    const removed = server.store.transaction(() =>
      matching.map((sequence) => collection.remove(sequence)),
    );
    return c.json({
      ...(parameters.return_doc === "true" && removed.length > 0 ? { documents: removed } : {}),
      ...(parameters.return_id === "true" && removed.length > 0
        ? { ids: removed.map(({ id }) => id) }
        : {}),
      num_deleted: removed.length,
    });
  });

  app.get("/collections/:collection/documents/:id", (c) => {
    const collection = collectionIn(c);
    const document = collection.get(pathPart(c, "id"));
    return c.json(project(collection, parametersOf(c))(document));
  });

  app.patch("/collections/:collection/documents/:id", async (c) => {
    const collection = collectionIn(c);
    const id = pathPart(c, "id");
    const draft = parsed(await c.req.text());
    if (draft.id !== undefined && draft.id !== id) {
      throw new Refusal(400, "The `id` of the resource does not match the `id` in the JSON body.");
    }
    const options: WriteOptions = {
      operation: "update",
      dirtyValues: dirtyValuesIn(collection, parametersOf(c)),
    };
    return c.json(writeOne(server, collection, { ...draft, id }, options));
  });

  app.delete("/collections/:collection/documents/:id", (c) => {
    const collection = collectionIn(c);
    const id = pathPart(c, "id");
    const sequence = collection.sequenceOf(id);
    if (sequence === undefined) {
      if (parametersOf(c).ignore_not_found === "true") return c.json({ id });
      throw new Refusal(404, `Could not find a document with id: ${id}`);
    }
    return c.json(server.store.transaction(() => collection.remove(sequence)));
  });
};
