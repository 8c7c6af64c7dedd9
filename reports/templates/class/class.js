(function () {
"use strict";
var A = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", main = document.querySelector("main"), set = main.dataset, root = document.documentElement;
var N = +set.n, EX = +set.exercise, SIZE = +set.size, at = 0;
var $ = function (id) { return document.getElementById(id); };
var list = function (selector) { return [].slice.call(document.querySelectorAll(selector)); };
var steps = list("main > section"), reveal = $("reveal");

function go(to, quiet) {
  at = Math.max(0, Math.min(steps.length - 1, to));
  steps.forEach(function (s, i) { s.hidden = i !== at; });
  $("where").textContent = set.where.replace("{i}", at + 1).replace("{n}", steps.length);
  $("prev").disabled = at === 0; $("next").disabled = at === steps.length - 1;
  var group = steps[at].className === "item" ? "item" : steps[at].id;
  list(".nav a").forEach(function (a) { if (a.dataset.g === group) a.setAttribute("aria-current", "step"); else a.removeAttribute("aria-current"); });
  if (quiet) return;
  if (location.hash !== "#" + steps[at].id) location.hash = steps[at].id;
  steps[at].focus({preventScroll: true}); scrollTo(0, 0);
}
function here() {
  var found = steps.map(function (s) { return s.id; }).indexOf(location.hash.slice(1));
  if (found >= 0 && found !== at) go(found);
}
if (steps.length > 1) {
  root.className = "js";
  $("nav").hidden = false;
  $("prev").onclick = function () { go(at - 1); };
  $("next").onclick = function () { go(at + 1); };
  addEventListener("hashchange", here);
  addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.altKey || e.metaKey || e.target.tagName === "INPUT") return;
    var box = e.target.closest(".scroll");
    if (box && box.scrollWidth > box.clientWidth && /^Arrow/.test(e.key)) return;
    var by = {ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1}[e.key];
    if (by) { go(at + by); e.preventDefault(); }
  });
  go(0, true); here();
}
if (reveal) reveal.addEventListener("toggle", function () {
  root.classList.toggle("b", reveal.open);
  list(".item .tool").forEach(function (d) { d.open = reveal.open; });
});

/* A code read back; the same as classroom/codes.py. Returns the ratings, or the name of what is wrong. */
function read(text) {
  var typed = text.toUpperCase().replace(/[\s\-‐–—_.]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (typed.length !== SIZE) return "length";
  var d = [], i;
  for (i = 0; i < typed.length; i++) { d.push(A.indexOf(typed[i])); if (d[i] < 0) return "bad"; }
  function take(by) { for (var rest = 0, k = 0; k < d.length; k++) { var v = rest * 32 + d[k]; d[k] = Math.floor(v / by); rest = v % by; } return rest; }
  var check = take(1024), sum = 0, ratings = [];
  for (i = 0; i < d.length; i++) sum = (sum * 32 + d[i]) % 1021;
  if (sum !== check) return "bad";
  if (take(1024) !== EX) return "other";
  take(1024);
  for (i = 0; i < N; i++) ratings.unshift(take(6));
  return d.some(function (v) { return v; }) ? "other" : ratings;
}
function unmark() {
  list(".me").forEach(function (e) { e.parentNode.removeChild(e); });
  list(".labels i").forEach(function (e) { e.textContent = ""; });
  list("#mine td.own").forEach(function (e) { e.textContent = ""; });
  $("mine").hidden = true; $("said").textContent = "";
}
if ($("find")) {
  $("ask").hidden = false;
  $("find").onclick = function () {
    unmark();
    var r = read($("typed").value);
    if (typeof r === "string") { $("said").textContent = set[r]; $("typed").focus(); return; }
    list("section.item").forEach(function (s) {
      var v = r[s.dataset.s - 1], svg = s.querySelector("svg"), spot;
      if (v === 5) return;
      spot = svg.dataset["x" + v].split(" ");
      var ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      ring.setAttribute("class", "me"); ring.setAttribute("cx", spot[0]); ring.setAttribute("cy", spot[1]);
      ring.setAttribute("r", Math.max(5, svg.dataset.w / 2 + 2)); svg.appendChild(ring);
      s.querySelectorAll(".labels i")[v].textContent = set.you;
    });
    list("#mine td.own").forEach(function (e, i) { e.textContent = set.points.split("|")[r[i]]; });
    $("said").textContent = set.done; $("mine").hidden = false;
  };
  $("typed").addEventListener("keydown", function (e) { if (e.key === "Enter") $("find").click(); });
  $("wipe").onclick = function () { unmark(); $("typed").value = ""; $("typed").focus(); };
}
})();
