(() => {
  const page = document.getElementById("stale");
  const hours = (Date.now() - Date.parse(page.dataset.built)) / 36e5;
  const days = Math.round(hours / 24);
  if (hours < page.dataset.hours * 1.25) return;
  const age = hours < 48 ? Math.round(hours) + " hours" : days + " days";
  page.textContent = "This page is " + age + " old. The nightly run may have stopped.";
  page.hidden = false;
})();
