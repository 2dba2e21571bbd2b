"use strict";
(() => {
  const find = document.getElementById("find");
  const words = document.getElementById("words");
  const found = document.getElementById("found");
  const main = document.querySelector("main");
  const rows = [...document.querySelectorAll("tbody tr")];
  const number = new Intl.NumberFormat("en");
  const all = `${number.format(rows.length)} ${rows.length === 1 ? "entry" : "entries"}`;
  let texts = null; // what is searched, made when it is first needed

  // Letters without their marks and in lower case: "jose" finds "José".
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function search() {
    texts ??= rows.map((row) => plain(row.textContent));
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, place) => {
      const fits = wanted.every((word) => texts[place].includes(word));
      count += fits;
      if (row.hidden === fits) row.hidden = !fits;
    });
    found.textContent = wanted.length ? `${number.format(count)} of ${all}` : all;
    found.dataset.words = words.value.trim();
    find.classList.toggle("used", wanted.length > 0);
    main.classList.toggle("none", count === 0);
    if (main.getBoundingClientRect().top < 0) main.scrollIntoView();
  }

  // The reader's own time under each time in UTC, with its date where that is another.
  function addOwnTimes() {
    const clock = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
    const short = new Intl.DateTimeFormat(undefined, clock);
    const long = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", ...clock });
    if (short.resolvedOptions().timeZone === "UTC") return;
    for (const row of rows) {
      const time = row.cells[0].querySelector("time");
      if (!time) continue;
      const moment = new Date(time.dateTime);
      const here = document.createElement("time");
      here.dateTime = time.dateTime;
      here.textContent = (moment.getDate() === moment.getUTCDate() ? short : long).format(moment);
      time.after(" ", here);
    }
  }

  // Paper cannot be clicked: what is folded is printed open.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("header details:not([open]), tr:not([hidden]) details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  let waiting = 0;
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 60);
  });
  addOwnTimes();
  found.textContent = all;
  find.hidden = false;
  if (words.value) search(); // a browser that comes back to the page may have kept it
})();
