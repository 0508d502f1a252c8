"use strict";

const EVERY_MILLIS = 2000;
const byId = (id) => document.getElementById(id);
const rates = new Map(); // load id -> rows and time of the last look

const number = new Intl.NumberFormat("en");
const count = (n) => (n == null || n < 0 ? "–" : number.format(n));

function scaled(value, step, units) {
  let unit = 0;
  while (value >= step && unit < units.length - 1) {
    value /= step;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return value.toFixed(digits) + units[unit];
}

const bytes = (n) => (n == null || n < 0 ? "–" : scaled(n, 1024, [" B", " KB", " MB", " GB", " TB"]));
const short = (n) => scaled(n, 1000, ["", " k", " M", " G"]);

function duration(millis) {
  if (millis < 1000) return millis + " ms";
  const seconds = millis / 1000;
  if (seconds < 60) return seconds.toFixed(1) + " s";
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes + " min " + Math.floor(seconds % 60) + " s";
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? hours + " h " + (minutes % 60) + " min" : Math.floor(hours / 24) + " days";
}

function when(iso) {
  if (!iso) return "–";
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return today ? date.toLocaleTimeString() : date.toLocaleString();
}

/** Text only ever goes in as text: labels and reasons come from clients. */
function cell(content, className) {
  const td = document.createElement("td");
  if (className) td.className = className;
  if (content instanceof Node) td.append(content);
  else {
    td.textContent = content;
    if (className === "label") td.title = content;
  }
  return td;
}

function fill(id, rows, none, columns) {
  const body = byId(id);
  if (rows.length === 0) {
    const td = cell(none, "empty");
    td.colSpan = columns;
    rows = [[td]];
  }
  body.replaceChildren(...rows.map((cells) => {
    const tr = document.createElement("tr");
    tr.append(...cells);
    return tr;
  }));
}

function pill(text, tone) {
  const span = document.createElement("span");
  span.className = "pill " + tone;
  span.textContent = text;
  return span;
}

function rate(load) {
  const now = performance.now();
  const before = rates.get(load.id);
  rates.set(load.id, { rows: load.rows, at: now });
  if (before && now > before.at) return (1000 * (load.rows - before.rows)) / (now - before.at);
  return load.elapsedMillis > 0 ? (1000 * load.rows) / load.elapsedMillis : 0;
}

function progress(load) {
  if (load.state === "PREPARED") return document.createTextNode("committing");
  if (load.totalBytes <= 0) return document.createTextNode("size not known");
  const part = Math.min(1, load.bytes / load.totalBytes);
  const bar = document.createElement("progress");
  bar.value = part;
  const text = document.createElement("span");
  text.textContent = Math.floor(100 * part) + " %";
  const both = document.createDocumentFragment();
  both.append(bar, text);
  return both;
}

function showServer(server) {
  const facts = [
    ["version", server.version],
    ["up", duration(1000 * server.uptimeSeconds)],
    ["http", server.httpPort],
    ...(server.mysqlPort ? [["mysql", server.mysqlPort]] : []),
    ["data", server.dataDirectory],
  ];
  byId("server").replaceChildren(...facts.map(([name, value]) => {
    const div = document.createElement("div");
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = name;
    dd.textContent = value;
    div.append(dt, dd);
    return div;
  }));
}

function showRunning(loads) {
  byId("running-now").textContent = loads.length;
  fill("running", loads.map((load) => [
    cell(load.label, "label"),
    cell(load.database + "." + load.table),
    cell(load.kind.toLowerCase()),
    cell(count(load.rows), "n"),
    cell(short(rate(load)), "n"),
    cell(bytes(load.bytes), "n"),
    cell(progress(load)),
    cell(duration(load.elapsedMillis), "n"),
  ]), "No load is running.", 8);
  const ids = new Set(loads.map((load) => load.id));
  for (const id of rates.keys()) if (!ids.has(id)) rates.delete(id);
}

const tones = { VISIBLE: "good", COMMITTED: "good", ABORTED: "bad" };

function filtered(load) {
  if (!load.errorLog) return cell(count(load.filtered), load.filtered > 0 ? "n some" : "n");
  const link = document.createElement("a");
  link.href = "api/_load_error_log?file=" + encodeURIComponent(load.errorLog);
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = count(load.filtered);
  link.title = "Why these rows were filtered";
  return cell(link, "n some");
}

function showRecent(loads) {
  const failed = loads.filter((load) => load.state === "ABORTED").length;
  byId("recent-sum").textContent = loads.length === 0
    ? "none ended yet"
    : failed + " of the last " + loads.length + " failed";
  fill("recent", loads.map((load) => [
    cell(pill(load.state.toLowerCase(), tones[load.state] || "")),
    cell(load.label, "label"),
    cell(load.tables.map((table) => load.database + "." + table).join(", ")),
    cell(load.kind.toLowerCase()),
    cell(load.state === "ABORTED" ? "–" : count(load.rows), "n"),
    filtered(load),
    cell(bytes(load.bytes), "n"),
    cell(duration(load.millis), "n"),
    cell(when(load.finished)),
    cell(load.reason, "reason"),
  ]), "Nothing was loaded yet.", 10);
}

function showTables(tables) {
  fill("tables", tables.map((table) => [
    cell(table.database + "." + table.table),
    cell(count(table.columns), "n"),
    cell(count(table.rows), "n"),
    cell(bytes(table.bytes), "n"),
    cell(when(table.lastLoad)),
  ]), "There are no tables yet.", 5);
  byId("first").hidden = tables.length > 0;
  byId("example").textContent =
    "./plimsoll load examples/flights.csv --into demo.flights --create\n\n" +
    'curl -u root: -H "label: f1" -H "column_separator: ," -H "Expect: 100-continue" \\\n' +
    "     -T data.csv " + location.origin + "/api/demo/flights/_stream_load";
}

const SVG = "http://www.w3.org/2000/svg";

function curve(id, values) {
  const most = Math.max(1, ...values);
  const slots = 149;
  const left = slots - (values.length - 1);
  const points = values.map((value, i) =>
    ((300 * (left + i)) / slots).toFixed(1) + "," + (58 - (54 * value) / most).toFixed(1));
  const area = document.createElementNS(SVG, "path");
  const edge = document.createElementNS(SVG, "path");
  if (points.length > 1) {
    const from = ((300 * left) / slots).toFixed(1);
    area.setAttribute("d", "M" + from + ",60 L" + points.join(" L") + " L300,60 Z");
    edge.setAttribute("d", "M" + points.join(" L"));
  }
  area.setAttribute("class", "area");
  edge.setAttribute("class", "edge");
  byId(id).replaceChildren(area, edge);
}

function showThroughput(samples) {
  const last = samples[samples.length - 1] || { rows: 0, bytes: 0 };
  byId("rows-now").textContent = short(last.rows);
  byId("bytes-now").textContent = bytes(last.bytes);
  curve("rows-curve", samples.map((sample) => sample.rows));
  curve("bytes-curve", samples.map((sample) => sample.bytes));
}

function show(status) {
  showServer(status.server);
  showThroughput(status.throughput);
  showRunning(status.running);
  showRecent(status.recent);
  showTables(status.tables);
  document.title = status.running.length > 0 ? "(" + status.running.length + ") Plimsoll" : "Plimsoll";
}

function health(text, tone) {
  byId("health").textContent = text;
  byId("health").className = "pill " + tone;
}

let shown = false;

/** Looks again and again, but leaves a server alone that nobody watches. */
async function poll() {
  try {
    if (!document.hidden || !shown) {
      const answer = await fetch("api/plimsoll/status", { cache: "no-store" });
      if (!answer.ok) throw new Error("HTTP " + answer.status);
      show(await answer.json());
      shown = true;
      health("up", "good");
    }
  } catch (failure) {
    health("no answer from the server", "bad");
  }
  setTimeout(poll, EVERY_MILLIS);
}

poll();
