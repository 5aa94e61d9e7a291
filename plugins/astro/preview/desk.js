// Shows a page again when the site was built again, at the same place; runs only at the desk.
(() => {
  const { version, shown } = document.currentScript.dataset;
  const KEY = "astro-desk-place";
  let events;

  // The place is the nearest element above the window's top that an address could name, so that a paragraph written
  // further up does not push the text being read out of sight. What is not shown, as notes where they stand in the
  // margin, has no place.
  const isShown = each => each.getClientRects().length > 0;

  function place() {
    const isPassed = each => isShown(each) && each.getBoundingClientRect().top <= 0;
    const mark = [...document.querySelectorAll("main [id]")].filter(isPassed).at(-1);
    return { path: location.pathname, y: scrollY, id: mark?.id, past: mark?.getBoundingClientRect().top };
  }

  function goTo({ y, id, past }) {
    const mark = id && document.getElementById(id);
    scrollTo({ top: mark && isShown(mark) ? scrollY + mark.getBoundingClientRect().top - past : y, behavior: "instant" });
  }

  function keep() {
    sessionStorage.setItem(KEY, JSON.stringify(place()));
  }

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    // What was saved may have led the page to another address.
    const go = () => { if (kept?.path === location.pathname || redirectCount) goTo(kept); };
    go();
    // Once more when pictures and fonts have their size; only then may the browser keep places by itself again.
    const end = () => { go(); setTimeout(() => { history.scrollRestoration = "auto"; }); };
    if (document.readyState === "complete") end();
    else addEventListener("load", end, { once: true });
  }

  function reload() {
    events.close();
    history.scrollRestoration = "manual";
    location.reload();
  }

  // A browser keeps few connections to one server: only the pages in sight have one, the others look when they are
  // seen again. What is sent is the site's version, so that no news is missed in between.
  function listen() {
    events?.close();
    if (document.hidden) return;
    events = new EventSource("/.desk/events");
    events.onmessage = news => { if (news.data !== version) reload(); };
  }

  function sayThatItIsTheLast() {
    const note = document.createElement("p");
    const link = document.createElement("a");
    link.href = "?problems";
    link.textContent = "What was saved cannot be built; this is the last good site.";
    note.append(link);
    note.setAttribute("role", "status");
    Object.assign(note.style, {
      position: "fixed", insetInline: 0, insetBlockEnd: 0, margin: 0, padding: ".5em 1em", zIndex: 9,
      background: "Canvas", borderBlockStart: "2px solid", textAlign: "center",
    });
    document.body.append(note);
  }

  // What stands in between while the site is broken is to leave no trace: the page before it keeps its place for the
  // page after it.
  const { type, redirectCount } = performance.getEntriesByType("navigation")[0];
  const again = type === "reload" || location.search === "?last-good";
  // Who comes by a link meanwhile has no place yet but the one that the link names.
  if (shown === "broken" && type === "navigate" && location.search !== "?problems") sessionStorage.removeItem(KEY);
  if (shown === "broken") history.scrollRestoration = "manual";
  else addEventListener("pagehide", keep);
  if (shown !== "broken" && again) restore();

  // What is shown is no part of the address: the next look at this page is to show what is then to be seen.
  if (["?last-good", "?problems"].includes(location.search)) {
    history.replaceState(history.state, "", location.pathname + location.hash);
  }
  if (shown === "last-good") sayThatItIsTheLast();
  // What a link led to within the page is led to in the last good one as well.
  for (const link of document.querySelectorAll("a[href='?last-good'], a[href='?problems']")) link.hash = location.hash;
  // An essay of a future date stands among the others at the desk; the site's files know no clock. Its day begins when
  // it does in the site's time zone, which the day alone does not tell.
  for (const time of document.querySelectorAll("main time[datetime]")) {
    if (Date.parse(time.dataset.moment ?? time.dateTime) > Date.now()) time.append(" · future");
  }
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", listen);
})();
