// The search page: asks the index, and shows the essays with their sections. No HTML is made from strings.
const form = document.querySelector(".find");
const field = document.querySelector("#search-words");
const list = document.querySelector("#search-results");
const found = document.querySelector("#search-found");
const index = new URL("../pagefind/", import.meta.url).href;

// The index is fetched when it is asked for, so that the page itself is shown at once.
const load = async () => {
  const { languages } = await (await fetch(`${index}pagefind-entry.json`)).json();
  // Each language has an index of its own, and stems of its own, which a merged index would not be asked with; and a
  // module holds the stems of one language.
  return Promise.all(Object.keys(languages).map(async (language) => {
    const { createInstance } = await import(`${index}pagefind.js?${language}`);
    const page = document.documentElement;
    const { lang } = page;
    page.lang = language; // an instance takes its language from the page, as it is made
    const instance = createInstance({ noWorker: true });
    page.lang = lang;
    return instance;
  }));
};
let loading;
// What could not be fetched is asked for again with the next words.
const opened = () => (loading ??= load().catch(() => { loading = undefined; }));

const element = (name, ...children) => {
  const made = document.createElement(name);
  made.append(...children);
  return made;
};

// Pagefind marks what it found with <mark>, and escapes the rest.
const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
const marked = (html) => html.split(/<\/?mark>/).map((text, i) => (i % 2 ? element("mark", plain(text)) : plain(text)));

const link = (address, text) => {
  const made = element("a", text);
  made.href = address;
  return made;
};

// What is found at the beginning of a text begins with the heading, which stands above it already. Pagefind ends that with
// a mark; without one those are words of the text.
const below = (heading, html) => {
  const bare = (word = "") => plain(word.replace(/<\/?mark>/g, ""));
  const [first, words] = [heading, html].map((text) => text.trim().split(/\s+/));
  const isFirst = first.every((word, i) => word.replace(/[.:]$/, "") === bare(words[i]).replace(/[.:]$/, ""));
  const isEnded = /[^\p{L}\p{N}]$/u.test(bare(words[first.length - 1]));
  return isFirst && isEnded ? words.slice(first.length).join(" ") : `… ${html}`;
};

const said = (heading, html) => {
  const words = below(heading, html);
  return words ? [element("p", ...marked(words), " …")] : [];
};

const entry = (page) => {
  const sections = page.sub_results.filter((each) => each.anchor).slice(0, 4);
  const item = element("li", element("h2", link(page.url, page.meta.title)));
  [item.lang, item.dir] = [page.meta.lang, page.meta.direction];
  const parts = sections.map((each) => element("li", link(each.url, each.title), ...said(each.title, each.excerpt)));
  item.append(...(parts.length ? [element("ul", ...parts)] : said(page.meta.title, page.excerpt)));
  return item;
};

const shown = 20;
let latest = 0;
const search = async () => {
  const words = field.value.trim();
  const asked = words.replace(/(^|\s)[$+<=>^`|~]+(?=\S)/g, "$1"); // which begin no word of the index
  const mine = ++latest;
  const indexes = words ? await opened() : undefined;
  const searched = await Promise.all((indexes ?? []).map((each) => each.search(asked)));
  const results = searched.flatMap((each) => each.results).sort((one, other) => other.score - one.score);
  const pages = await Promise.all(results.slice(0, shown).map((result) => result.data()));
  if (mine !== latest) return;
  list.replaceChildren(...pages.map(entry));
  const count = `${results.length} ${results.length === 1 ? "page" : "pages"}`;
  const told = pages.length < results.length ? `${count}, of which these are the first ${pages.length}` : count;
  found.textContent = words ? (indexes ? told : "The search could not be fetched; change the words to try again.") : "";
  history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
};

form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
field.addEventListener("focus", opened);
field.addEventListener("input", search);
field.value = new URLSearchParams(location.search).get("q") ?? "";
if (field.value) search();
