import type { AttributesStore } from "#catalog/attributes/attributes.store";
import type {
  AttributeDefinition,
  AttributeDefinitionInput,
  AttributeDefinitionPatch,
} from "#catalog/attributes.contract";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { matchedVersion } from "#kernel/routes/etag";

interface Dependencies {
  store: AttributesStore;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
}

interface Request {
  request: KeyedRequest | undefined;
  ifMatch?: string | undefined;
}

/** The attributes that products of the shop may have. */
export const attributesService = ({ store, idempotency, clock }: Dependencies) => {
  /** @throws 404 `not_found` */
  const find = async (key: string) => {
    const definition = await store.find(key);
    if (!definition) throw new AppError("not_found", "No attribute has this key.");
    return definition;
  };

  /** @throws 412 `precondition_failed` */
  const requireMatch = ({ ifMatch }: Request, { version }: AttributeDefinition) => {
    const expected = matchedVersion(ifMatch);
    if (expected !== undefined && expected !== version)
      throw new AppError("precondition_failed", "The attribute was changed since it was read.");
  };

  const answerOnce = (request: KeyedRequest | undefined, effect: () => Promise<Answer>) =>
    once({
      request,
      find: async (keyed) => (await idempotency.find(keyed))?.answer,
      effect,
    });

  /** Reads a definition, checks its version, and decides until no other change comes between. */
  const edit = (
    key: string,
    request: Request,
    decide: (definition: AttributeDefinition) => Promise<Answer | typeof CONFLICT>,
  ) =>
    answerOnce(request.request, () =>
      retryOnConflict(async () => {
        const definition = await find(key);
        requireMatch(request, definition);
        return decide(definition);
      }),
    );

  return {
    find,

    /** Returns the definitions in the order in which shops show them. */
    list: async () =>
      (await store.all()).toSorted((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1)),

    /** @throws 409 `attribute_taken` */
    create: (input: AttributeDefinitionInput, { request }: Request) =>
      answerOnce(request, async () => {
        const answer = { status: 201, body: JSON.stringify({ ...input, version: 1 }) };
        const created = await store.create(input, { request, answer, nowMs: clock.now() });
        if (!created.ok)
          throw new AppError("attribute_taken", `The shop defines ${input.key} already.`);
        return answer;
      }),

    /** @throws 404 `not_found`, 412 `precondition_failed`, 400 `validation_failed` */
    change: (key: string, patch: AttributeDefinitionPatch, request: Request) =>
      edit(key, request, async (stored) => {
        if (patch.choices && stored.type !== "list") throw choicesOfList();
        const { version } = stored;
        const definition = { ...stored, ...patch, version: version + 1 } as AttributeDefinition;
        const answer = { status: 200, body: JSON.stringify(definition) };
        const replaced = await store.replace({
          ...{ definition, fromVersion: version, nowMs: clock.now() },
          ...{ request: request.request, answer },
        });
        return replaced.ok ? answer : CONFLICT;
      }),

    /** @throws 404 `not_found`, 412 `precondition_failed` */
    delete: (key: string, request: Request) =>
      edit(key, request, async ({ version }) => {
        const answer = { status: 204, body: "" };
        const deleted = await store.delete(key, version, { request: request.request, answer });
        return deleted.ok ? answer : CONFLICT;
      }),
  };
};
export type AttributesService = ReturnType<typeof attributesService>;

const choicesOfList = () =>
  new AppError("validation_failed", undefined, {
    errors: [
      { pointer: "/choices", code: "choices_of_list", message: "Must be given for a list only." },
    ],
  });
