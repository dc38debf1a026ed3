/** @file How people ask for a short answer when nobody tells them how. None of these is a phrasing of the seed tasks. */

/** `{a}` is a noun and `{A}` the same with a capital letter; `{entity}` is a name, or as `the capital of Peru`. */
export const valuePhrasings: readonly string[] = [
  "What's the {a} of {entity}?",
  "Which is the {a} of {entity}?",
  "{A} of {entity}",
  "{A} of {entity}?",
  "{A} of {entity}, please.",
  "The {a} of {entity}",
  "State the {a} of {entity}.",
  "Find the {a} of {entity}.",
  "Look up the {a} of {entity}.",
  "Give me the {a} of {entity}.",
  "I want to know the {a} of {entity}.",
  "I'm looking for the {a} of {entity}.",
  "Please tell me the {a} of {entity}.",
  "Please give me the {a} of {entity}.",
  "Please find out the {a} of {entity}.",
  "Can you tell me the {a} of {entity}?",
  "Can you find the {a} of {entity}?",
  "Could you look up the {a} of {entity}?",
  "Could you give me the {a} of {entity}, please?",
  "For {entity}, give the {a}.",
  "For {entity}, report the {a}.",
  "For {entity}, tell me the {a}.",
  "Look for {entity} and report its {a}.",
];

/** Of a list, in place of those that say `is`. */
export const listPhrasings: readonly string[] = ["What are the {a} of {entity}?"];

/** Also of the attribute with this id. */
export const phrasingsOfAttribute: Readonly<Record<string, readonly string[]>> = {
  population: [
    "How many people live in {entity}?",
    "How many inhabitants are there in {entity}?",
    "How many people are there in {entity}?",
  ],
  area: ["How large is {entity}?", "How big is {entity}?"],
  country: [
    "Which country is {entity} in?",
    "In which country is {entity}?",
    "In what country is {entity} located?",
  ],
  constellation: ["Which constellation is {entity} in?", "In which constellation is {entity}?"],
};

/** An entity by one of its values: `{noun}` is its kind, `{by}` the attribute, `{value}` the value. */
export const descriptions: readonly string[] = [
  "the {noun} whose {by} is {value}",
  "the {noun} with the {by} {value}",
  "the {noun} with {by} {value}",
];

/** For the entity itself; `{entity}` is one of the above. */
export const entityPhrasings: readonly string[] = [
  "Which {noun} has the {by} {value}?",
  "What {noun} has the {by} {value}?",
  "Which {noun} has {value} as its {by}?",
  "What {noun} has {value} as its {by}?",
  "Which {noun}'s {by} is {value}?",
  "What is {entity}?",
  "What's {entity}?",
  "Find {entity}.",
  "Give {entity}.",
  "Tell me {entity}.",
  "Please find {entity}.",
  "Look up {entity}.",
  "I am looking for {entity}.",
  "I'm looking for {entity}.",
  "Could you tell me {entity}?",
];
