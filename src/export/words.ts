/** @file The words of exports around values and quotes, in each language. */
import type { StopReason } from "../core/episode.ts";
import type { CellState } from "../core/evidence.ts";
import type { Language } from "../core/task.ts";

const english = {
  answer: "Answer",
  /** Excel keeps the name History for itself. */
  sheets: { table: "Table", evidence: "Evidence", history: "Earlier values", run: "Run" },
  states: {
    supported: "supported",
    conflicting: "conflicting",
    unsupported: "unsupported",
    missing: "missing",
    absent: "absent",
  } satisfies Record<CellState, string>,
  /** What each state means. */
  legend: {
    supported: "a page that was read states this value",
    conflicting: "another page states another value",
    unsupported: "no page that was read states this value",
    missing: "no value was found",
    absent: "a page states that there is none",
  } satisfies Record<CellState, string>,
  stops: {
    answered: "answered",
    "turn-limit": "out of turns",
    "token-limit": "out of context",
    budget: "budget used up",
    deadline: "time was up",
    aborted: "stopped",
    failed: "failed",
  } satisfies Record<StopReason, string>,
  facts: {
    question: "Question",
    run: "Run",
    date: "Date",
    model: "Model",
    knowledgeBase: "Knowledge base",
    rows: "Rows",
    completeness: "Completeness",
    note: "Note",
    end: "Ended",
    error: "Error",
    agents: "Agents",
    tokens: "Tokens",
    cost: "Cost",
    time: "Time",
  },
  evidence: {
    row: "Row",
    column: "Column",
    value: "Value",
    state: "State",
    chosen: "Chosen",
    quote: "Quote",
    page: "Page",
    url: "URL",
    place: "Place",
    agent: "Read by",
    at: "When",
    confidence: "Confidence",
    why: "Why",
    by: "By",
    run: "Run",
    model: "Model",
  },
  yes: "yes",
  asWritten: (value: string) => `As written: ${value}`,
  otherValues: "Other values",
  merges: "Merged rows",
  legendTitle: "States",
  seconds: "s",
  back: "back to the table",
  howToRead: "Choose a value to see the words that state it.",
};

export type Words = typeof english;

const chinese: Words = {
  answer: "答案",
  sheets: { table: "表格", evidence: "证据", history: "历次取值", run: "运行" },
  states: {
    supported: "有来源",
    conflicting: "有冲突",
    unsupported: "无来源",
    missing: "未找到",
    absent: "确无",
  },
  legend: {
    supported: "已读页面写有此值",
    conflicting: "另有页面写的是别的值",
    unsupported: "已读页面均未写有此值",
    missing: "没有找到值",
    absent: "有页面写明没有此项",
  },
  stops: {
    answered: "已回答",
    "turn-limit": "轮次用尽",
    "token-limit": "上下文用尽",
    budget: "预算用尽",
    deadline: "时间到",
    aborted: "已停止",
    failed: "失败",
  },
  facts: {
    question: "问题",
    run: "运行",
    date: "日期",
    model: "模型",
    knowledgeBase: "知识库",
    rows: "行数",
    completeness: "完整度",
    note: "说明",
    end: "结束",
    error: "错误",
    agents: "智能体",
    tokens: "令牌",
    cost: "费用",
    time: "用时",
  },
  evidence: {
    row: "行",
    column: "列",
    value: "值",
    state: "状态",
    chosen: "采用",
    quote: "引文",
    page: "页面",
    url: "网址",
    place: "位置",
    agent: "读取者",
    at: "时间",
    confidence: "可信度",
    why: "理由",
    by: "方式",
    run: "运行",
    model: "模型",
  },
  yes: "是",
  asWritten: (value) => `原文：${value}`,
  otherValues: "其他值",
  merges: "合并的行",
  legendTitle: "状态",
  seconds: "秒",
  back: "返回表格",
  howToRead: "点选一个值，查看写有它的原文。",
};

const WORDS: Readonly<Record<Language, Words>> = { en: english, zh: chinese };

export function wordsIn(language: Language): Words {
  return WORDS[language];
}
