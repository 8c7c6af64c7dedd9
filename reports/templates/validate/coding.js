(() => {
  const main = document.getElementById("items");
  const names = main.dataset.names.split(" ");
  const items = [...document.querySelectorAll(".item")];
  const place = "framing-coding-" + main.dataset.coder + "-" + main.dataset.mark;
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem(place)) || {}; } catch { kept = {}; }
  const chosen = (item, name) => {
    const box = item.querySelector(`input[name="${item.dataset.item}.${name}"]:checked`);
    return box ? box.value : "";
  };
  const whole = (item) => names.every((name) => chosen(item, name));
  const tell = () => {
    const done = items.filter(whole).length;
    document.getElementById("count").textContent = `${done} of ${items.length} coded`;
  };
  for (const item of items) {
    const row = kept[item.dataset.item] || {};
    for (const name of names) {
      for (const box of item.querySelectorAll(`input[name="${item.dataset.item}.${name}"]`)) box.checked = box.value === row[name];
    }
    item.querySelector("textarea").value = row.note || "";
  }
  tell();
  main.addEventListener("input", (event) => {
    const item = event.target.closest(".item");
    if (!item) return;
    const row = { note: item.querySelector("textarea").value };
    for (const name of names) row[name] = chosen(item, name);
    kept[item.dataset.item] = row;
    try { localStorage.setItem(place, JSON.stringify(kept)); } catch { document.getElementById("count").textContent = "This browser keeps nothing: save often"; return; }
    tell();
  });
  document.getElementById("next").addEventListener("click", () => {
    const open = items.find((item) => !whole(item));
    if (!open) { document.getElementById("save").focus(); return; }
    open.scrollIntoView();
    const box = names.map((name) => chosen(open, name) ? null : open.querySelector(`input[name="${open.dataset.item}.${name}"]`)).find(Boolean);
    box.focus({ preventScroll: true });
  });
  const quoted = (text) => '"' + text.replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""') + '"';
  document.getElementById("save").addEventListener("click", () => {
    const lines = [["item", ...names, "note"].join(",")];
    for (const item of items) {
      const cells = [item.dataset.item, ...names.map((name) => chosen(item, name)), item.querySelector("textarea").value];
      lines.push(cells.map(quoted).join(","));
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
    link.download = main.dataset.coder + ".csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
})();
