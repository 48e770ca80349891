/* Where it happened: by address, road, crossing, name, pinyin, grid code, coordinates, a click on the
 * map, or the caller's phone.
 *
 *   desk.place.find(text)     areas and coordinates that fit, at once, best first
 *   desk.place.more(text)     promise of everything the server knows under that name
 *   desk.place.words(place)   what it is called
 *   desk.place.exact(place)   how exact it is, in words; "" for an area as a whole
 *   desk.place.row(place)     what a list shows of it
 *   desk.place.show(place)    a mark on the map; null takes it away
 *   desk.place.listen(fn)     fn(place) for clicks on the map, until listen(null)
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, areas } = onescreen;
  const MOST = 8;
  let mark = null;

  const round = (value) => Math.round(value * 1e6) / 1e6;

  function point(lat, lon) {
    const code = onescreen.mapStyle ? gridAt(lat, lon) : null;
    return { isPoint: true, lat: round(lat), lon: round(lon), code };
  }

  /* The finest area of the index that holds the point, as far as its shapes are loaded. */
  function gridAt(lat, lon) {
    return onescreen.mapStyle.deepestAt ? onescreen.mapStyle.deepestAt({ lat, lng: lon }) : null;
  }

  function coordinates(text) {
    const match = /^\s*(-?\d{1,3}\.\d+)\s*[,，\s]\s*(-?\d{1,3}\.\d+)\s*$/.exec(text);
    if (!match) return null;
    const [lat, lon] = [Number(match[1]), Number(match[2])];
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? point(lat, lon) : null;
  }

  /* A caller who hung up has named no place: the call is kept for the district as a whole. */
  const UNKNOWN = /^(不明|不详|不知道|未知|没说|挂断|地点不明|bm|bx|buming|unknown)$/i;
  function nowhere() {
    const { district } = onescreen.page.root.dataset;
    const area = areas.get ? areas.get(district) : null;
    return {
      isPoint: false,
      isUnknown: true,
      code: district,
      name: t("地点不明"),
      lat: area ? area.lat : null,
      lon: area ? area.lon : null,
      text: t("先登记，问清后按 = 更正"),
    };
  }

  function find(text) {
    if (UNKNOWN.test(text.trim())) return [nowhere()];
    const at = coordinates(text);
    if (at) return [at];
    return areas
      .search(text)
      .filter((area) => area.level !== "district")
      .slice(0, MOST)
      .map((area) => ({
        isPoint: false,
        code: area.code,
        name: area.name,
        lat: area.lat,
        lon: area.lon,
      }));
  }

  /* An area stands for itself; anything else is a point that has a name and says how exact it is. */
  function told({ source, code, name, lat, lon, radius_m: radius, text, path }) {
    return {
      isPoint: source !== "area",
      code,
      name: source === "point" ? "" : name,
      lat,
      lon,
      radius,
      text,
      path,
    };
  }

  async function more(text) {
    if (UNKNOWN.test(text.trim())) return [nowhere()];
    const answer = await desk.api.get(desk.api.at.places(text));
    return answer.items.map(told);
  }

  function words(place) {
    if (!place) return "";
    if (place.isUnknown) return place.name;
    const path = place.code ? areas.pathText(place.code) : "";
    if (!place.isPoint) return path || place.name;
    const spot = place.name || place.lat.toFixed(5) + ", " + place.lon.toFixed(5);
    return path ? path + t("（{spot}）", { spot }) : place.name || t("坐标 {spot}", { spot });
  }

  function exact(place) {
    if (place && place.isUnknown) return place.text;
    if (!place || !place.isPoint || !place.text) return "";
    return (
      place.text +
      (place.radius && !/\d/.test(place.text)
        ? t("，误差约 {distance}", { distance: onescreen.words.distance(place.radius) })
        : "")
    );
  }

  function row(place) {
    const path = place.code ? areas.pathText(place.code) : "";
    return [
      el("span", { class: "place-name" }, place.name || t("坐标")),
      el("span", { class: "dc-label place-path" }, place.name === path ? "" : path),
      el("span", { class: "dc-label place-exact" }, exact(place)),
    ];
  }

  const map = () => (onescreen.mapLive.layer ? onescreen.mapLive.layer.map : null);

  function show(place) {
    if (mark) mark.remove();
    mark = null;
    const target = map();
    if (!place || place.isUnknown || !target || !target._loaded) return;
    mark = window.L.circleMarker([place.lat, place.lon], {
      radius: 14 * onescreen.scale(),
      color: "#ffffff",
      weight: 3 * onescreen.scale(),
      fillColor: "#ffb547",
      fillOpacity: 0.55,
      interactive: false,
    }).addTo(target);
    if (!target.getBounds().pad(-0.05).contains([place.lat, place.lon]))
      target.panTo([place.lat, place.lon], { animate: !onescreen.calm() });
  }

  function listen(fn) {
    onescreen.mapClick =
      fn &&
      ((event) => {
        fn(point(event.latlng.lat, event.latlng.lng));
        return true;
      });
  }

  desk.place = { find, more, words, exact, row, show, listen, point };
})();
