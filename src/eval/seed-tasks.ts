/** @file The tasks of the seed knowledge base, read from seed/tasks.jsonl.br and put into one of their phrasings each. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { z } from "zod";
import { ConfigError } from "../core/errors.ts";
import type { Language, Task } from "../core/task.ts";

const splitSchema = z.enum(["train", "dev", "test"]);

const phrasingSchema = z.object({
  language: z.enum(["en", "zh"]),
  question: z.string().min(1),
  columns: z.array(z.string().min(1)).optional(),
});

const common = { id: z.string().min(1), split: splitSchema, phrasings: z.array(phrasingSchema).min(1) };

const tableSchema = z
  .object({ columns: z.array(z.string()).min(1), rows: z.array(z.array(z.string())).min(1) })
  .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), {
    message: "every row needs one cell per column",
    path: ["rows"],
  });

const wideSchema = z
  .object({
    ...common,
    kind: z.literal("wide"),
    difficulty: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    columns: z.array(z.string()).min(1),
    uniqueColumns: z.array(z.string()).min(1),
    gold: tableSchema,
    pages: z.array(z.string()),
  })
  .refine(
    ({ columns, phrasings }) =>
      phrasings.every((phrasing) => (phrasing.columns ?? columns).length === columns.length),
    { message: "a phrasing's columns must be as many as the task's", path: ["phrasings"] },
  );

const deepSchema = z.object({
  ...common,
  kind: z.literal("deep"),
  hops: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  gold: z.array(z.string().min(1)).min(1),
});

const taskSchema = z.discriminatedUnion("kind", [wideSchema, deepSchema]);

type SeedTask = z.infer<typeof taskSchema>;
type SeedPhrasing = z.infer<typeof phrasingSchema>;

export interface SeedTaskFilter {
  readonly split?: z.infer<typeof splitSchema> | undefined;
  readonly kind?: Task["kind"] | undefined;
  /** 1 to 3: the difficulty of a wide task, the hops of a deep one. */
  readonly difficulty?: number | undefined;
  /** Only phrasings of this language; without it any may be taken. */
  readonly language?: Language | undefined;
  /** Which phrasing of each task is taken follows from this and the task's id. Default 0. */
  readonly seed?: number | undefined;
  /** Brotli-compressed JSON lines; default: the file that ships with the package. */
  readonly file?: string | undefined;
}

const shippedFile = fileURLToPath(new URL("../../seed/tasks.jsonl.br", import.meta.url));

async function readLines(file: string): Promise<readonly string[]> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ConfigError(`cannot read the seed tasks at ${file}; run: npx tsx seed/build.ts`, { cause });
  });
  const text = await promisify(brotliDecompress)(bytes).catch((cause: unknown) => {
    throw new ConfigError(`${file} is not a brotli-compressed file of seed tasks`, { cause });
  });
  return text.toString("utf8").split("\n");
}

function parseJson(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new ConfigError(`${place}: not valid JSON: ${cause.message}`, { cause });
  }
}

function parseTask(line: string, place: string): SeedTask {
  const parsed = taskSchema.safeParse(parseJson(line, place));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigError(
    `${place}, field ${issue?.path.join(".") || "(task)"}: ${issue?.message ?? "not a task"}`,
  );
}

/** FNV-1a over the id's UTF-16 units, so that the same task takes the same phrasing in every run. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

function phrasingOf(task: SeedTask, filter: SeedTaskFilter): SeedPhrasing | undefined {
  const candidates = task.phrasings.filter(
    ({ language }) => filter.language === undefined || language === filter.language,
  );
  return candidates[hashOf(`${filter.seed ?? 0}:${task.id}`) % Math.max(1, candidates.length)];
}

function asTask(task: SeedTask, phrasing: SeedPhrasing): Task {
  const { id } = task;
  const { language, question } = phrasing;
  if (task.kind === "deep") return { id, kind: "deep", question, language, gold: task.gold };
  const columns = phrasing.columns ?? task.columns;
  const renamed = new Map(task.columns.map((column, index) => [column, columns[index] ?? column]));
  return {
    id,
    kind: "wide",
    question,
    language,
    columns,
    uniqueColumns: task.uniqueColumns.map((column) => renamed.get(column) ?? column),
    gold: { columns: task.gold.columns.map((column) => renamed.get(column) ?? column), rows: task.gold.rows },
  };
}

function isWanted(task: SeedTask, { split, kind, difficulty }: SeedTaskFilter): boolean {
  const level = task.kind === "wide" ? task.difficulty : task.hops;
  return (
    (split === undefined || task.split === split) &&
    (kind === undefined || task.kind === kind) &&
    (difficulty === undefined || level === difficulty)
  );
}

/**
 * The tasks that pass the filter, in the order of the file, one phrasing each; a task without a phrasing in the language
 * is left out. Throws ConfigError, naming file, line and field, when the file cannot be read as tasks.
 */
export async function loadSeedTasks(filter: SeedTaskFilter = {}): Promise<readonly Task[]> {
  const file = filter.file ?? shippedFile;
  const lines = await readLines(file);
  return lines.flatMap((line, index) => {
    if (line === "") return [];
    const task = parseTask(line, `${file}:${index + 1}`);
    const phrasing = isWanted(task, filter) ? phrasingOf(task, filter) : undefined;
    return phrasing === undefined ? [] : asTask(task, phrasing);
  });
}
