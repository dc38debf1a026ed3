/** @file Chat completions: any chat client can ask, and reads the table as Markdown. */
import { jsonRoute, nothing, type Route, streamRoute } from "../api/route.ts";
import { requestFor } from "../api/runs/start-run.ts";
import { answerChat } from "./answer-chat.ts";
import { chatCompletion, chatRequest, modelList, questionOf } from "./chat-shapes.ts";

/** The name that stands for the model that the server was begun with. */
const OWN = "wideseek";

export const chatRoutes: readonly Route[] = [
  streamRoute({
    path: "/v1/chat/completions",
    tag: "chat",
    summary:
      "Asks a question: the last message of a user. The reply is the table in Markdown, with its sources as footnotes.",
    body: chatRequest,
    reply: chatCompletion,
    answer: async ({ body, signal }, desk) => {
      const model = body.model === OWN ? undefined : body.model;
      const live = await desk.runs.start(await requestFor({ question: questionOf(body), model }, desk));
      // nobody waits for the table any more
      const stop = () => live.stop();
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      return answerChat(live, body, { restMs: desk.limits.watcherRestMs, signal });
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/v1/models",
    tag: "chat",
    summary: "What a chat client can name as its model.",
    params: nothing,
    query: nothing,
    body: nothing,
    reply: modelList,
    answer: async (_, { models }) => ({
      object: "list" as const,
      data: [OWN, ...models.names].map((id) => ({
        id,
        object: "model" as const,
        created: 0,
        owned_by: "wideseek" as const,
      })),
    }),
  }),
];
