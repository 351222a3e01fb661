"use strict";
(() => {
  const order = new Intl.Collator("vi", { numeric: true });
  const value = (row, column) => {
    const cell = row.cells[column];
    if (!cell) return "";
    return cell.dataset.v === undefined ? cell.textContent.trim() : Number(cell.dataset.v);
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return order.compare(a, b);
  };
  const sort = (table, column, sign) => {
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => !row.className);
      const sorted = rows.map((row, n) => [value(row, column), n, row]);
      sorted.sort((a, b) => sign * compare(a[0], b[0]) || a[1] - b[1]);
      const rest = [...body.rows].filter((row) => row.className === "total");
      body.append(...sorted.map((one) => one[2]), ...rest);
    }
  };
  const makeSortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        sort(table, column, up ? 1 : -1);
      });
    });
  };
  const makeFilter = (table) => {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.className);
    const box = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const said = document.createElement("span");
    box.className = "filter";
    input.type = "search";
    said.setAttribute("role", "status");
    label.append("Lọc bảng: ", input);
    box.append(label, said);
    table.closest(".scroll").before(box);
    input.addEventListener("input", () => {
      const words = input.value.normalize("NFC").toLocaleLowerCase("vi").split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLocaleLowerCase("vi");
        row.hidden = !words.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
      said.textContent = words.length ? `${shown}/${rows.length} dòng` : "";
    });
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    makeSortable(table);
    makeFilter(table);
  }
  const openAround = () => {
    let target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const goal = target;
    while (target) {
      if (target.tagName === "DETAILS") target.open = true;
      target = target.parentElement;
    }
    if (goal) goal.scrollIntoView();
  };
  if (location.hash) openAround();
  addEventListener("hashchange", openAround);
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
})();
