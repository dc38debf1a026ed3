/** @file How people ask for one answer. Some forms are kept for the test split. */

/** `{attribute}` is a noun, `{thing}` a noun phrase such as `the capital of Peru`. */
export const deepPhrasings: readonly string[] = [
  "What is the {attribute} of {thing}?",
  "Tell me the {attribute} of {thing}.",
  "Give the {attribute} of {thing}.",
  "I would like to know the {attribute} of {thing}.",
  "Find out the {attribute} of {thing}.",
  "Please look up the {attribute} of {thing}.",
  "Could you tell me the {attribute} of {thing}?",
  "For {thing}, state the {attribute}.",
  "Do you know the {attribute} of {thing}?",
  "What would a reference book give as the {attribute} of {thing}?",
  "Look for {thing} and report the {attribute}.",
  "I am looking for the {attribute} of {thing}.",
];

/** Only in the test split. */
export const heldOutDeepPhrasings: readonly string[] = [
  "Name the {attribute} of {thing}, please.",
  "Which {attribute} is recorded for {thing}?",
];

export const chineseDeepPhrasings: readonly string[] = [
  "{thing}的{attribute}是{what}？",
  "请问{thing}的{attribute}是{what}？",
  "请告诉我{thing}的{attribute}。",
  "我想知道{thing}的{attribute}。",
  "帮我查一下{thing}的{attribute}。",
];

/** Only in the test split. */
export const heldOutChineseDeepPhrasings: readonly string[] = [
  "能查到{thing}的{attribute}吗？",
  "请说明{thing}的{attribute}是{what}。",
];
