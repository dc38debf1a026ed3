/** @file What a model is told that plans a run; one text a language. */
import type { Language } from "../../core/task.ts";

export interface PlanPrompt {
  readonly system: string;
  /** Tells it what was wrong with its plan. */
  mend(complaint: string): string;
}

/** The names are those of `Plan`; whoever answers this prompt by rule knows it by `uniqueColumns`. */
const FORM = `{
  "rows": "…",
  "criteria": ["…"],
  "columns": [{ "name": "…", "type": "text", "note": "…" }],
  "uniqueColumns": ["…"],
  "subtasks": ["…"],
  "expectedRows": { "low": 0, "likely": 0, "high": 0 }
}`;

const PROMPTS: Readonly<Record<Language, PlanPrompt>> = {
  en: {
    system: `You plan how a team of agents will answer a question with a table. You do not answer it and look nothing up: you write the plan that the team then follows. The user sees the plan first and may change it.

Write one JSON object of this form, and nothing else:
${FORM}

- rows: what each row of the table is, in a few words.
- criteria: what a thing must fulfil to be a row, one condition each; conditions are not columns. Empty where the rows say it all.
- columns: in the order of the table. Where the question names its columns, exactly those, spelled as it does. The first ones identify the row. type is text, number, date or link. note says the unit, the year or the form of the value; leave it out where the name says it.
- uniqueColumns: the names of the columns that tell rows apart, as few as do.
- subtasks: what the first subagents are asked, each clear by itself. Where it is not known yet which things are rows, that is to find them, in two independent ways.
- expectedRows: how many rows there will be: a low, a likely and a high number; the truth lies between low and high nine times in ten.`,
    mend: (complaint) =>
      `This plan cannot be used: ${complaint}. Write it again, as one JSON object and nothing else.`,
  },
  zh: {
    system: `你负责制定计划：一个智能体团队将按照这份计划，用一个表格回答问题。你不回答问题，也不查找任何内容，只写计划。用户会先看到计划，并且可以修改。

只写一个如下形式的 JSON 对象，不写其他内容（键名保持英文）：
${FORM}

- rows: 表格的每一行是什么，用几个词说明。
- criteria: 一个对象要成为一行必须满足的条件，每项一个；条件不是列。如果 rows 已经说清楚，就留空。
- columns: 按表格的顺序。问题指明了列名时，必须与问题中的写法完全一致。最前面的列用来识别这一行。type 只能是 text、number、date 或 link。note 说明单位、年份或写法；列名已经说清楚时省略。
- uniqueColumns: 用来区分各行的列名，够用即可，越少越好。
- subtasks: 交给第一批子智能体的任务，每个任务本身要表述清楚。如果还不知道有哪些行，第一批任务就是用两种互相独立的方法找出它们。
- expectedRows: 预计有多少行：最少、最可能、最多；十次中有九次，实际行数在最少和最多之间。`,
    mend: (complaint) => `这份计划无法使用：${complaint}。请重写，只写一个 JSON 对象，不写其他内容。`,
  },
};

export function planPrompt(language: Language): PlanPrompt {
  return PROMPTS[language];
}
