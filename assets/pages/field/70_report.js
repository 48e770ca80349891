/* The tab "报告": what, where, photos, a voice note; one entry, whatever it becomes.
 *
 * What is typed stays while other tabs are looked at; what is sent goes through the outbox, the
 * report before its photos, each once.
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const MOST_PHOTOS = 6;
  const CATEGORY = "other";
  let options = null;
  let draft = empty();
  let own = null;
  let around = null;

  function empty() {
    return {
      found: "",
      text: "",
      lat: null,
      lon: null,
      fix: "phone",
      accuracy: null,
      why: "",
      photos: [],
      note: null,
      itemClass: "",
      site: "",
      party: "",
      phone: "",
      category: CATEGORY,
      isMapOpen: false,
    };
  }

  /* What a report may name is kept on the phone: it is chosen without a network, too. */
  async function learnOptions() {
    if (!options) options = (await field.store.get("report_options").catch(() => null)) || null;
    try {
      options = await field.ask("/api/v1/field/report-options");
      await field.store.set("report_options", options).catch(() => {});
    } catch {
      /* Offline: as it was told last. */
    }
    field.redraw("report");
  }

  async function learnOwn() {
    try {
      own = (await field.ask("/api/v1/field/reports")).items;
      drawOwn();
    } catch {
      drawOwn();
    }
  }

  async function locate() {
    draft.why = t("正在定位…");
    drawPlace();
    const where = await field.place(8000);
    if (where.why) draft.why = t("{why}；请在地图上点选位置", { why: where.why });
    else Object.assign(draft, { ...pick(where), fix: "phone", why: "" });
    drawPlace();
    lookAround();
  }

  function pick(where) {
    return { lat: where.lat, lon: where.lon, accuracy: where.accuracy_m || null };
  }

  async function lookAround() {
    around = null;
    if (draft.lat !== null && draft.found) {
      const query = `lat=${draft.lat.toFixed(6)}&lon=${draft.lon.toFixed(6)}&found=${draft.found}`;
      around = await field.ask("/api/v1/field/around?" + query).catch(() => null);
    }
    drawAround();
  }

  /* ---- drawing ---- */

  function fill(id, ...children) {
    const box = document.getElementById(id);
    if (box) box.replaceChildren(...children.filter(Boolean));
  }

  function drawPlace() {
    const isKnown = draft.lat !== null;
    const accuracy = draft.accuracy ? "±" + Math.round(draft.accuracy) + " m" : "";
    const words = isKnown
      ? draft.fix === "map"
        ? t("位置：地图上点选")
        : t("位置：手机定位 {accuracy}", { accuracy })
      : draft.why || t("还没有位置");
    fill(
      "r-place",
      el("p", { class: isKnown ? "m-where" : "m-error", role: "status" }, words),
      el(
        "p",
        { class: "m-links" },
        el("button", { type: "button", class: "m-link", onclick: locate }, t("重新定位")),
        el(
          "button",
          {
            type: "button",
            class: "m-link",
            "aria-expanded": String(draft.isMapOpen),
            onclick: () => {
              draft.isMapOpen = !draft.isMapOpen;
              drawPlace();
            },
          },
          t("地图点选"),
        ),
      ),
      draft.isMapOpen
        ? field.sketch({
            lat: draft.lat,
            lon: draft.lon,
            onTap: (where) => {
              Object.assign(draft, { ...pick(where), fix: "map", why: "" });
              fill("r-tapped", el("p", { class: "m-where" }, t("位置：地图上点选")));
              lookAround();
            },
          })
        : null,
      el("div", { id: "r-tapped" }),
    );
  }

  function nearWords(one) {
    const values = { m: one.metres, n: one.minutes, class: className(one.found) };
    if (one.is_own) return t("您 {n} 分钟前在 {m} 米外报过“{class}”", values);
    return t("{m} 米外 {n} 分钟前已有人报“{class}”", values);
  }

  function className(code) {
    const found = options && options.classes.find((one) => one.code === code);
    return found ? t(found.name) : code;
  }

  function drawAround() {
    const near = (around && around.near) || [];
    const sites = (around && around.sites) || [];
    fill(
      "r-around",
      near.length
        ? el(
            "div",
            { class: "m-corrected", role: "status" },
            el("b", {}, t("附近可能是同一件：")),
            ...near.map((one) => el("p", {}, nearWords(one), one.number ? " " + one.number : "")),
            el("p", {}, t("是同一件也可以上报，系统会合并，不会重复立案。")),
          )
        : null,
      sites.length
        ? el(
            "label",
            {},
            t("所在重点部位（转给检查它的部门）"),
            select("site", [
              ["", t("不选")],
              ...sites.map((one) => [one.site_id, `${one.name} ${one.metres} m`]),
            ]),
          )
        : null,
    );
  }

  function select(name, pairs) {
    return el(
      "select",
      { name, onchange: (event) => (draft[name] = event.target.value) },
      ...pairs.map(([value, text]) =>
        el("option", { value, selected: draft[name] === value, translate: "no" }, text),
      ),
    );
  }

  function typed(name, label, more = {}) {
    const field_ = el("input", {
      name,
      value: draft[name],
      oninput: (event) => (draft[name] = event.target.value),
      ...more,
    });
    return el("label", {}, label, field_);
  }

  function drawMore() {
    const isItem = draft.found === "city_management";
    const isDispute = draft.found === "dispute";
    fill(
      "r-more",
      isItem
        ? el(
            "label",
            {},
            t("城市管理类别（选了就转城管件）"),
            select("itemClass", [
              ["", t("不选")],
              ...options.item_classes.map((one) => [one.code, one.name]),
            ]),
          )
        : null,
      isDispute ? typed("party", t("求助人姓名（填了就转矛盾纠纷案件）"), { maxlength: 64 }) : null,
      isDispute
        ? typed("phone", t("求助人电话"), { maxlength: 32, type: "tel", autocomplete: "off" })
        : null,
      isDispute
        ? el(
            "label",
            {},
            t("纠纷类别"),
            select(
              "category",
              options.categories.map((one) => [one.code, t(one.name)]),
            ),
          )
        : null,
    );
  }

  function drawPhotos() {
    fill(
      "r-photos",
      ...draft.photos.map((one) =>
        el(
          "figure",
          { class: "m-photo" },
          el("img", { src: one.url, alt: t("已拍的照片") }),
          el(
            "button",
            {
              type: "button",
              "aria-label": t("删除这张照片"),
              onclick: () => {
                URL.revokeObjectURL(one.url);
                draft.photos = draft.photos.filter((other) => other !== one);
                drawPhotos();
              },
            },
            "×",
          ),
        ),
      ),
      draft.note ? el("p", {}, t("语音 {n} 秒", { n: draft.note.seconds })) : null,
    );
  }

  function addPhoto(made) {
    if (draft.photos.length >= MOST_PHOTOS) {
      field.say(t("最多 {n} 张照片", { n: MOST_PHOTOS }), { isBad: true });
      return;
    }
    draft.photos.push({ ...made, url: URL.createObjectURL(made.blob) });
    drawPhotos();
  }

  function choose(code) {
    draft.found = code;
    for (const one of document.querySelectorAll("#r-classes button"))
      one.setAttribute("aria-pressed", String(one.dataset.class === code));
    drawMore();
    lookAround();
  }

  /* ---- sending ---- */

  function lacks() {
    if (field.photos.isRecording()) return t("正在录音：先停止录音，再上报");
    if (!draft.found) return t("请选择发现了什么");
    if (draft.lat === null) return t("还没有位置：请定位，或在地图上点选");
    if (!draft.text.trim() && !draft.note) return t("请写一句话，或录一段语音");
    return "";
  }

  function submit(event) {
    event.preventDefault();
    const missing = lacks();
    if (missing) {
      field.say(missing, { isBad: true });
      return;
    }
    const told = draft;
    const key = field.newKey();
    const body = {
      found: told.found,
      lat: told.lat,
      lon: told.lon,
      fix: told.fix,
      text: told.text.trim() || t("见语音"),
      ...(told.found === "city_management" && told.itemClass ? { item_class: told.itemClass } : {}),
      ...(told.site ? { site_id: told.site } : {}),
      ...(told.found === "dispute" && told.party.trim()
        ? { party: told.party.trim(), phone: told.phone.trim() || null, category: told.category }
        : {}),
    };
    const now = Date.now();
    draft = empty();
    around = null;
    const sent = field.send("/api/v1/field/reports", body, { key, label: t("上报") });
    const path = "/api/v1/field/reports/" + key + "/files?before_ms=";
    for (const one of [...told.photos, ...(told.note ? [told.note] : [])])
      field
        .send(path + Math.max(0, now - one.at), {}, { file: one.blob, label: t("照片或语音") })
        .catch(() => {});
    field.redraw("report");
    locate();
    field.say(
      field.isOnline() ? t("已保存，正在发出") : t("没有网络：已保存，一有网络就发出，不用再报"),
    );
    sent.then(
      (made) => {
        field.say(became(made));
        for (const one of told.photos) URL.revokeObjectURL(one.url);
        learnOwn();
      },
      (refused) => {
        // Nothing was kept, or the server says no: what was typed is there again.
        if (refused.code === "wiped") return;
        if (!draft.text && !draft.photos.length) draft = told;
        field.redraw("report");
      },
    );
  }

  function became(made) {
    if (made.verdict !== "new") return t("已并入之前的上报");
    if (made.item_id) return t("已转城市管理件");
    if (made.case_code) return t("已转矛盾纠纷案件 {number}", { number: made.case_code });
    if (made.inspection_id) return t("已转给检查部门");
    return t("已受理 {number}", { number: made.incident || "" });
  }

  const stands = (status) =>
    ({
      reported: t("待受理"),
      accepted: t("已受理"),
      dispatched: t("已派遣"),
      en_route: t("在途"),
      on_scene: t("已到场"),
      resolved: t("已处置"),
      closed: t("已办结"),
      cancelled: t("已取消"),
    })[status];

  function drawOwn() {
    const waiting = field.waiting().filter((one) => one.path.startsWith("/api/v1/field/reports"));
    fill(
      "r-own",
      el("h2", {}, t("我最近的上报")),
      waiting.length
        ? el("p", { class: "m-note" }, t("{n} 项等待发出", { n: waiting.length }))
        : null,
      ...(own || []).map((one) =>
        el(
          "p",
          { class: "m-own", "data-finding": one.finding_id },
          el("b", {}, className(one.found)),
          " ",
          one.text ? el("span", { translate: "no" }, one.text.slice(0, 40)) : null,
          " ",
          became(one),
          stands(one.status) ? " · " + stands(one.status) : "",
        ),
      ),
      own && !own.length ? el("p", { class: "m-note" }, t("最近七天没有上报")) : null,
      own ? null : el("p", { class: "m-note" }, t("没有网络，暂时看不到")),
    );
  }

  function draw(box) {
    if (!options) {
      box.append(el("p", { class: "m-none" }, t("正在打开…")));
      learnOptions();
      return;
    }
    box.append(
      el(
        "form",
        { class: "m-card m-form", id: "r-form", onsubmit: submit },
        el("h2", {}, t("发现了什么")),
        el(
          "div",
          { id: "r-classes", class: "m-classes" },
          ...options.classes.map((one) =>
            el(
              "button",
              {
                type: "button",
                "data-class": one.code,
                "aria-pressed": String(one.code === draft.found),
                onclick: () => choose(one.code),
              },
              t(one.name),
            ),
          ),
        ),
        el("div", { id: "r-more" }),
        el(
          "label",
          {},
          t("情况"),
          el("textarea", {
            name: "text",
            rows: 3,
            maxlength: 1000,
            oninput: (event) => (draft.text = event.target.value),
          }),
        ),
        el("div", { id: "r-place" }),
        el("div", { id: "r-around" }),
        el("div", { id: "r-photos", class: "m-photos" }),
        field.photos.input(addPhoto, { id: "r-photo" }),
        field.photos.recorder((made) => {
          draft.note = made;
          drawPhotos();
        }),
        el("button", { type: "submit", class: "m-big" }, t("上报")),
      ),
      el("section", { class: "m-card", id: "r-own" }),
    );
    box.querySelector("textarea").value = draft.text;
    drawMore();
    drawPlace();
    drawPhotos();
    drawAround();
    drawOwn();
    if (draft.lat === null && !draft.why) locate();
    learnOwn();
  }

  field.on("sent", ({ entry, how }) => {
    if (how === "reject" && entry.path === "/api/v1/field/reports")
      field.forget((one) => one.path.includes("/reports/" + entry.key + "/"));
  });
  field.on("outbox", () => field.shown() === "report" && drawOwn());
  field.on("opened", learnOwn);
  field.on("locked", () => {
    own = null;
    if (field.shown() === "report") drawOwn();
  });
  field.on("wiped", () => {
    draft = empty();
    own = options = null;
  });
  field.tab("report", "报告", draw);
})();
