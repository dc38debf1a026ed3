/** @file The Chinese prompts. */
import type { Phrases } from "./phrases.ts";
import { numbered, planBlock } from "./plan-block.ts";

const FORM = {
  wide:
    "把答案写成一个 Markdown 表格，放在以 ```markdown 开始、以 ``` 结束的代码块里。" +
    "第一行是列名，与问题中的写法完全一致；每个对象一行，每个单元格一个值，单元格里不写链接或说明。" +
    "查不到的单元格留空，不要猜测。表格里不要有其他内容。",
  deep: "把答案写成 \\boxed{答案}：用最短的文字回答问题，框内不写其他内容。",
} as const;

const TYPES = { text: "文字", number: "数字", date: "日期", link: "网址" } as const;

const THINK = "每当有新信息到来，先思考再行动：现在已知什么，还缺什么？";

/** 两种方式各自找到的内容，能说明两者都漏掉了多少。 */
const TWO_WAYS =
  "让两个子智能体同时以不同方式查出名单：一个查找现成的列表，另一个不用列表，直接搜索这些对象本身；合并两者，只保留符合问题的。";

const LEAD_EXAMPLES = `好的计划示例：
- “欧洲和亚洲各自最长的十条河流，及其长度和河口”：先让每个洲各由一个子智能体查出名单；再为每条河派一个子智能体查长度和河口，每次调用不超过允许的数量；然后补问缺少的内容；最后写出表格。
- “北欧理事会成员及其首都和加入年份”：先由一个子智能体查出成员名单；再为每个成员派一个子智能体查首都和年份；最后写出表格。`;

const SOURCES = `- search 给出网页的标题、网址和相关文字；access 打开一个网页。通常先搜索，再打开合适的网页。
- 只打开搜索结果或网页中给出的网址。
- 只依据在这里读到的内容，不要凭记忆。查不到的内容要明确说明。`;

export const chinese: Phrases = {
  lead: (
    kind,
    { delegate, maxSubagents },
  ) => `你是一个团队的主智能体，团队负责回答需要大量事实的问题。你自己不搜索：你把问题拆成子任务，用 ${delegate} 交给子智能体，再把他们的报告汇总。

工作方法：
- ${THINK}
- 把工作拆成互不依赖的子任务，每个子任务只涉及一个对象或一小组对象，并且本身表述清楚。子智能体只能看到问题和自己的子任务。
- 一次调用中的所有子任务同时执行，每次最多 ${maxSubagents} 个。之后的轮次可以根据新的信息再次调用。
- 如果还不知道答案包含哪些对象，先查出名单，再查每个对象的信息。${kind === "wide" ? `\n- ${TWO_WAYS}` : ""}
- 收到报告后，找出缺少、可疑或互相矛盾的内容，换一种说法只补问这些。标有 partial 的报告是被中断的：使用其中已有的内容。
- 信息足够，或者再问也没有新内容时，不再调用工具，直接回答。
${kind === "wide" ? `\n${LEAD_EXAMPLES}\n` : ""}
答案：
${FORM[kind]}`,

  subagent: (
    { delegate, maxSubagents, maxCallsPerTurn },
    mayDelegate,
  ) => `你是一个子智能体：你负责一个大问题中的一个子任务，并向主智能体报告。

工作方法：
- ${THINK}
${SOURCES}
- 一轮中最多可以调用 ${maxCallsPerTurn} 次工具；这些调用同时执行，没有先后。${mayDelegate ? `\n- 如果子任务本身很宽，可以用 ${delegate} 把其中的部分交给你自己的子智能体，每次最多 ${maxSubagents} 个。` : ""}
- 只做自己的子任务，不要回答整个问题，但要记住问题需要什么。

报告：
信息足够时，不再调用工具，写出报告。给出准确的事实以及每个事实所在网页的网址：名单每项一行；某个对象的信息先写一行名称，然后每个事实一行“字段: 值”。说明哪些被问到的内容没有找到。`,

  single: (kind, { maxCallsPerTurn }) => `你负责回答需要大量事实的问题，自己搜索，自己阅读。

工作方法：
- ${THINK}
${SOURCES}
- 一轮中最多可以调用 ${maxCallsPerTurn} 次工具。
- 如果还不知道答案包含哪些对象，先查出名单，再查每个对象的信息。
- 信息足够时，不再调用工具，直接回答。

答案：
${FORM[kind]}`,

  question: (question, columns) => (columns ? `${question}\n\n列: ${columns.join(" | ")}` : question),
  plan: planBlock({
    heading: "计划：",
    rows: (rows) => `每一行是：${rows}。`,
    criteria: (criteria) => `必须满足的条件：${criteria.join("；")}。`,
    column: ({ name, type, note }) => `列“${name}”：${[TYPES[type], note].filter(Boolean).join("，")}。`,
    uniqueColumns: (names) => `用来区分各行的列：${names.join("、")}。`,
    subtasks: (subtasks) => `从这些子任务开始：${numbered(subtasks)}`,
    maxRows: (most) =>
      `最多 ${most} 行：这是预览。先查出全部名单，只查其中最前面的 ${most} 个，并用它们写出表格。`,
  }),
  subtask: (question, subtask) => `主任务: ${question}\n\n子任务: ${subtask}`,
  turnHint: (next, maxTurns) =>
    next >= maxTurns
      ? `（第 ${next} 轮，共 ${maxTurns} 轮。这是最后一轮：请直接回答，不要调用工具。）`
      : `（第 ${next} 轮，共 ${maxTurns} 轮。最迟在第 ${maxTurns} 轮给出答案。）`,
  said: (text) => `用户补充：${text}\n\n请从现在起照此办理。问题可能因此改变；已找到的内容仍然有效。`,
  answerNow: "时间、预算或上下文即将用完。请用已有的信息立即回答，不要调用工具。",
  emptyReply: "你的上一条消息是空的。请调用工具，或者写出答案。",
  wrongForm: (kind) => `你的答案不符合要求的格式。${FORM[kind]}`,
};
