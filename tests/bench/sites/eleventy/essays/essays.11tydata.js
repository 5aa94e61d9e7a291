module.exports = { layout: "essay.liquid", permalink: (data) => `/${data.page.fileSlug}/index.html` };
