// The essays of a folder with anchors, contents lists, a feed and a sitemap; Eleventy has no related links.
const { feedPlugin } = require("@11ty/eleventy-plugin-rss");
const anchor = require("markdown-it-anchor").default;

module.exports = function (config) {
  config.amendLibrary("md", (md) => md.use(anchor, { level: [2, 3, 4, 5, 6], permalink: anchor.permalink.linkAfterHeader({
    style: "visually-hidden", assistiveText: (title) => `Link to section “${title}”`, visuallyHiddenClass: "visually-hidden",
    wrapper: ['<div class="section-heading">', "</div>"] }) }));
  config.addFilter("contents", (html) => [...html.matchAll(/<h2 id="([^"]+)"[^>]*>(.*?)<\/h2>/g)]
    .map(([, id, title]) => `<li><a href="#${id}">${title}</a></li>`).join("\n"));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addCollection("essays", (api) => api.getFilteredByGlob("essays/*.md"));
  config.addPlugin(feedPlugin, { type: "atom", outputPath: "/feed.xml", collection: { name: "essays", limit: 100 },
    metadata: { language: "en", title: "astro", base: "https://essays.example.org/", author: { name: "astro" } } });
  return { markdownTemplateEngine: false, htmlTemplateEngine: "liquid", dir: { output: "public" } };
};
