(function () {
  "use strict";

  const maximum = 12;

  // Of the words in the pages and in what is searched for, so that both have the same
  const separator = /[^\p{L}\p{N}]+/u;

  window.addEventListener("DOMContentLoaded", function () {
    addNavigation(document.getElementById("site-nav"), document.getElementById("site-nav-button"));
    addSearch(document.getElementById("search"), document.getElementById("search-text"));
  });

  window.addEventListener("load", addScrolling);
  window.addEventListener("resize", addScrolling);

  // The keyboard must reach what scrolls to the side
  function addScrolling() {
    for (const box of document.querySelectorAll("#content :is(.table-box, .diagram, pre, pre code)")) {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
      } else {
        box.removeAttribute("tabindex");
      }
    }
  }

  // On a narrow screen a button shows and hides the navigation
  function addNavigation(nav, button) {
    function show(shown) {
      nav.classList.toggle("shown", shown);
      button.setAttribute("aria-expanded", shown);
    }
    button.addEventListener("click", () => show(!nav.classList.contains("shown")));
    nav.addEventListener("click", (event) => {
      if (event.target.closest("a")) {
        show(false);
      }
    });
    nav.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && nav.classList.contains("shown")) {
        show(false);
        button.focus();
      }
    });
    const current = nav.querySelector("[aria-current]");
    if (current) {
      nav.scrollTop = current.offsetTop - nav.clientHeight / 3;
    }
  }

  function addSearch(form, input) {
    const panel = document.getElementById("search-panel");
    const status = document.getElementById("search-status");
    const results = document.getElementById("search-results");
    let index;

    async function search() {
      const words = wordsOf(input.value);
      panel.hidden = words.length === 0;
      if (words.length > 0) {
        index = index || loadIndex();
        show(words, find(await index, words));
      }
    }

    function show(words, found) {
      if (words.join() !== wordsOf(input.value).join()) {
        return;
      }
      status.textContent = found.length === 1 ? "1 result" : found.length + " results";
      results.replaceChildren(...found.slice(0, maximum).map((entry) => resultOf(entry, words)));
    }

    function close() {
      panel.hidden = true;
    }

    input.addEventListener("input", search);
    input.addEventListener("focus", search);
    results.addEventListener("click", close);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = results.querySelector("a");
      if (first && !panel.hidden) {
        first.click();
      }
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        input.focus();
        close();
      }
    });
    document.addEventListener("click", (event) => {
      if (!form.contains(event.target)) {
        close();
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, textarea")) {
        event.preventDefault();
        input.focus();
      }
    });
  }

  // Scripts, because a browser reads nothing else from local files
  async function loadIndex() {
    await loadScript("js/lunr.min.js");
    await loadScript("js/search-entries.js");
    lunr.tokenizer.separator = separator;
    return lunr(function () {
      // Words aren't shortened: the search is for the beginning of a word
      this.pipeline.remove(lunr.stemmer);
      this.pipeline.remove(lunr.stopWordFilter);
      this.searchPipeline.remove(lunr.stemmer);
      this.field("section", { boost: 10 });
      this.field("page", { boost: 3 });
      this.field("text");
      searchEntries.forEach((entry, position) => this.add({ id: position, ...entry }));
    });
  }

  function loadScript(source) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function wordsOf(text) {
    return text.toLowerCase().split(separator).filter((word) => word);
  }

  // Each word must occur; a plural finds its singular too
  function find(index, words) {
    const found = index.query((query) => words.forEach((word) =>
      query.term(word.replace(/(?<=...)s$/, ""), {
        presence: lunr.Query.presence.REQUIRED,
        usePipeline: false,
        wildcard: lunr.Query.wildcard.TRAILING
      })));
    return found.map((result) => searchEntries[result.ref]);
  }

  function resultOf(entry, words) {
    const link = element("a", entry.section || entry.page);
    link.href = entry.url;
    const item = document.createElement("li");
    item.append(link);
    if (entry.section) {
      item.append(element("span", entry.page));
    }
    item.append(element("p", excerptOf(entry.text, words)));
    return item;
  }

  function excerptOf(text, words) {
    const position = text.toLowerCase().indexOf(words[0]);
    const start = Math.max(0, text.lastIndexOf(" ", Math.max(0, position - 40)) + 1);
    const excerpt = text.substring(start, start + 140);
    return (start > 0 ? "… " : "") + excerpt + (start + 140 < text.length ? " …" : "");
  }

  function element(name, text) {
    const created = document.createElement(name);
    created.textContent = text;
    return created;
  }
})();
