"use strict";
(() => {
  const body = document.body;
  const words = JSON.parse(body.dataset.script);
  const store = `infoclip-report/${body.dataset.series}/${body.dataset.key}`;
  const clips = [...document.querySelectorAll(".clip")];
  const byId = (id) => document.getElementById(id);
  const local = new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-u-nu-latn" : "en");
  let kept = { reviewer: "", clips: {} };
  let filter = "all";

  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(store));
      if (found && typeof found === "object" && found.clips) kept = found;
    } catch { /* a browser that keeps nothing, or something that is not ours */ }
  };
  const write = () => {
    try {
      localStorage.setItem(store, JSON.stringify(kept));
    } catch {
      byId("kept").textContent = words.unsaved;
    }
  };
  const of = (clip) => (kept.clips[clip.dataset.output] ??= { decision: "", comment: "", at: "", content: "", by: "", was: "" });
  const day = (text) => text ? text.slice(0, 16).replace("T", " ") : "";
  const now = () => {
    const here = new Date();
    return new Date(here.getTime() - here.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
  };

  const show = (clip) => {
    const said = of(clip);
    if (said.decision && said.content !== clip.dataset.content) {
      said.was = said.decision;
      said.decision = "";
    }
    clip.dataset.decision = said.decision || "open";
    for (const box of clip.querySelectorAll("input[type=radio]")) box.checked = box.value === said.decision;
    clip.querySelector(".clear").hidden = !said.decision;
    const state = clip.querySelector(".state");
    state.hidden = !said.decision;
    state.textContent = said.decision ? words[said.decision] : "";
    const stale = clip.querySelector(".stale");
    stale.hidden = !(said.was && !said.decision);
    stale.textContent = said.was ? words.stale.replace("{was}", words[said.was]) : "";
    const area = clip.querySelector("textarea");
    if (area.value !== said.comment) area.value = said.comment;
    clip.querySelector(".printed").textContent = said.comment;
    const decided = clip.querySelector(".decided");
    decided.hidden = !said.decision;
    decided.textContent = [said.by, said.at && `\u2066${day(said.at)}\u2069`].filter(Boolean).join(" · ");
  };
  const count = () => {
    const counts = { open: 0, approved: 0, rejected: 0 };
    for (const clip of clips) counts[clip.dataset.decision] += 1;
    for (const [name, value] of Object.entries(counts)) byId(`count-${name}`).textContent = local.format(value);
    for (const name of ["approved", "rejected"]) {
      byId(`meter-${name}`).style.flexBasis = `${clips.length ? 100 * counts[name] / clips.length : 0}%`;
    }
  };
  const sift = () => {
    const asked = byId("search").value.trim().toLowerCase();
    let shown = 0;
    for (const clip of clips) {
      const fits = filter === "all" || clip.dataset.decision === filter || (filter === "warned" && clip.dataset.warned === "yes");
      const found = !asked || `${clip.dataset.name} ${clip.dataset.title} ${clip.dataset.output}`.toLowerCase().includes(asked);
      clip.hidden = !(fits && found);
      shown += clip.hidden ? 0 : 1;
    }
    document.querySelector(".nothing").hidden = shown > 0 || !clips.length;
  };
  const decide = (clip, decision) => {
    const said = of(clip);
    Object.assign(said, { decision, content: clip.dataset.content, at: now(), by: kept.reviewer, was: "" });
    write(); show(clip); count();
  };

  for (const clip of clips) {
    const form = clip.querySelector(".sign-off");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => { if (event.target.type === "radio") decide(clip, event.target.value); });
    clip.querySelector(".clear").addEventListener("click", () => { decide(clip, ""); sift(); });
    clip.querySelector("textarea").addEventListener("input", (event) => {
      of(clip).comment = event.target.value;
      clip.querySelector(".printed").textContent = event.target.value;
      write();
    });
  }
  for (const button of document.querySelectorAll("[data-filter]")) {
    button.addEventListener("click", () => {
      filter = button.dataset.filter;
      for (const other of document.querySelectorAll("[data-filter]")) other.setAttribute("aria-pressed", String(other === button));
      sift();
    });
  }
  byId("search").addEventListener("input", sift);
  byId("reviewer").addEventListener("input", (event) => { kept.reviewer = event.target.value; write(); });
  byId("print").addEventListener("click", () => window.print());

  // A cell that a sheet would take for a formula begins with an apostrophe; quotes are doubled (RFC 4180).
  const cell = (value) => `"${String(value).replace(/^(?=[=+\-@\t\r])/, "'").replace(/"/g, '""')}"`;
  const table = () => {
    const head = ["number", "row", "name", "title", "decision", "comment", "reviewer", "decided", "files", "content"].map((name) => words[name]);
    const rows = clips.map((clip) => {
      const said = of(clip), data = clip.dataset;
      return [data.number, data.row, data.name, data.title, words[data.decision], said.comment, said.decision ? said.by || kept.reviewer : "", said.decision ? said.at : "", data.files, data.content];
    });
    return "\ufeff" + [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  };
  byId("export").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([table()], { type: "text/csv;charset=utf-8" }));
    link.download = `${body.dataset.series}-signoff.csv`;
    body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  });

  const player = byId("player"), video = player.querySelector("video");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-film]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !player.showModal) return;
    event.preventDefault();
    video.src = link.getAttribute("href");
    player.showModal();
    video.play().catch(() => {});
  });
  player.addEventListener("click", (event) => { if (event.target === player) player.close(); });
  player.addEventListener("close", () => { video.pause(); video.removeAttribute("src"); video.load(); });

  read();
  byId("reviewer").value = kept.reviewer || "";
  const made = new Date(document.lastModified);
  byId("issued").textContent = `${made.getFullYear()}/${made.getMonth() + 1}/${made.getDate()}`;
  byId("issued").parentElement.hidden = false;
  clips.forEach(show);
  count();
  sift();
})();
