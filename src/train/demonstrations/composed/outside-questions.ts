/** @file Questions about things that no page of the seed knowledge base describes, and texts that ask nothing. */
import { drawn, filled, type Next } from "../made-tasks/draw.ts";

/** `places` are names that such a question may hold besides. */
export function outsideQuestion(places: readonly string[], next: Next): string {
  const kind = drawn(KINDS, next) ?? "";
  const phrasing = drawn(drawn([WIDE, WIDE, DEEP, OTHER], next) ?? WIDE, next) ?? "";
  const question = filled(phrasing, {
    kind,
    one: kind.replace(/ies$/, "y").replace(/s$/, ""),
    place: drawn(places, next) ?? "town",
    a: drawn(ATTRIBUTES, next) ?? "",
    b: drawn(ATTRIBUTES, next) ?? "",
    year: String(1700 + Math.floor(next() * 325)),
    letters: letters(next),
  });
  return next() < LOWER_CASE ? question.toLowerCase() : question;
}

const LOWER_CASE = 0.2;

function letters(next: Next): string {
  const word = () =>
    Array.from({ length: 2 + Math.floor(next() * 6) }, () =>
      String.fromCharCode(97 + Math.floor(next() * 26)),
    ).join("");
  return Array.from({ length: 1 + Math.floor(next() * 4) }, word).join(" ");
}

/** None of the lexicon's kinds, nor a word for one. */
const KINDS: readonly string[] = `
rivers, lakes, mountains, volcanoes, islands, deserts, waterfalls, glaciers, beaches, forests, moons,
planets, comets, asteroids, spacecraft, satellites, telescopes, rockets, bridges, tunnels, dams,
castles, churches, temples, museums, theatres, stadiums, skyscrapers, lighthouses, hotels,
restaurants, cafés, bars, shops, supermarkets, banks, companies, startups, factories, universities,
schools, libraries, hospitals, newspapers, magazines, films, movies, songs, albums, operas,
symphonies, bands, singers, actors, directors, painters, paintings, sculptures, novels, books, poems,
writers, poets, plays, musicals, podcasts, presidents, kings, queens, emperors, popes, ministers,
senators, mayors, elections, parties, treaties, wars, battles, revolutions, empires, dynasties,
footballers, clubs, teams, leagues, tournaments, marathons, athletes, cyclists, boxers, champions,
medals, dinosaurs, birds, mammals, fish, insects, spiders, snakes, frogs, whales, sharks, trees,
flowers, mushrooms, cheeses, wines, beers, recipes, dishes, desserts, cocktails, vitamins, diseases,
vaccines, drugs, medicines, proteins, genes, enzymes, minerals, gemstones, particles, theorems,
equations, inventions, patents, cars, motorcycles, trains, ships, submarines, aircraft, helicopters,
engines, cameras, phones, laptops, processors, robots, games, consoles, toys, sports, holidays,
festivals, dances, religions, gods, myths, train stations, motorways, metro lines, ferry routes,
ski resorts, national parks, world heritage sites, dog breeds, cat breeds, football clubs,
video games, board games, television series, Nobel laureates, Olympic champions, search engines,
web browsers, insurance companies, law firms, car makers, oil fields, power plants, wind farms,
coral reefs, hiking trails, music festivals
`
  .trim()
  .split(/,\s+/);

const ATTRIBUTES: readonly string[] = [
  "length",
  "height",
  "depth",
  "discoverer",
  "director",
  "year",
  "founder",
  "price",
  "rating",
  "address",
  "opening year",
  "architect",
  "author",
  "publisher",
  "diameter",
  "source",
  "winner",
  "score",
  "revenue",
  "number of employees",
  "owner",
  "artist",
  "genre",
  "date of birth",
  "birthplace",
  "age",
  "top speed",
  "weight",
  "ingredients",
  "team",
  "location",
  "area",
  "population",
  "country",
  "capital",
  "Chinese name",
];

const WIDE: readonly string[] = [
  "List the {kind} of {place} with {a} and {b}.",
  "{kind} of {place}",
  "{kind} in {place} with their {a}",
  "Which {kind} are there in {place}? Give {a} and {b}.",
  "Show me all {kind} of {place}, with {a} and {b}",
  "All {kind} in {place}: {a}, {b}",
  "List the best {kind} in {place} with {a} and {b}",
  "the ten largest {kind} of {place} by {a}",
  "Make a table of the {kind} of {place}: {a}, {b}.",
  "Famous {kind} from {place} and their {a}",
  "List all {kind}.",
  "Which {kind} were built in {year}? {a} and {b} please",
  "I need the {a} of all {kind} since {year}.",
  "Find {kind} near {place} with {a}",
  "For each of the {kind} in {place}, give its {a}.",
  "What {kind} of {place} have the highest {a}?",
  "Compare the {kind} of {place} by {a} and {b}.",
];

const DEEP: readonly string[] = [
  "What is the {a} of the largest {one} in {place}?",
  "What is the {a} of the {one} of {place}?",
  "Which {one} has the highest {a}?",
  "Who owns the oldest {one} of {place}?",
  "Who won the {one} in {year}?",
  "Who won the {year} World Cup?",
  "Who is the president of {place}?",
  "Who was the first person on the {one}?",
  "When was the {one} of {place} founded?",
  "Where is the nearest {one} to {place}?",
  "How high is the highest {one} of {place}?",
  "How many {kind} are there in {place}?",
  "How much does a {one} cost in {place}?",
  "Why are there so many {kind} in {place}?",
  "Find the {one} whose {a} is {year}.",
  "What happened in {place} in {year}?",
  "Tell me the {a} of the {one} built in {year}.",
];

const OTHER: readonly string[] = [
  "{letters}",
  "hello",
  "hi there",
  "help",
  "test",
  "what can you do?",
  "Who are you?",
  "tell me a joke",
  "Write a poem about {place}.",
  "Translate good morning for a friend from {place}.",
  "What is the weather in {place} today?",
  "What time is it?",
  "What is the meaning of {letters}?",
  "Explain how {kind} work.",
  "Summarise the history of {kind}.",
  "Is it better to buy {kind} or {kind}?",
  "Recommend some {kind} for a trip to {place}.",
  "What is {year} plus 17?",
  "Book a flight to {place}.",
];
