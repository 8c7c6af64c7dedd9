(function () {
"use strict";
var A = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", main = document.querySelector("main"), set = main.dataset;
var N = +set.n, EX = +set.exercise, KEY = "framing-" + set.lesson, WHY = set.why.split(" ");
var $ = function (id) { return document.getElementById(id); };
var items = [].slice.call(document.querySelectorAll("#rate li")), radios = [].slice.call(document.querySelectorAll("#scale input"));
var stages = [].slice.call(document.querySelectorAll("section")), whys = [].slice.call(document.querySelectorAll("#why [data-w]"));
var state, made;

function blank() {
  var list = function (value) { return items.map(function () { return typeof value === "object" && value ? [] : value; }); };
  return {n: Math.floor(Math.random() * 1024), r: list(null), w: list(null), t: list([]), at: 0, done: false};
}
function sound(s) {
  var whole = function (v, below) { return typeof v === "number" && v % 1 === 0 && v >= 0 && v < below; };
  return s && whole(s.n, 1024) && whole(s.at, N) && [s.r, s.w, s.t].every(function (l) { return Array.isArray(l) && l.length === N; }) &&
    s.r.every(function (v) { return v === null || whole(v, 6); }) && s.w.every(function (v) { return v === null || whole(v, WHY.length); }) &&
    s.t.every(function (l) { return Array.isArray(l) && l.every(function (v) { return whole(v, 999); }); });
}
function load() { try { var s = JSON.parse(localStorage.getItem(KEY)); return sound(s) ? s : null; } catch (e) { return null; } }
function keep() { try { localStorage.setItem(KEY, JSON.stringify(state)); } catch (e) { /* private mode: nothing is kept */ } }
function forget() { try { localStorage.removeItem(KEY); } catch (e) { /* nothing was kept */ } }

/* The code: digits in base 32, least first; the same as classroom/codes.py. */
function push(digits, base, add) {
  for (var i = 0; i < digits.length; i++) { add += digits[i] * base; digits[i] = add % 32; add = (add - digits[i]) / 32; }
  while (add) { digits.push(add % 32); add = (add - add % 32) / 32; }
}
function size() {
  var d = [1];
  for (var i = 0; i < N; i++) push(d, 6, 0);
  for (i = 0; i < 3; i++) push(d, 1024, 0);
  return d.length;
}
function code() {
  var d = [], check = 0, i;
  state.r.forEach(function (v) { push(d, 6, v === null ? 5 : v); });
  push(d, 1024, state.n); push(d, 1024, EX);
  for (i = d.length - 1; i >= 0; i--) check = (check * 32 + d[i]) % 1021;
  push(d, 1024, check);
  while (d.length < size()) d.push(0);
  return d.reverse().map(function (v) { return A[v]; }).join("").replace(/(.{5})(?=.)/g, "$1-");
}

function show(id) {
  stages.forEach(function (s) { s.hidden = s.id !== id; });
  $(id).focus({preventScroll: true});
  scrollTo(0, 0);
}
function say(id, count) {
  var e = $(id), all = e.dataset;
  e.textContent = (count ? (count === 1 ? all.one : all.other) : all.none || all.other).replace("{n}", count);
}
function skipped() { return state.r.filter(function (v) { return v === null; }).length; }
function paint() {
  var at = state.at, r = state.r[at];
  radios.forEach(function (e) { e.checked = +e.value === r; e.parentNode.className = e.checked ? "on" : ""; });
  say("left", skipped());
  whys.forEach(function (e, i) { e.setAttribute("aria-pressed", state.w[at] === i); });
  [].forEach.call($("words").children, function (e, i) { e.setAttribute("aria-pressed", state.t[at].indexOf(i) >= 0); });
}
function sentence(at) {
  state.at = at; keep();
  items.forEach(function (e, i) { e.hidden = i !== at; });
  $("nth").textContent = set.nth.replace("{i}", at + 1).replace("{n}", N);
  $("scale").setAttribute("aria-describedby", "t" + (at + 1));
  $("back").hidden = at === 0;
  $("next").textContent = at === N - 1 ? set.last : set.next;
  $("why").open = false;
  var box = $("words"); box.textContent = "";
  $("t" + (at + 1)).textContent.split(" ").forEach(function (word, i) {
    var b = document.createElement("button");
    b.type = "button"; b.textContent = word;
    b.onclick = function () { var t = state.t[state.at], k = t.indexOf(i); if (k < 0) t.push(i); else t.splice(k, 1); keep(); paint(); };
    box.appendChild(b);
  });
  paint(); show("rate");
}
function rate(value) { state.r[state.at] = value; keep(); paint(); }
function next() { if (state.at < N - 1) sentence(state.at + 1); else ask(); }
function ask() {
  var n = skipped();
  if (!n) return finish();
  $("finish").hidden = n === N;
  if (n === N) $("skips").textContent = set.nothing; else say("skips", n);
  show("check");
}
function finish() {
  state.done = true; keep();
  $("c").textContent = code();
  if (made) URL.revokeObjectURL(made);
  var file = {exercise: EX, lesson: set.lesson, nonce: state.n, code: code(),
    ratings: state.r.map(function (v) { return v === 5 ? null : v; }), why: state.w.map(function (v) { return v === null ? null : WHY[v]; }),
    words: state.t.map(function (l) { return l.slice().sort(function (a, b) { return a - b; }); })};
  made = URL.createObjectURL(new Blob([JSON.stringify(file) + "\n"], {type: "application/json"}));
  $("file").href = made;
  $("file").download = "answers-" + EX + "-" + ("000" + state.n).slice(-4) + ".json";
  sure(false); show("code");
}
function sure(asked) { $("sure").hidden = !asked; $("clear").hidden = asked; }
function begin() { forget(); state = blank(); if (made) { URL.revokeObjectURL(made); made = null; } $("c").textContent = ""; $("file").removeAttribute("href"); }
function start() {
  var old = load();
  if (old && !old.done && old.r.every(function (v) { return v === null; })) old = null;
  state = old || blank();
  $("stored").hidden = !old;
  if (old) $("stored").firstElementChild.textContent = old.done ? set.done : set.open;
  $("begin").hidden = !!old;
  show("start");
}

radios.forEach(function (e) { e.onchange = function () { rate(+e.value); }; });
whys.forEach(function (e, i) { e.onclick = function () { var at = state.at; state.w[at] = state.w[at] === i ? null : i; keep(); paint(); }; });
$("begin").onclick = $("fresh").onclick = function () { begin(); show("examples"); };
$("goon").onclick = function () { if (state.done) finish(); else sentence(state.at); };
$("first").onclick = function () { sentence(0); };
$("next").onclick = next;
$("back").onclick = function () { sentence(state.at - 1); };
$("goback").onclick = function () { sentence(Math.max(0, state.r.indexOf(null))); };
$("finish").onclick = finish;
$("change").onclick = function () { state.done = false; sentence(0); };
$("clear").onclick = function () { sure(true); $("yes").focus(); };
$("no").onclick = function () { sure(false); $("clear").focus(); };
$("yes").onclick = function () { begin(); start(); };
/* Keys work only while the focus is in the sentence, so that they are in nobody's way. */
$("rate").addEventListener("keydown", function (e) {
  if (e.ctrlKey || e.altKey || e.metaKey) return;
  if (/^[0-5]$/.test(e.key)) {
    var v = e.key === "0" ? 5 : e.key - 1;
    rate(v); radios[v].focus(); e.preventDefault();
  } else if (e.key === "Enter" && (e.target.tagName === "INPUT" || e.target.id === "rate")) { next(); e.preventDefault(); }
});
document.documentElement.className = "js";
$("noscript").hidden = true;
[].forEach.call(document.querySelectorAll("[data-js]"), function (e) { e.hidden = false; });
start();
})();
